// The requests for permission of one run that a person decides. Each waits in here for a decision, for its time to be over, or
// for the turn that asks to end, whichever comes first; the task waits with it. They live only as long as their turn does: what
// a daemon that was killed leaves open is void (close-inquiries.ts).
import type { PermissionDecision, PermissionRequest } from '../agents/driver.ts';
import { messageOf } from '../domain/errors.ts';
import type { Approval, Inquiry, InquiryOutcome } from '../domain/inquiry.ts';
import type { RunContext } from './run-context.ts';
import { closedEvent } from './close-inquiries.ts';

interface Pending {
  readonly approval: Approval;
  readonly decided: PromiseWithResolvers<PermissionDecision>;
  readonly timer: NodeJS.Timeout;
  /** Set by whoever closes it first; the others hear the same. */
  closing: Promise<Inquiry> | null;
}

/** What somebody decided. */
export interface Verdict {
  readonly outcome: Extract<InquiryOutcome, { kind: 'allowed' | 'denied' }>;
  /** Id of one of the agent's own choices. */
  readonly choice?: string;
}

/** A file per diff is what people look at; hundreds of them are looked at in the copy. */
const mostDiffs = 20;

export class Approvals {
  readonly #run: RunContext;
  readonly #pending = new Map<string, Pending>();
  #waitingSince: number | null = null;
  #waitedMs = 0;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** For how long people were waited for in all, in milliseconds: that is not the agent's time. */
  get waitedMs(): number {
    const now = this.#run.deps.now();
    return this.#waitedMs + (this.#waitingSince === null ? 0 : now - this.#waitingSince);
  }

