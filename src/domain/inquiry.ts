// What an agent wants from a person in the middle of its work: leave to do something, or an answer. Each is asked once and
// closed once; what became of it stays readable. A leave is asked for by a turn that waits for it, and is void with that turn;
// a question outlives its agent, because the answer is the next thing that an agent of the task is told.
import type { ToolCall } from './agent-event.ts';
import type { ProjectId, TaskId } from './ids.ts';

/** One of the answers that the agent itself offers to its request. */
export interface PermissionChoice {
  readonly id: string;
  readonly name: string;
  /** `allow_once`, `allow_always`, `reject_once`, `reject_always`, or what else the agent calls it. */
  readonly kind: string;
}

interface InquiryCore {
  /** Short, for people to type; unique among all. */
  readonly id: string;
  readonly taskId: TaskId;
  readonly projectId: ProjectId;
  /** The number of the attempt whose agent asks. */
  readonly attempt: number;
  /** One sentence. */
  readonly question: string;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  readonly outcome: InquiryOutcome;
}

export interface Approval extends InquiryCore {
  readonly kind: 'approval';
  readonly call: ToolCall;
  readonly choices: readonly PermissionChoice[];
  /** When it is denied if nobody has decided; milliseconds since 1970. */
  readonly until: number;
}

export interface Question extends InquiryCore {
  readonly kind: 'question';
  /** Answers that the agent proposes; any other is as good. */
  readonly suggestions: readonly string[];
}

export type Inquiry = Approval | Question;

export type InquiryOutcome =
  | { readonly kind: 'open' }
  | { readonly kind: 'allowed'; readonly by: string; readonly at: number }
  | { readonly kind: 'denied'; readonly by: string; readonly at: number; readonly reason: string | null }
  /** Nobody decided in time. It counts as denied. */
  | { readonly kind: 'expired'; readonly at: number }
  /** Who asked does not wait for it any more; `reason` says why. */
  | { readonly kind: 'void'; readonly at: number; readonly reason: string }
  | { readonly kind: 'answered'; readonly by: string; readonly at: number; readonly answer: string };

export const inquiryKinds = ['approval', 'question'] as const satisfies readonly Inquiry['kind'][];
export const inquiryOutcomes = [
  'open',
  'allowed',
  'denied',
  'expired',
  'void',
  'answered',
] as const satisfies readonly InquiryOutcome['kind'][];

/** What became of it, for somebody who comes too late. */
export function outcomeText(outcome: InquiryOutcome): string {
  switch (outcome.kind) {
    case 'open':
      return 'is open';
    case 'allowed':
      return `was allowed by ${outcome.by}`;
    case 'denied':
      return `was denied by ${outcome.by}`;
    case 'expired':
      return 'was denied because nobody decided in time';
    case 'void':
      return `is void: ${outcome.reason}`;
    case 'answered':
      return `was answered by ${outcome.by}`;
  }
}
