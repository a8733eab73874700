// The two calls with archives: a task goes out as a bundle, and a bundle comes in to be played.
import { Readable } from 'node:stream';
import { contract } from '../api/contract.ts';
import type { ReplayJson } from '../api/replay-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { Engine, Replay } from '../engine/engine.ts';
import { time } from './present.ts';
import { callOf } from './route.ts';
import type { App } from './route.ts';

/** Of a bundle, packed. */
export const maxUploadBytes = 64 * 1024 * 1024;

/** Of the thread in an answer; the newest. */
const maxEvents = 5000;

export function replayRoutes(app: App, engine: Engine, version: string): void {
  const { exportTask, replayBundle } = contract;
  app.on(exportTask.method, exportTask.path, async (context) => {
    const { access, param, query } = await callOf(engine, exportTask, context);
    const { name, bytes } = await engine.bundles.export(
      await access.task(param('task'), query.project),
      version,
    );
    context.header('content-type', 'application/gzip');
    context.header('content-disposition', `attachment; filename="${name}"`);
    return context.body(Readable.toWeb(bytes));
  });
  app.on(replayBundle.method, replayBundle.path, async (context) => {
    await callOf(engine, replayBundle, context);
    const bundle = new Uint8Array(await context.req.arrayBuffer());
    return context.json(replayJson(await engine.bundles.replay(bundle)));
  });
}

export function refuseUpload(): never {
  throw new AppError('invalid_input', `The bundle is larger than ${maxUploadBytes / 1024 ** 2} MiB.`, {
    next: 'Keep protocol logs smaller with the setting protocolLogMb.',
  });
}

function replayJson({ manifest, attempts, isSame, thread }: Replay): ReplayJson {
  const { id, number, name, title, state, agent } = manifest.task;
  const shown = thread.slice(-maxEvents);
  return {
    same: isSame,
    exported_at: manifest.exportedAt,
    tasklane: manifest.versions.tasklane,
    task: { id, number, name, title, state, agent },
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      says: manifest.versions.agents.find((one) => one.attempt === attempt.number)?.says ?? null,
      sessions: attempt.sessions,
      recorded: attempt.recorded,
      replayed: attempt.replayed,
      same: attempt.isSame,
      difference: attempt.difference,
      ends: [...attempt.ends],
      gaps: [...attempt.gaps],
    })),
    events: shown.map(({ at, actor, body: { type, ...data } }, index) => ({
      id: index + 1,
      project_id: '',
      task_id: id,
      seq: index + 1,
      at: time(at),
      actor,
      type,
      data,
    })),
    omitted: thread.length - shown.length,
  };
}
