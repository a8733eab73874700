// What an agent may do from within its session, besides working in its copy: say how it stands, ask a person, propose more
// work, hear what was said meanwhile, and ask which files are its own. Everything is about the task of its run alone.
import { AppError } from '../domain/errors.ts';
import type { Question } from '../domain/inquiry.ts';
import { ownershipOf } from '../domain/live-tasks.ts';
import { owns } from '../domain/ownership.ts';
import { label } from '../domain/task.ts';
import type { StatusReport, Task } from '../domain/task.ts';
import { createTask } from './create-task.ts';
import type { CreateTask } from './create-task.ts';
import { inTree } from './in-tree.ts';
import type { RunContext } from './run-context.ts';
import { SessionSubagents } from './session-subagents.ts';

export interface SessionDesk {
  /** The task as it is now. */
  readonly task: Task;
  /** Kept as one line of at most 160 characters. Throws `invalid_transition` when the task is not worked on any more. */
  report(report: StatusReport): Promise<StatusReport>;
  /** The question, open until a person answers: what is asked again while it is open is the same one. */
  ask(question: string, suggestions: readonly string[]): Promise<Question>;
  /** Drafts, in their order, each for a person to accept. Throws what creating a task throws. */
  propose(proposals: readonly Proposal[]): Promise<readonly Task[]>;
  /** What people wrote and the agent has not heard; each message once. */
  news(): Promise<readonly string[]>;
  mayWrite(paths: readonly string[]): Promise<readonly MayWriteHere[]>;
  readonly subagents: SessionSubagents;
}

export interface Proposal {
  /** By which the others of the same call name it. */
  readonly key?: string | undefined;
  readonly title: string;
  readonly prompt: string;
  /** Keys of earlier ones of the call, or numbers, names and ids of tasks. */
  readonly depends_on?: readonly string[] | undefined;
  readonly owns?: readonly string[] | undefined;
  readonly priority?: CreateTask['priority'];
}

export interface MayWriteHere {
  readonly path: string;
  readonly isAllowed: boolean;
  readonly reason: string;
}

/** Of one run, each. */
const mostProposals = 50;
const mostOpenQuestions = 10;

const mostStatus = 160;

export function sessionDesk(run: RunContext): SessionDesk {
  let proposed = 0;
  return {
    get task() {
      return run.task;
    },
    report: async (report) => writeReport(run, report),
    ask: async (question, suggestions) => askPerson(run, question, suggestions),
    propose: async (proposals) => {
      if (proposed + proposals.length > mostProposals)
        throw new AppError(
          'invalid_input',
          `You have proposed ${proposed} tasks; ${mostProposals} is the most.`,
          {
            next: 'Put what is left into one task, or say it in your summary.',
          },
        );
      proposed += proposals.length;
      return propose(run, proposals);
    },
    news: async () => run.deps.store.messages.give(run.task.id, run.fence),
    mayWrite: async (paths) => Promise.all(paths.map(async (path) => judge(run, path))),
    subagents: new SessionSubagents(run),
  };
}

async function writeReport(run: RunContext, { state, text }: StatusReport): Promise<StatusReport> {
  const line = run.kit.mask(text).replaceAll(/\s+/g, ' ').trim();
  const report = { state, text: line.length <= mostStatus ? line : `${line.slice(0, mostStatus - 1)}…` };
  const before = run.task.reported;
  if (before?.state === report.state && before.text === report.text) return report;
  const { store } = run.deps;
  await run.recorder.flush();
  const by = { actor: run.agent, fence: run.fence };
  run.see(await store.tasks.change(run.task.id, { type: 'reported', report }, by));
  return report;
}

