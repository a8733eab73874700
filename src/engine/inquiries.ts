// What agents want from people: the commands that the server calls.
import type { Reach } from '../domain/access.ts';
import type { Inquiry } from '../domain/inquiry.ts';
import type { Task } from '../domain/task.ts';
import type { InquiryFilter } from '../store/store.ts';
import type { EngineDeps } from './deps.ts';
import { decideApproval } from './inquiry-commands.ts';
import type { Decision, InquiryDeps } from './inquiry-commands.ts';
import { requireOwnProjectOf } from './own-project.ts';

export class Inquiries {
  readonly #deps: EngineDeps;
  readonly #dispatcher: () => InquiryDeps['dispatcher'];

  constructor(deps: EngineDeps, dispatcher: () => InquiryDeps['dispatcher']) {
    this.#deps = deps;
    this.#dispatcher = dispatcher;
  }

  /** In the order in which they were asked. */
  async list(filter: InquiryFilter, reach: Reach): Promise<readonly Inquiry[]> {
    return this.#deps.store.inquiries.list({ ...filter, reach });
  }

  async get(id: string): Promise<Inquiry | undefined> {
    return this.#deps.store.inquiries.get(id);
  }

  /** Throws `not_found`, `already_decided`, `invalid_input`, `other_home`. */
  async decide(task: Task, id: string, decision: Decision, actor: string): Promise<Inquiry> {
    await requireOwnProjectOf(this.#deps, task);
    return decideApproval({ deps: this.#deps, dispatcher: this.#dispatcher() }, task, id, decision, actor);
  }
}
