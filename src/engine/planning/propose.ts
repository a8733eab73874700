// One run of a planner, from the request to what comes of it. A bad answer goes back with what is wrong with it, a few times;
// then the person gets it as what it is.
import type { AgentEntry, ToolAccess } from '../../agents/driver.ts';
import type { Usage } from '../../domain/attempt.ts';
import { noUsage } from '../../domain/attempt.ts';
import type { Activity } from '../../domain/planning/activity.ts';
import { proposedIn } from '../../domain/planning/request.ts';
import type { Outcome, Request } from '../../domain/planning/request.ts';
import type { Project } from '../../domain/project.ts';
import { tailOf } from '../../lib/text.ts';
import type { Look } from '../../planning/knowledge/look.ts';
import { plannerPrompt, repairPrompt } from '../../planning/planner-prompt.ts';
import { readProposal } from '../../planning/proposal/read-proposal.ts';
import { withReferences } from '../../planning/proposal/references.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { askAgent } from './ask-agent.ts';
import type { Say } from './ask-agent.ts';
import type { Maps } from './maps.ts';
import { whyCutShort } from './why-cut-short.ts';
import { openPlannerModel } from './planner-model.ts';
import { PlannerWatch } from './planner-watch.ts';
import { ProposalDesk } from './proposal-desk.ts';
import type { ProposalDeskOptions } from './proposal-desk.ts';

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
  /** What was said in the main thread before, as it is told to the planner. */
  readonly thread: string;
  readonly tell: (line: Omit<Activity, 'at'>) => void;
  readonly bring: ProposalDeskOptions['bring'];
}

export interface Proposed {
  readonly outcome: Outcome;
  readonly usage: Usage;
}

/** Never rejects but with the signal's reason: what is wrong with the agent is an outcome. */
export async function propose(
  deps: EngineDeps,
  maps: Maps,
  given: Proposing,
  signal: AbortSignal,
): Promise<Proposed> {
  const { settings } = given;
  const ended = new AbortController();
  const late = AbortSignal.timeout(settings.limits.timeoutMs);
  let desk: ProposalDesk | null = null;
  let usage = (): Usage => noUsage;
  try {
    const access = await openPlannerModel(deps, { ...given, end: (reason) => ended.abort(reason) });
    usage = () => access.usage;
    try {
      const look = await maps.of(given.project);
      const { commit } = look.knowledge;
      const hub = await deps.workspaces.openHub(given.project.id, given.project.root);
      desk = new ProposalDesk({
        request: given.request,
        checks: checksOf(settings, look),
        look: async (tasks) => withReferences(hub, commit, look, tasks),
        bring: given.bring,
        tell: given.tell,
      });
      const stop = AbortSignal.any([signal, late, ended.signal]);
      const outcome = await converse(deps, given, { desk, look, access, hub }, stop);
      return { outcome: { ...outcome, commit }, usage: usage() };
    } finally {
      access.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    const { timeoutMs } = settings.limits;
    const why = whyCutShort(deps, error, { who: 'planner', timeoutMs, late, ended: ended.signal });
    return { outcome: cutShort(desk, why), usage: usage() };
  }
}

interface Conversation {
  readonly desk: ProposalDesk;
  readonly look: Look;
  readonly access: Awaited<ReturnType<typeof openPlannerModel>>;
  readonly hub: Awaited<ReturnType<EngineDeps['workspaces']['openHub']>>;
}

async function converse(
  deps: EngineDeps,
  given: Proposing,
  { desk, look, access, hub }: Conversation,
  signal: AbortSignal,
): Promise<Outcome> {
  const { request, project, settings } = given;
  const watch = new PlannerWatch(given.tell);
  const tools = desk.tool === null ? null : (deps.sessionTools?.openPlanner(desk) ?? null);
  const dir = deps.workspaces.dirOf(project.id, `planning-${request.id}`);
  await deps.workspaces.remove(dir);
  const options = {
    access,
    model: request.model,
    maxTurns: settings.limits.maxTurns,
    hub,
    commit: look.knowledge.commit,
    dir,
    tools,
    onEvent: (event: Parameters<PlannerWatch['see']>[0]) => watch.see(event),
    hasActed: () => watch.hasActed,
  };
  try {
    return await askAgent(deps, options, signal, async (say, toolAccess) => {
      const first = promptFor(given, look, desk, toolAccess);
      return desk.tool === null ? answered(await say(first)) : proposed(say, first, given, desk);
    });
  } finally {
    watch.flush();
    tools?.close();
  }
}

function answered(text: string): Outcome {
  const answer = text.trim();
  if (answer === '') return { ...nothing, problems: ['The agent said nothing.'] };
  const isLong = answer.length > longestAnswer;
  return { ...nothing, answer: isLong ? `${answer.slice(0, longestAnswer)}\n(cut here)` : answer };
}

async function proposed(say: Say, first: string, { tell }: Proposing, desk: ProposalDesk): Promise<Outcome> {
  let text = await say(first);
  for (let repairs = 0; ; repairs += 1) {
    // What was handed over by a tool counts; the words after it are none of a proposal.
    if (desk.taken.length > 0) return { ...nothing, tasks: desk.taken, doubts: desk.doubts, repairs };
    const seen = desk.see(readProposal(text));
    const look = [...seen.overlaps, ...seen.forgotten];
    const mayRepair = repairs < mostRepairs;
    if (seen.problems.length === 0 && (look.length === 0 || !mayRepair)) {
      await desk.take(seen);
      return { ...nothing, tasks: desk.taken, doubts: desk.doubts, repairs };
    }
    if (!mayRepair) return { ...nothing, problems: seen.problems, said: tailOf(text, 60, 6000), repairs };
    const wrong = [...seen.problems, ...look];
    tell({ kind: 'asked_again', text: wrong.join(' ') });
    text = await say(repairPrompt(wrong));
  }
}

// What is on the board already is good, and whoever waits may decide about it.
function cutShort(desk: ProposalDesk | null, why: string): Outcome {
  if (desk === null || desk.taken.length === 0) return { ...nothing, problems: [why] };
  return {
    ...nothing,
    tasks: desk.taken,
    doubts: [`The planner was ended before it was done: ${why}`, ...desk.doubts],
  };
}

function promptFor(
  { request, settings, thread }: Proposing,
  look: Look,
  { tool }: ProposalDesk,
  toolAccess: ToolAccess,
): string {
  const { wish, revisions, about } = request;
  const answer = revisions.findLast((revision) => revision.answer !== null)?.answer ?? null;
  const before = wish === null ? null : { tasks: proposedIn(request), answer, wish };
  return plannerPrompt({
    kind: request.kind,
    request: request.text,
    knowledge: look.knowledge,
    checks: checksOf(settings, look),
    before,
    about,
    thread,
    tool: toolAccess === 'mcp' ? tool : null,
  });
}

/** A command is a program: only those that the person, or a look at well-known files, has named may become checks. */
function checksOf({ checks }: Settings, { knowledge }: Look): readonly string[] {
  return [...new Set([...checks, ...knowledge.commands.checks].map(({ command }) => command))];
}