async function askPerson(run: RunContext, asked: string, suggestions: readonly string[]): Promise<Question> {
  const { task, deps, fence, agent } = run;
  await run.recorder.flush();
  return deps.store.transition(async (within) => {
    const open = await within.inquiries.list({ taskId: task.id, kind: 'question', outcome: 'open' });
    const text = run.kit.mask(asked.trim());
    const same = open.find(({ question }) => question === text);
    if (same?.kind === 'question') return same;
    if (open.length >= mostOpenQuestions)
      throw new AppError('invalid_input', `${open.length} of your questions are open already.`, {
        next: 'End your turn now; the answers are your next prompt.',
      });
    const question: Question = {
      id: deps.newId().replaceAll('-', '').slice(0, 10),
      taskId: task.id,
      projectId: task.projectId,
      attempt: task.attempt,
      kind: 'question',
      question: text,
      suggestions: suggestions.map((one) => run.kit.mask(one)),
      askedAt: deps.now(),
      outcome: { kind: 'open' },
    };
    await within.inquiries.insert(question);
    const by = { actor: agent, fence };
    await within.events.append(task.id, [{ type: 'run.inquiry', inquiry: question }], by);
    return question;
  });
}

async function propose(run: RunContext, proposals: readonly Proposal[]): Promise<readonly Task[]> {
  const { deps, task, project } = run;
  const made = new Map<string, Task>();
  refuseUnknownKeys(proposals);
  const drafts: Task[] = [];
  for (const { key, depends_on: needs = [], ...proposal } of proposals) {
    const { task: draft } = await createTask(
      deps,
      deps.declared,
      {
        ...proposal,
        project: project.id,
        draft: true,
        parentId: task.id,
        owner: task.owner ?? undefined,
        // Until somebody accepts it nobody works on it; whoever does sees the warning.
        allow_overlap: true,
        depends_on: needs.map((ref) => made.get(ref)?.id ?? ref),
      },
      run.agent,
    );
    if (key !== undefined) made.set(key, draft);
    drafts.push(draft);
  }
  return drafts;
}

// Before anything is made: half of a plan is worse than none.
function refuseUnknownKeys(proposals: readonly Proposal[]): void {
  const keys = new Set<string>();
  const all = new Set(proposals.flatMap(({ key }) => key ?? []));
  for (const { key, title, prompt, depends_on: needs = [] } of proposals) {
    const later = needs.find((ref) => all.has(ref) && !keys.has(ref));
    if (later !== undefined)
      throw new AppError(
        'invalid_input',
        `“${title}” depends on “${later}”, which does not come before it.`,
        {
          next: 'Put the tasks into an order in which each comes after those that it depends on.',
        },
      );
    if (key !== undefined && keys.has(key))
      throw new AppError('invalid_input', `The key “${key}” is used twice.`, { next: 'Give each its own.' });
    if (prompt.trim() === '')
      throw new AppError('invalid_input', `“${title}” has an empty prompt.`, {
        next: 'Say what is to be done, with all that the agent must know.',
      });
    if (key !== undefined) keys.add(key);
  }
}

async function judge(run: RunContext, path: string): Promise<MayWriteHere> {
  const { task, workspace } = run;
  const inside = workspace === null ? null : await inTree(workspace.tree, path);
  if (inside === null)
    return { path, isAllowed: false, reason: 'It does not lie in the copy that you work in.' };
  if (task.owns.length === 0)
    return { path, isAllowed: true, reason: 'Your task may change every file of its copy.' };
  if (owns(ownershipOf(task), inside)) return { path, isAllowed: true, reason: 'Your task owns it.' };
  const other = await ownerOf(run, inside);
  const reason =
    other === null
      ? `Your task owns ${task.owns.join(', ')}.`
      : `It belongs to task ${label(other)} (${other.state}).`;
  return { path, isAllowed: false, reason };
}

async function ownerOf({ deps, task }: RunContext, path: string): Promise<Task | null> {
  const live = await deps.store.tasks.list({
    projectId: task.projectId,
    states: ['queued', 'starting', 'running', 'waiting', 'paused'],
  });
  const others = live.filter((one) => one.id !== task.id && one.owns.length > 0);
  return others.find((one) => owns(ownershipOf(one), path)) ?? null;
}
