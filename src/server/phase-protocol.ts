// The calls that an agent from outside makes, the same over HTTP and over MCP: from the JSON of the contract to the engine
// and back.
import type * as json from '../api/phase-schemas.ts';
import type { Phase } from '../domain/phase.ts';
import type { Engine } from '../engine/engine.ts';
import type { PhaseView } from '../engine/phase/view.ts';
import { leaseJson, mayWriteJson, phaseTaskOf } from './present-phase.ts';

const defaultLeaseMs = 10 * 60_000;

export class PhaseProtocol {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async next(phase: Phase, asked: json.NextRequestJson): Promise<json.NextAnswerJson> {
    const outcome = await this.#engine.phases.next(phase, {
      agent: asked.agent,
      workspace: asked.workspace ?? false,
      leaseMs: asked.lease_ms ?? defaultLeaseMs,
    });
    switch (outcome.kind) {
      case 'task':
        return {
          kind: 'task',
          task: await this.#task(phase, outcome.entry.id),
          lease: leaseJson(outcome.lease),
          base_commit: outcome.task.baseCommit,
          worktree: outcome.worktree,
          messages: [...outcome.messages],
        };
      case 'none':
        return { kind: 'none', reason: outcome.reason, is_over: outcome.isOver };
      case 'conflict':
        return {
          kind: 'conflict',
          id: outcome.entry.id,
          with: outcome.with,
          path: outcome.path,
          reason: outcome.reason,
        };
    }
  }

  async heartbeat(phase: Phase, task: string, beat: json.HeartbeatJson): Promise<json.HeartbeatAnswerJson> {
    const who = { agent: beat.agent, fence: beat.fence, leaseMs: beat.lease_ms ?? defaultLeaseMs };
    const { lease, messages } = await this.#engine.phases.heartbeat(phase, task, who);
    return { lease: leaseJson(lease), messages: [...messages] };
  }

  async complete(phase: Phase, task: string, done: json.CompletionJson): Promise<json.CompleteAnswerJson> {
    const { agent, fence, summary = '', branch = null } = done;
    const outcome = await this.#engine.phases.complete(phase, task, { agent, fence, summary, branch });
    const shown = await this.#taskWithId(phase, outcome.task.id);
    if (outcome.kind === 'completed') return { kind: 'completed', task: shown };
    return { kind: 'violation', task: shown, paths: [...outcome.paths] };
  }

  async fail(phase: Phase, task: string, why: json.FailRequestJson): Promise<json.PhaseTaskJson> {
    const { agent, fence, reason, detail = '' } = why;
    const failed = await this.#engine.phases.fail(phase, task, { agent, fence, reason, detail });
    return this.#taskWithId(phase, failed.id);
  }

  async release(phase: Phase, task: string, why: json.ReleaseRequestJson): Promise<json.PhaseTaskJson> {
    const { agent, fence, reason = '' } = why;
    const back = await this.#engine.phases.release(phase, task, { agent, fence, reason });
    return this.#taskWithId(phase, back.id);
  }

  async mayWrite(
    phase: Phase,
    task: string,
    asked: json.MayWriteRequestJson,
  ): Promise<json.MayWriteAnswerJson> {
    const { agent, fence, paths } = asked;
    const who = { agent, fence, paths, leaseMs: defaultLeaseMs };
    const answers = await this.#engine.phases.mayWrite(phase, task, who);
    const view = await this.#view(phase);
    return { paths: answers.map((answer) => mayWriteJson(view, answer)) };
  }

  async #view(phase: Phase): Promise<PhaseView> {
    return this.#engine.phases.view(await this.#engine.phases.find(phase.id, undefined, null));
  }

  async #task(phase: Phase, id: number): Promise<json.PhaseTaskJson> {
    return phaseTaskOf(await this.#view(phase), id);
  }

  async #taskWithId(phase: Phase, taskId: string): Promise<json.PhaseTaskJson> {
    const entry = phase.tasks.find((task) => task.taskId === taskId);
    if (entry === undefined) throw new Error(`phase ${phase.id} has no task ${taskId}`);
    return this.#task(phase, entry.id);
  }
}