  /** Asks a person, and waits. When that could not be written down, nobody can decide, and it is denied. Never rejects. */
  async ask(request: PermissionRequest, signal: AbortSignal): Promise<PermissionDecision> {
    try {
      const pending = await this.#open(request);
      const withdraw = (): void =>
        void this.#close(pending, this.#voided('its turn has ended')).catch(ignore);
      signal.addEventListener('abort', withdraw, { once: true });
      if (signal.aborted) withdraw();
      try {
        return await pending.decided.promise;
      } finally {
        signal.removeEventListener('abort', withdraw);
      }
    } catch (error) {
      const { log } = this.#run.deps;
      log.warn({ taskId: this.#run.task.id, error: messageOf(error) }, 'a permission could not be asked for');
      return { outcome: 'deny', by: 'system' };
    }
  }

  /** The inquiry as it is then, closed by this or by who was faster; null when this run waits for no such one. */
  async decide(id: string, { outcome, choice }: Verdict): Promise<Inquiry | null> {
    const pending = this.#pending.get(id);
    if (pending === undefined) return null;
    return this.#close(pending, outcome, choice);
  }

  /** To be called when a turn has ended: nobody waits any more. Resolves when that is written down. Never rejects. */
  async end(): Promise<void> {
    const open = [...this.#pending.values()];
    await Promise.all(
      open.map(async (one) => this.#close(one, this.#voided('its turn has ended')).catch(ignore)),
    );
  }

  async #open(request: PermissionRequest): Promise<Pending> {
    const run = this.#run;
    const { task, deps, settings } = run;
    const askedAt = deps.now();
    const approval: Approval = run.kit.mask({
      id: deps.newId().replaceAll('-', '').slice(0, 10),
      taskId: task.id,
      projectId: task.projectId,
      attempt: task.attempt,
      kind: 'approval',
      question: request.question,
      call: { ...request.call, diffs: request.call.diffs.slice(0, mostDiffs) },
      choices: request.choices,
      askedAt,
      until: askedAt + settings.approvalMs,
      outcome: { kind: 'open' },
    });
    const pending: Pending = {
      approval,
      decided: Promise.withResolvers(),
      timer: setTimeout(() => void this.#expire(pending), settings.approvalMs),
      closing: null,
    };
    this.#pending.set(approval.id, pending);
    this.#waitingSince ??= askedAt;
    try {
      await run.recorder.flush();
      const asked = { type: 'asked', waitingFor: 'approval', detail: approval.question } as const;
      const by = { actor: run.agent, fence: run.fence };
      run.see(
        await deps.store.transition(async (within) => {
          await within.inquiries.insert(approval);
          await within.events.append(task.id, [{ type: 'run.inquiry', inquiry: approval }], by);
          return within.tasks.change(task.id, asked, { ...by, actor: run.actor });
        }),
      );
    } catch (error) {
      this.#forget(pending);
      throw error;
    }
    this.#tellSubagent(pending);
    return pending;
  }

  #expire(pending: Pending): Promise<unknown> {
    return this.#close(pending, { kind: 'expired', at: this.#run.deps.now() }).catch(ignore);
  }

  #voided(reason: string): InquiryOutcome {
    return { kind: 'void', at: this.#run.deps.now(), reason };
  }

  #close(pending: Pending, outcome: InquiryOutcome, choice?: string): Promise<Inquiry> {
    pending.closing ??= this.#write(pending, outcome)
      .then((closed) => {
        pending.decided.resolve(decisionOf(closed, this.#run.settings.approvalMs, choice));
        return closed;
      })
      .catch((error: unknown) => {
        // The agent must not wait for what can no longer be written.
        pending.decided.resolve({ outcome: 'deny', by: 'system' });
        throw error;
      })
      .finally(() => this.#forget(pending));
    return pending.closing;
  }

  // The task goes on when nothing else is open; else it waits for the next.
  async #write({ approval }: Pending, outcome: InquiryOutcome): Promise<Inquiry> {
    const { deps, task, fence, actor } = this.#run;
    const by = 'by' in outcome ? outcome.by : actor;
    const { closed, now } = await deps.store.transition(async (within) => {
      const after = await within.inquiries.close(approval.id, outcome);
      await within.events.append(task.id, [closedEvent(after)], { actor: by, fence });
      const stands = await within.tasks.get(task.id);
      if (stands?.state !== 'waiting' || stands.waitingFor !== 'approval')
        return { closed: after, now: null };
      const [next] = await within.inquiries.list({ taskId: task.id, kind: 'approval', outcome: 'open' });
      const event =
        next === undefined
          ? ({ type: 'answered' } as const)
          : ({ type: 'asked', waitingFor: 'approval', detail: next.question } as const);
      return { closed: after, now: await within.tasks.change(task.id, event, { actor: by, fence }) };
    });
    if (now !== null) this.#run.see(now);
    return closed;
  }

  /** What the subagent waits for whose request this is, or was. */
  #tellSubagent({ approval: { call } }: Pending): void {
    if (call.parent === undefined) return;
    const open = [...this.#pending.values()].find(({ approval }) => approval.call.parent === call.parent);
    this.#run.onSubagentAsks(call.parent, open?.approval.question ?? null);
  }

  #forget(pending: Pending): void {
    clearTimeout(pending.timer);
    this.#pending.delete(pending.approval.id);
    this.#tellSubagent(pending);
    if (this.#pending.size > 0 || this.#waitingSince === null) return;
    this.#waitedMs += this.#run.deps.now() - this.#waitingSince;
    this.#waitingSince = null;
  }
}

function decisionOf({ outcome }: Inquiry, limitMs: number, choice: string | undefined): PermissionDecision {
  const picked = choice === undefined ? {} : { choice };
  switch (outcome.kind) {
    case 'allowed':
      return { outcome: 'allow', by: outcome.by, ...picked };
    case 'denied':
      return { outcome: 'deny', by: outcome.by, ...picked };
    case 'expired':
      return { outcome: 'deny', by: `time-out: nobody decided within ${Math.round(limitMs / 1000)} s` };
    default:
      return { outcome: 'deny', by: 'system' };
  }
}

// What could not be written down is written by whoever takes the task up next.
function ignore(): void {
  // Nothing to do here.
}
