// Where a planner hands over what it proposes, by the tools of its session or as the JSON of its answer: the same checks, and
// drafts on the board as soon as there are good ones. Each time it hands over all that it proposes so far.
import { AppError } from '../../domain/errors.ts';
import { judge } from '../../domain/planning/judge.ts';
import type { JudgeOptions, Judgement } from '../../domain/planning/judge.ts';
import type { Activity } from '../../domain/planning/activity.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import { keyOfAbout } from '../../domain/planning/request.ts';
import type { Request, RequestKind } from '../../domain/planning/request.ts';
import type { PlannerDesk, ProposalTool } from '../planner-desk.ts';
import { oneTask, readTasks, severalTasks } from '../../planning/proposal/read-proposal.ts';
import type { Read } from '../../planning/proposal/read-proposal.ts';
import { missingReferences } from '../../planning/proposal/references.ts';

// What serves the tools takes it from here, and knows nothing of planning.
export const proposalInputs = {
  propose_prompt: oneTask,
  propose_tasks: severalTasks,
} as const satisfies Readonly<Record<ProposalTool, unknown>>;

/** What became of a proposal that was read. */
export interface Seen extends Judgement {
  readonly tasks: readonly ProposedTask[];
}

export interface ProposalDeskOptions {
  readonly request: Pick<Request, 'kind' | 'about' | 'text' | 'wish' | 'revisions'>;
  /** Command lines that a task may name as its checks. */
  readonly checks: readonly string[];
  /** Looks each target up. */
  readonly look: (tasks: readonly ProposedTask[]) => Promise<readonly ProposedTask[]>;
  /** Makes them drafts on the board. Answers whole sentences to look at. Throws AppError when they cannot be made. */
  readonly bring: (tasks: readonly ProposedTask[]) => Promise<readonly string[]>;
  readonly tell: (line: Omit<Activity, 'at'>) => void;
}

const toolOf: Readonly<Record<RequestKind, ProposalTool | null>> = {
  question: null,
  prompt: 'propose_prompt',
  plan: 'propose_tasks',
};

export class ProposalDesk implements PlannerDesk {
  readonly tool: ProposalTool | null;
  readonly #options: ProposalDeskOptions;
  readonly #judging: JudgeOptions;
  #taken: readonly ProposedTask[] = [];
  #doubts: readonly string[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ProposalDeskOptions) {
    this.#options = options;
    const { kind, text, wish, revisions } = options.request;
    this.tool = toolOf[kind];
    // The words of each wish are the person's too, and may forbid something.
    const said = [text, ...revisions.map((revision) => revision.wish ?? ''), wish ?? ''];
    this.#judging = { request: said.join('\n'), count: kind === 'prompt' ? 1 : null };
  }

  /** What was taken last; none = nothing that could be used. */
  get taken(): readonly ProposedTask[] {
    return this.#taken;
  }

  /** About what was taken, in whole sentences. */
  get doubts(): readonly string[] {
    return this.#doubts;
  }

  async propose(value: unknown): Promise<string> {
    if (this.tool === null)
      throw new AppError('invalid_input', 'You were asked a question.', { next: 'Answer it in words.' });
    // An agent may call its tools side by side.
    const work = this.#turn.then(async () => this.#propose(value));
    this.#turn = work.catch(() => undefined);
    return work;
  }

  /** What is wrong with a proposal, or the tasks; nothing is made of it. */
  see(read: Read): Seen {
    if (read.kind === 'wrong') return { problems: read.problems, overlaps: [], forgotten: [], tasks: [] };
    const tasks = this.#options.request.about === null ? read.tasks : read.tasks.map(asAbout);
    return { ...judge(tasks, this.#judging), tasks };
  }

  /** Makes drafts of what was seen without a problem. */
  async take({ tasks, overlaps, forgotten }: Seen): Promise<void> {
    const looked = await this.#options.look(tasks);
    const more = await this.#options.bring(looked);
    this.#taken = looked;
    this.#doubts = [
      ...overlaps,
      ...forgotten,
      ...this.#foreignChecks(looked),
      ...missingReferences(looked),
      ...more,
    ];
    this.#options.tell({ kind: 'proposed', text: looked.map(({ title }) => title).join('; ') });
  }

  async #propose(value: unknown): Promise<string> {
    const seen = this.see(readTasks(this.tool === 'propose_prompt' ? inList(value) : value));
    if (seen.problems.length > 0) {
      this.#options.tell({ kind: 'refused', text: seen.problems.join(' ') });
      throw new AppError('invalid_input', `It cannot be used:\n${listed(seen.problems)}`, {
        next: 'Call the tool again with the whole proposal, repaired.',
      });
    }
    await this.take(seen);
    const count = seen.tasks.length === 1 ? 'The task is' : `${seen.tasks.length} tasks are`;
    const look =
      this.#doubts.length === 0
        ? ''
        : `\nA person will be told:\n${listed(this.#doubts)}\nWhere you can put that right, call the tool again with the whole proposal.`;
    return `${count} on the board as drafts; a person decides.${look}\nWhen your proposal is complete, end your turn with one sentence.`;
  }

  #foreignChecks(tasks: readonly ProposedTask[]): readonly string[] {
    return tasks.flatMap(({ key, checks }) =>
      checks
        .filter((command) => !this.#options.checks.includes(command))
        .map(
          (command) =>
            `Task “${key}” wants the check “${command}”, which the project does not have: it was left out.`,
        ),
    );
  }
}

// Whatever the planner calls it, it is the task that was there before.
function asAbout(task: ProposedTask): ProposedTask {
  return { ...task, key: keyOfAbout };
}

function inList(value: unknown): unknown {
  const isTask = typeof value === 'object' && value !== null && 'task' in value;
  return isTask ? { tasks: [value.task] } : value;
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
