// The runs of subagents that are under way in one session, so that one of them can be stopped by itself.
import type { FoundSubagent, SubagentList } from '../../../domain/subagent.ts';
import type { Outcome, Running, Tool } from '../tools/tool.ts';
import { ElsewhereRun } from './run-elsewhere.ts';
import { SubagentRun } from './run.ts';
import type { RunDeps } from './run.ts';
import { taskTool } from './task-tool.ts';
import type { TaskParams } from './task-tool.ts';

export interface SubagentRunsDeps extends RunDeps {
  readonly list: () => Promise<SubagentList>;
}

export class SubagentRuns {
  readonly #deps: SubagentRunsDeps;
  readonly #running = new Map<string, { cancel(): void }>();

  constructor(deps: SubagentRunsDeps) {
    this.#deps = deps;
  }

  /** The tool `task`, with the subagents that there are now. */
  tool(): Promise<Tool> {
    return taskTool({
      list: this.#deps.list,
      run: (subagent, params, running, signal) => this.#run(subagent, params, running, signal),
    });
  }

  /** False when no such run is under way. Its outcome tells the agent that it was cancelled. */
  stop(callId: string): boolean {
    const run = this.#running.get(callId);
    run?.cancel();
    return run !== undefined;
  }

  async #run(
    subagent: FoundSubagent,
    params: TaskParams,
    running: Running,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const run =
      subagent.copy === 'own'
        ? new ElsewhereRun(subagent, params, running, this.#deps.now)
        : new SubagentRun(this.#deps, subagent, params, running);
    this.#running.set(running.callId, run);
    try {
      return await run.run(signal);
    } finally {
      this.#running.delete(running.callId);
    }
  }
}
