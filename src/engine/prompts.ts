// What an agent is told, turn by turn: the task, what people wrote, and, where the agent has no memory of the conversation,
// what happened so far.
import type { AgentSession } from '../agents/driver.ts';
import type { EventRecord } from '../domain/event.ts';
import type { Resume } from '../domain/task.ts';
import { Recap } from '../planning/recap.ts';
import { newsOf, primedPrompt, taskPrompt } from '../planning/task-prompt.ts';
import { redOf } from './red-checks.ts';
import { toldOfVoided } from './voided.ts';
import type { RunContext } from './run-context.ts';

export interface Prompt {
  readonly text: string;
  /** What people wrote, where they did. */
  readonly asked: string | null;
}

export class Prompts {
  readonly #run: RunContext;
  readonly #session: AgentSession;
  #knows: boolean;

  constructor(run: RunContext, session: AgentSession) {
    this.#run = run;
    this.#session = session;
    this.#knows = session.resumed;
  }

  /** Null: it has nothing to do before somebody writes. */
  async first(resume: Resume | null): Promise<Prompt | null> {
    const { deps, task, fence } = this.#run;
    const given = await deps.store.messages.give(task.id, fence);
    const first = resume?.message ?? null;
    const told = first === null || given.includes(first) ? given : [first, ...given];
    if (resume === null) return this.#fresh(told);
    if (resume.reason === 'idle' && told.length === 0) return null;
    const voided = await toldOfVoided(deps.store, task);
    // What a check found may have been lost with the turn that was to mend it.
    const news = [voided, await redOf(deps.store, task.id)].filter((one) => one !== null);
    return this.#say(told, resume.reason, news.length === 0 ? null : news.join('\n\n'));
  }

  /** For messages that were just given to this run. `red`: what a check found in the work of the last turn. */
  async next(told: readonly string[], red: string | null = null): Promise<Prompt> {
    return this.#say(told, 'message', red);
  }

  // Who tries again from a fresh copy does not know what a person added to the task meanwhile.
  async #fresh(told: readonly string[]): Promise<Prompt> {
    const { deps, task } = this.#run;
    const all = await deps.store.messages.list(task.id);
    const before = all.filter((message) => message.state === 'done').map((message) => message.text);
    const head = before.length === 0 ? [] : ['In an earlier attempt you were also told:', ...before];
    this.#knows = this.#session.sessionId !== null;
    return { text: [taskPrompt(task, this.#session.toolAccess), ...head, ...told].join('\n\n'), asked: null };
  }

  async #say(told: readonly string[], reason: Resume['reason'], news: string | null): Promise<Prompt> {
    const asked = told.length === 0 ? null : told.join('\n\n');
    const parts = [...(news === null ? [] : [news]), ...told];
    const all = newsOf(reason, parts.length === 0 ? null : parts.join('\n\n'));
    const text = this.#knows
      ? all
      : primedPrompt(this.#run.task, this.#session.toolAccess, await this.#recap(told), all);
    // A command begins anew with every prompt; whoever has a session remembers this one.
    this.#knows = this.#session.sessionId !== null;
    return { text, asked };
  }

  async #recap(without: readonly string[]): Promise<string> {
    const { deps, task, recorder } = this.#run;
    await recorder.flush();
    const recap = new Recap(without, this.#run.workspace?.tree);
    let after = 0;
    for (;;) {
      const page: readonly EventRecord[] = await deps.store.events.read({ taskId: task.id, after });
      for (const record of page) recap.see(record.body);
      const last = page.at(-1);
      if (last === undefined) return recap.text;
      after = last.id;
    }
  }
}
