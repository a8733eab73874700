// Everything that can be done with a task from anywhere: one table for the menu of a card, the buttons of its page, the palette
// and the keys. The server decides what is allowed; this only says what is worth offering in which state.
import { endpoints } from '../../src/api/endpoints.ts';
import type { CardJson } from '../../src/api/board-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { call } from './call.ts';
import type { CardState } from './columns.ts';
import { undoWords } from './undo-words.ts';

export type ActionName =
  | 'accept'
  | 'apply'
  | 'retry'
  | 'resume'
  | 'complete'
  | 'pause'
  | 'replan'
  | 'undo'
  | 'withdraw'
  | 'top'
  | 'bottom'
  | 'dismiss'
  | 'cancel'
  | 'archive'
  | 'delete';

export interface TaskAction {
  readonly name: ActionName;
  readonly label: string;
  readonly key?: string;
  readonly states: readonly CardState[];
  readonly isDangerous?: true;
  /** What exactly will happen; asked before it is done. Rejects with the server's refusal when that can be known before. */
  readonly confirm?: (
    card: Pick<CardJson, 'id' | 'title' | 'branch' | 'project_name'>,
  ) => string | Promise<string>;
  /** What the card will be, shown at once. */
  readonly assumes?: CardState;
  /** What is said when it is done. */
  readonly done: string;
  /** The same where the answer says that something else came of it. */
  readonly became?: (answer: unknown) => string | null;
  readonly run: (id: string) => Promise<unknown>;
}

const on = (id: string): { params: { task: string } } => ({ params: { task: id } });
/** An apply answers when merge and checks have ended; so does a pause when the agent is gone. */
const patient = { timeoutMs: 0 };

/** Null unless a git host was asked to take the work. */
function pullRequestWords(answer: unknown): string | null {
  const { state, pull_request: pullRequest = null } = answer as Partial<TaskJson>;
  if (state !== 'ready' || pullRequest === null) return null;
  return `Pull request #${pullRequest.number} is ${pullRequest.state}`;
}

const taskActions: readonly TaskAction[] = [
  {
    name: 'accept',
    label: 'Accept',
    key: 'A',
    states: ['draft'],
    assumes: 'queued',
    done: 'Queued',
    run: (id) => call(endpoints.acceptTask, on(id)),
  },
  {
    name: 'apply',
    label: 'Apply changes',
    key: 'A',
    states: ['ready'],
    assumes: 'applying',
    done: 'Applied',
    became: pullRequestWords,
    run: (id) => call(endpoints.applyTask, { ...on(id), ...patient }),
  },
  {
    name: 'retry',
    label: 'Retry',
    key: 'R',
    states: ['failed', 'ready'],
    assumes: 'queued',
    done: 'Queued again, from a fresh copy',
    run: (id) => call(endpoints.retryTask, { ...on(id), body: {} }),
  },
  {
    name: 'resume',
    label: 'Resume',
    key: 'R',
    states: ['paused'],
    assumes: 'queued',
    done: 'Queued, to go on in its copy',
    run: (id) => call(endpoints.resumeTask, on(id)),
  },
  {
    name: 'complete',
    label: 'Complete',
    states: ['waiting'],
    done: 'Its work is checked now',
    run: (id) => call(endpoints.completeTask, on(id)),
  },
  {
    name: 'pause',
    label: 'Pause',
    key: 'P',
    states: ['starting', 'running', 'waiting'],
    done: 'Paused',
    run: (id) => call(endpoints.pauseTask, { ...on(id), ...patient }),
  },
  {
    name: 'replan',
    label: 'Edit and plan again',
    states: ['failed'],
    assumes: 'draft',
    done: 'A draft again',
    run: (id) => call(endpoints.replanTask, on(id)),
  },
  {
    name: 'undo',
    label: 'Undo the apply',
    states: ['done'],
    isDangerous: true,
    confirm: async (card) => undoWords(card.title, await call(endpoints.undoPlan, on(card.id))),
    done: 'Taken from the branch; ready again',
    run: (id) => call(endpoints.undoTask, { ...on(id), ...patient }),
  },
  {
    name: 'withdraw',
    label: 'Take out of the merge queue',
    states: ['applying'],
    done: 'Ready, as before',
    run: (id) => call(endpoints.withdrawTask, on(id)),
  },
  {
    name: 'top',
    label: 'Move to top',
    states: ['queued'],
    done: 'Moved to the top',
    run: (id) => call(endpoints.moveTask, { ...on(id), body: { to: 'top' } }),
  },
  {
    name: 'bottom',
    label: 'Move to bottom',
    states: ['queued'],
    done: 'Moved to the bottom',
    run: (id) => call(endpoints.moveTask, { ...on(id), body: { to: 'bottom' } }),
  },
  {
    name: 'dismiss',
    label: 'Dismiss',
    key: 'D',
    states: ['ready'],
    assumes: 'dismissed',
    isDangerous: true,
    confirm: (card) =>
      `The changes of “${card.title}” will not be applied, and its branch ${card.branch} goes away. The main version stays as it is. It can be taken back from the trash.`,
    done: 'Dismissed',
    run: (id) => call(endpoints.dismissTask, on(id)),
  },
  {
    name: 'cancel',
    label: 'Cancel',
    states: ['queued', 'starting', 'running', 'waiting', 'paused'],
    isDangerous: true,
    confirm: (card) => `“${card.title}” stops, and its work so far is not applied.`,
    done: 'Cancelled',
    run: (id) => call(endpoints.cancelTask, { ...on(id), body: {}, ...patient }),
  },
  {
    name: 'archive',
    label: 'Archive',
    states: ['draft', 'failed'],
    assumes: 'cancelled',
    done: 'Archived',
    run: (id) => call(endpoints.archiveTask, on(id)),
  },
  {
    name: 'delete',
    label: 'Delete…',
    states: ['draft', 'failed', 'done', 'dismissed', 'cancelled', 'ready', 'paused', 'queued'],
    isDangerous: true,
    confirm: (card) => `“${card.title}”, its work and its log are deleted. What was applied stays.`,
    done: 'Deleted',
    run: (id) => call(endpoints.deleteTask, on(id)),
  },
];

/** Those worth offering for a task in this state. */
export function actionsFor(
  card: Pick<CardJson, 'state' | 'policy' | 'phase_id' | 'applied_commit'>,
): readonly TaskAction[] {
  return taskActions.filter(
    (action) =>
      action.states.includes(card.state) &&
      // What was never on the branch cannot be taken from it.
      !(action.name === 'undo' && card.applied_commit === null) &&
      // A phase applies what is of it, and its lane is nobody's to cut while it runs (C3 of the lifecycle).
      !(action.name === 'apply' && card.phase_id !== null) &&
      !(action.name === 'cancel' && card.policy === 'develop' && card.state === 'running'),
  );
}

export function actionNamed(name: ActionName): TaskAction | undefined {
  return taskActions.find((action) => action.name === name);
}
