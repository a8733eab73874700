// One run of a judge: it is told what was measured of each variant, and what it says is held against that. What does not hold
// goes back to it, a few times; then a person gets it as what it is.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentEntry } from '../../agents/driver.ts';
import { noUsage } from '../../domain/attempt.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import { factsOf } from '../../domain/ranking/facts.ts';
import { checked, orderProblems, reasonProblems } from '../../domain/ranking/ranking.ts';
import type { Opinion, Ranking } from '../../domain/ranking/ranking.ts';
import type { Task } from '../../domain/task.ts';
import { tailOf } from '../../lib/text.ts';
import { repairPrompt } from '../../planning/planner-prompt.ts';
import { judgePrompt, numberedDiff } from '../../planning/ranking/judge-prompt.ts';
import type { JudgedVariant } from '../../planning/ranking/judge-prompt.ts';
import { readOpinion } from '../../planning/ranking/read-opinion.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { askAgent } from '../planning/ask-agent.ts';
import type { AskOptions, Say } from '../planning/ask-agent.ts';
import { openPlannerModel } from '../planning/planner-model.ts';
import type { PlannerModel } from '../planning/planner-model.ts';
import { whyCutShort } from '../planning/why-cut-short.ts';
import { changesOf } from './changes.ts';

/** How often an answer goes back. */
const mostRepairs = 2;
/** Lines around a change. */
const context = 3;

export interface Judging {
  readonly ranking: Ranking;
  readonly project: Project;
  readonly settings: Settings;
  readonly entry: AgentEntry;
  /** All have finished work. */
  readonly tasks: readonly Task[];
}

export type Judged = Pick<
  Ranking,
  'state' | 'summary' | 'places' | 'problems' | 'said' | 'repairs' | 'usage'
>;

interface Attempt extends JudgedVariant {
  readonly task: Task;
  readonly base: Oid;
  readonly head: Oid;
}

/** Never rejects but with the signal's reason: what is wrong with the agent is an outcome. */
export async function judgeVariants(
  deps: EngineDeps,
  { ranking, project, settings, entry, tasks }: Judging,
  signal: AbortSignal,
): Promise<Judged> {
  const { timeoutMs, maxTurns } = settings.limits;
  const late = AbortSignal.timeout(timeoutMs);
  const ended = new AbortController();
  let access: PlannerModel | null = null;
  try {
    const { id, agent, model } = ranking;
    const request = { id, agent, model, revisions: [] };
    access = await openPlannerModel(deps, {
      request,
      project,
      settings,
      entry,
      end: (reason) => ended.abort(reason),
    });
    const attempts = await Promise.all(tasks.map(async (task) => attemptOf(deps, task)));
    const [first] = attempts;
    if (first === undefined) throw new Error('a judge was asked about nothing');
    const hub = await deps.workspaces.openHub(project.id, project.root);
    const dir = deps.workspaces.dirOf(project.id, `judging-${ranking.id}`);
    await deps.workspaces.remove(dir);
    // A name that no repository has by chance: what is written there must not go through a link of theirs.
    const folder = `attempts-${ranking.id}`;
    const fileOf = (number: number): string => `${folder}/${number}.diff`;
    const prepare = async (tree: string): Promise<void> => {
      await mkdir(join(tree, folder));
      for (const { facts, files } of attempts)
        await writeFile(join(tree, fileOf(facts.number)), `${numberedDiff(files)}\n`);
    };
    const options: AskOptions = {
      access,
      model: ranking.model,
      maxTurns,
      hub,
      commit: first.base,
      dir,
      prepare,
      tools: null,
      onEvent: () => undefined,
      hasActed: () => false,
    };
    const asked = first.task.prompt;
    const variants = attempts.map((one) => (one.prompt === asked ? { ...one, prompt: null } : one));
    const prompt = judgePrompt({ request: asked, variants, fileOf });
    const judged = await askAgent(deps, options, AbortSignal.any([signal, late, ended.signal]), async (say) =>
      opinionOf(say, prompt, attempts),
    );
    return { ...judged, usage: access.usage };
  } catch (error) {
    signal.throwIfAborted();
    const why = whyCutShort(deps, error, { who: 'judge', timeoutMs, late, ended: ended.signal });
    return { ...failed([why]), usage: access?.usage ?? noUsage };
  } finally {
    access?.close();
  }
}

/** What has come to nothing, and why. */
export function failed(problems: readonly string[], said: string | null = null, repairs = 0): Judged {
  return { state: 'failed', summary: null, places: [], problems, said, repairs, usage: noUsage };
}

async function opinionOf(say: Say, prompt: string, attempts: readonly Attempt[]): Promise<Judged> {
  const all = attempts.map(({ facts }) => facts);
  let text = await say(prompt);
  for (let repairs = 0; ; repairs += 1) {
    const read = readOpinion(text);
    const wrong = read.kind === 'wrong' ? read.problems : orderProblems(read.opinion, all);
    const unproven = read.kind === 'wrong' ? [] : reasonProblems(read.opinion, all);
    const isLast = repairs === mostRepairs;
    if (read.kind === 'opinion' && wrong.length === 0 && (unproven.length === 0 || isLast))
      return ranked(read.opinion, attempts, repairs);
    if (isLast) return failed(wrong, tailOf(text, 60, 6000), repairs);
    text = await say(repairPrompt([...wrong, ...unproven]));
  }
}

function ranked({ summary, order }: Opinion, attempts: readonly Attempt[], repairs: number): Judged {
  const all = attempts.map(({ facts }) => facts);
  const places = order.flatMap(({ variant, reasons }) =>
    attempts
      .filter(({ task }) => task.number === variant)
      .map(({ task, head }) => ({ taskId: task.id, head, reasons: checked(reasons, all) })),
  );
  return { state: 'ranked', summary, places, problems: [], said: null, repairs, usage: noUsage };
}

async function attemptOf(deps: EngineDeps, task: Task): Promise<Attempt> {
  const { base, head, entries, read } = await changesOf(deps, task, { context });
  const files = await read(entries);
  const attempt = await deps.store.attempts.latest(task.id);
  const facts = factsOf({
    task,
    files,
    usage: attempt?.usage ?? null,
    durationMs: attempt?.endedAt == null ? null : attempt.endedAt - attempt.startedAt,
  });
  return { task, base, head, facts, files, prompt: task.prompt };
}
