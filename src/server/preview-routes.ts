// Routes of previews: start, look and stop. Looking at what they show goes past the application (preview/proxy.ts).
import { contract } from '../api/contract.ts';
import type { PreviewJson } from '../api/review-schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { PreviewView } from '../engine/review/previews.ts';
import { time } from './present.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

export interface PreviewPlace {
  /** The host name below which previews are shown. */
  readonly previewHost: string;
  /** The origin that people see in front of a proxy; null = they come to the daemon itself. */
  readonly publicUrl: string | null;
}

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access' | 'context'>;

export function previewRoutes(app: App, engine: Engine, place: PreviewPlace): void {
  const { previews } = engine.review;
  const one = async (call: Scoped): Promise<Task> => call.access.task(call.param('task'), call.query.project);
  const show = (call: Scoped, view: PreviewView): PreviewJson => ({
    url: urlOf(place, view.name, call.context.req.header('host')),
    command: view.command,
    port: view.port,
    started_at: time(view.startedAt),
    last_used_at: time(view.lastUsedAt),
    idle_ms: view.idleMs,
    output: view.output,
  });
  route(app, engine, contract.showPreview, async (call) => {
    const view = previews.of(await one(call));
    return { preview: view === null ? null : show(call, view) };
  });
  route(app, engine, contract.startPreview, async (call) => show(call, await previews.open(await one(call))));
  route(app, engine, contract.stopPreview, async (call) => {
    await previews.stop((await one(call)).id);
    return undefined;
  });
}

/** On this machine at the port that the caller used; with a name of its own, as the proxy in front has it. */
function urlOf({ previewHost, publicUrl }: PreviewPlace, name: string, host: string | undefined): string {
  const isLocal = publicUrl === null || previewHost.endsWith('localhost');
  if (isLocal) return `http://${name}.${previewHost}${/:\d+$/.exec(host ?? '')?.[0] ?? ''}/`;
  const seen = new URL(publicUrl);
  return `${seen.protocol}//${name}.${previewHost}${seen.port === '' ? '' : `:${seen.port}`}/`;
}
