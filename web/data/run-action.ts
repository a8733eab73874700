// Does something with tasks: asks where it cannot be taken back, shows at once what will be, and when the server says no, puts
// the card back and says why.
import { toast } from '../toast/toast.ts';
import { AppError, messageOf } from '../../src/api/errors.ts';
import { askFirst } from './confirm-store.ts';
import type { TaskAction } from './actions.ts';
import { board } from './board-store.ts';

export interface Target {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly branch: string;
  readonly project_name: string;
}

/** Whether it was done for all of them. */
export async function runAction(action: TaskAction, targets: readonly Target[]): Promise<boolean> {
  const [first] = targets;
  if (first === undefined) return false;
  if (action.confirm !== undefined && !(await isSure(action, targets))) return false;
  const ended = await Promise.all(targets.map(async (target) => runOne(action, target)));
  const words = ended.filter((one) => one !== null);
  if (words.length > 0) toast.success(doneText(targets, words));
  return words.length === targets.length;
}

async function isSure(action: TaskAction, targets: readonly Target[]): Promise<boolean> {
  const [first] = targets;
  if (first === undefined) return false;
  const title = `${action.label.replace('…', '')} ${targets.length === 1 ? `#${first.number}` : `${targets.length} tasks`}?`;
  const what = await describe(action, targets);
  if (what === null) return false;
  return askFirst({ title, text: what, action: action.label.replace('…', ''), isDangerous: true });
}

/** Null when it is known already that it cannot be done; then that was said. */
async function describe(action: TaskAction, targets: readonly Target[]): Promise<string | null> {
  const [first] = targets;
  try {
    return targets.length === 1 && first !== undefined
      ? ((await action.confirm?.(first)) ?? '')
      : targets.map((target) => `#${target.number} ${target.title}`).join(', ');
  } catch (error) {
    sayError(error);
    return null;
  }
}

/** What came of it, in words; null when it was not done, which was said. */
async function runOne(action: TaskAction, target: Target): Promise<string | null> {
  const takeBack = action.assumes === undefined ? null : board.assume(target.id, { state: action.assumes });
  try {
    const answer = await action.run(target.id);
    board.refresh([target.id]);
    // An apply that did not go through answers like one that did: with the task, which says why.
    return sayNotice(target, answer) ? null : (action.became?.(answer) ?? action.done);
  } catch (error) {
    takeBack?.();
    board.refresh([target.id]);
    sayError(error, `#${target.number} “${target.title}”`);
    return null;
  }
}

function sayNotice(target: Target, answer: unknown): boolean {
  if (typeof answer !== 'object' || answer === null || !('notice' in answer)) return false;
  const { notice } = answer;
  if (typeof notice !== 'object' || notice === null || !('message' in notice)) return false;
  toast.error(`#${target.number} was not applied`, { description: String(notice.message), duration: 10_000 });
  return true;
}

function doneText(targets: readonly Target[], words: readonly string[]): string {
  const [first] = targets;
  if (targets.length === 1 && first !== undefined) return `#${first.number}: ${words.join('')}`;
  return `${words[0] ?? ''}: ${words.length} of ${targets.length}`;
}

/** What went wrong and what to do next, as the server says it. */
export function sayError(error: unknown, what?: string): void {
  const next = error instanceof AppError ? error.next : undefined;
  toast.error(messageOf(error), {
    duration: 10_000,
    ...((next ?? what) !== undefined && { description: next ?? what }),
  });
}
