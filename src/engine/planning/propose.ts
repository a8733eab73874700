// One run of a planner, from the request to what comes of it. A bad answer goes back with what is wrong with it, a few times;
// then the person gets it as what it is.
import type { AgentEntry } from '../../agents/driver.ts';
import { AppError, messageOf } from '../../domain/errors.ts';
import { judge } from '../../domain/planning/judge.ts';
import type { ProposedTask } from '../../domain/planning/proposal.ts';
import type { Request, Revision } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import { tailOf } from '../../lib/text.ts';
import type { Look } from '../../planning/knowledge/look.ts';
import { plannerPrompt, repairPrompt } from '../../planning/planner-prompt.ts';
import { readProposal } from '../../planning/proposal/read-proposal.ts';
import { missingReferences } from '../../planning/proposal/references.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { askAgent } from './ask-agent.ts';
import type { Say } from './ask-agent.ts';
import type { Maps } from './maps.ts';

export type Outcome = Omit<Revision, 'number' | 'wish' | 'at'>;

/** How often an answer goes back. */
const mostRepairs = 2;
const longestAnswer = 20_000;

/** What has come to nothing, to be filled with why. */
export const nothing: Outcome = {
  commit: null,
  answer: null,
  tasks: [],
  doubts: [],
  problems: [],
  said: null,
  repairs: 0,
};

export interface Proposing {
  readonly request: Request;
  readonly project: Project;
  readonly settings: Settings;
  readonly entry: AgentEntry;
}

/** Never rejects but with the signal's reason: what is wrong with the agent is an outcome. */
export async function propose(
  deps: EngineDeps,
  maps: Maps,
  given: Proposing,
  signal: AbortSignal,
): Promise<Outcome> {
  const { request, project, settings, entry } = given;
  const late = AbortSignal.timeout(settings.limits.timeoutMs);
  try {
    const look = await maps.of(project);
    const hub = await deps.workspaces.openHub(project.id, project.root);
    const { commit } = look.knowledge;
    const dir = deps.workspaces.dirOf(project.id, `planning-${request.id}`);
    await deps.workspaces.remove(dir);
    const { maxTurns } = settings.limits;
    const options = { entry, model: request.model, maxTurns, hub, commit, dir };
    const outcome = await askAgent(deps, options, AbortSignal.any([signal, late]), async (say) =>
      request.kind === 'question'
        ? answered(await say(promptFor(given, look, [])))
        : proposed(say, given, look, async (tasks) => missingReferences(hub, commit, look, tasks)),
    );
    return { ...outcome, commit };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted)
      return {
        ...nothing,
        problems: [`The planner gave no answer in ${settings.limits.timeoutMs / 1000} s.`],
      };
    if (!(error instanceof AppError)) deps.log.error({ error: messageOf(error) }, 'a planner broke');
    const next = error instanceof AppError && error.next !== undefined ? ` ${error.next}` : '';
    return { ...nothing, problems: [`${messageOf(error)}${next}`] };
  }
}

function answered(text: string): Outcome {
  const answer = text.trim();
  if (answer === '') return { ...nothing, problems: ['The agent said nothing.'] };
  const isLong = answer.length > longestAnswer;
  return { ...nothing, answer: isLong ? `${answer.slice(0, longestAnswer)}\n(cut here)` : answer };
}

async function proposed(
  say: Say,
  given: Proposing,
  look: Look,
  missing: (tasks: readonly ProposedTask[]) => Promise<readonly string[]>,
): Promise<Outcome> {
  const known = checksOf(given.settings, look);
  // The words of each wish are the person's too, and may forbid something.
  const said = [
    given.request.text,
    ...given.request.revisions.map(({ wish }) => wish ?? ''),
    given.request.wish ?? '',
  ];
  const options = { request: said.join('\n'), count: given.request.kind === 'prompt' ? 1 : null };
  let text = await say(promptFor(given, look, known));
  for (let repairs = 0; ; repairs += 1) {
    const read = readProposal(text);
    const { problems, overlaps } =
      read.kind === 'wrong' ? { problems: read.problems, overlaps: [] } : judge(read.tasks, options);
    const mayRepair = repairs < mostRepairs;
    if (read.kind === 'tasks' && problems.length === 0 && (overlaps.length === 0 || !mayRepair)) {
      const foreign = foreignChecks(read.tasks, known);
      const doubts = [...overlaps, ...foreign, ...(await missing(read.tasks))];
      return { ...nothing, tasks: read.tasks, doubts, repairs };
    }
    if (!mayRepair) return { ...nothing, problems, said: tailOf(text, 60, 6000), repairs };
    text = await say(repairPrompt([...problems, ...overlaps]));
  }
}

function promptFor({ request }: Proposing, { knowledge }: Look, checks: readonly string[]): string {
  const last = request.revisions.findLast(({ tasks, answer }) => tasks.length > 0 || answer !== null);
  const before =
    request.wish === null
      ? null
      : { tasks: last?.tasks ?? [], answer: last?.answer ?? null, wish: request.wish };
  return plannerPrompt({ kind: request.kind, request: request.text, knowledge, checks, before });
}

/** A command is a program: only those that the person, or a look at well-known files, has named may become checks. */
function checksOf({ checks }: Settings, { knowledge }: Look): readonly string[] {
  return [...new Set([...checks, ...knowledge.commands.checks].map(({ command }) => command))];
}

function foreignChecks(tasks: readonly ProposedTask[], known: readonly string[]): readonly string[] {
  return tasks.flatMap(({ key, checks }) =>
    checks
      .filter((command) => !known.includes(command))
      .map(
        (command) =>
          `Task “${key}” wants the check “${command}”, which the project does not have: it was left out.`,
      ),
  );
}
