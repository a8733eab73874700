// Why a queued task does not start. One question is asked after the other, and the first that says no is the answer that
// a person reads: what waits for other work comes before what waits for room.
import { agentHold } from './agent-health.ts';
import type { AgentHealth, AgentHold } from './agent-health.ts';
import type { LiveTasks } from './live-tasks.ts';
import { clockTime, timeLeft } from './moment.ts';
import { policyOf } from './policy.ts';
import { span } from './span.ts';
import { isInside } from './inside-task.ts';
import { isOutside, label } from './task.ts';
import type { Task, TaskIn } from './task.ts';

export type Hold =
  | { readonly kind: 'dependency'; readonly on: string; readonly text: string }
  /** The prerequisite will not finish by itself: a person retries it, drops the edge, or cancels this task. */
  | { readonly kind: 'dependency_failed'; readonly on: string; readonly text: string }
  | { readonly kind: 'lane'; readonly behind: string; readonly text: string }
  | { readonly kind: 'ownership'; readonly with: string; readonly path: string; readonly text: string }
  | { readonly kind: 'backoff'; readonly until: number; readonly text: string }
  /** Its agent is at its usage limit, or failed too often in a row. */
  | AgentHold
  | { readonly kind: 'slot'; readonly scope: Scope; readonly limit: number; readonly text: string }
  /** The machine has too little memory or disk left for one more agent. */
  | { readonly kind: 'pressure'; readonly text: string }
  /** Its files are in another home that shares the store: only the daemon there starts it. */
  | { readonly kind: 'other_home'; readonly home: string; readonly text: string }
  /** Nothing is in its way: an agent from outside has to ask for it. */
  | { readonly kind: 'outside'; readonly text: string };

/** What a limit counts: everything, or the tasks of one project, policy, parent or agent. */
export type Scope = 'all' | `project:${string}` | `policy:${string}` | `parent:${string}` | `agent:${string}`;

export interface Limits {
  /** Of the whole installation: the smaller of its own and its plan's. */
  readonly all: number;
  /** Of one project, where it sets one. */
  readonly project: (projectId: string) => number | null;
}

export interface World {
  readonly live: LiveTasks;
  /** Looks up a prerequisite in whatever state; undefined when there is no such task any more. */
  readonly byId: (id: string) => Task | undefined;
  /** Who is ahead of it in its lane among those that wait, and how many. Null when it is the first. */
  readonly ahead: (task: Task) => { readonly first: Task; readonly count: number } | null;
  readonly limits: Limits;
  /** Undefined: nothing is wrong with this agent. */
  readonly health: (agent: string) => AgentHealth | undefined;
  /** In words what the machine is short of, or null. */
  readonly pressure: string | null;
  readonly now: number;
}

type Asked = Omit<World, 'pressure' | 'health'>;

/** Null: it may start now. */
export function holdOf(task: TaskIn<'queued'>, world: World): Hold | null {
  if (isOutside(task)) return holdForOutside(task, world) ?? outside;
  return holdByWork(task, world) ?? healthHold(task, world) ?? slotHold(task, world) ?? pressureHold(world);
}

/** What keeps a task even from an agent that asks for it. Such an agent needs nothing of this machine. */
export function holdForOutside(task: TaskIn<'queued'>, world: Asked): Hold | null {
  return holdByWork(task, world) ?? slotHold(task, world);
}

function holdByWork(task: TaskIn<'queued'>, world: Asked): Hold | null {
  return (
    dependencyHold(task, world) ??
    laneHold(task, world) ??
    ownershipHold(task, world) ??
    backoffHold(task, world)
  );
}

/** For a task of a project that belongs to another home. What keeps it there is known only there. */
export function otherHomeHold(home: string): Hold {
  return { kind: 'other_home', home, text: `is for the daemon of the home ${home} to start` };
}

const outside: Hold = { kind: 'outside', text: 'waits for an agent to ask for it' };

/**
 * Whether a prerequisite lets this task start. By default only applied code does: the dependant begins at a branch that
 * has it (decisions C34). Released by `ready`, it begins on the prerequisite's own branch.
 */
export function isReleasedBy(task: Pick<Task, 'releasedBy'>, prerequisite: Task | undefined): boolean {
  // Done is done: that somebody cleared it away later does not take its code from the branch.
  if (prerequisite?.state === 'done') return true;
  if (prerequisite === undefined || prerequisite.deletedAt !== null) return false;
  return task.releasedBy === 'ready' && (prerequisite.state === 'ready' || prerequisite.state === 'applying');
}

function dependencyHold(task: TaskIn<'queued'>, world: Asked): Hold | null {
  for (const id of task.dependsOn) {
    const on = world.byId(id);
    if (isReleasedBy(task, on)) continue;
    if (on === undefined || on.deletedAt !== null)
      return { kind: 'dependency_failed', on: id, text: 'waits for a task that was deleted' };
    const since = span(world.now - on.stateSince);
    const broken = howItEnded(on);
    if (broken === null)
      return { kind: 'dependency', on: id, text: `waits for ${label(on)} (${on.state}, ${since})` };
    return {
      kind: 'dependency_failed',
      on: id,
      text: `waits for ${label(on)}, which ${broken} ${since} ago`,
    };
  }
  return null;
}

/** For those that will not finish by themselves. */
function howItEnded(task: Task): string | null {
  if (task.state === 'failed') return 'failed';
  return task.state === 'cancelled' || task.state === 'dismissed' ? `was ${task.state}` : null;
}

/** Tasks of one lane run strictly one after the other. Null: it is in none. */
export function laneOf(task: Task): string | null {
  return task.policy === 'develop' ? task.projectId : null;
}

function laneHold(task: TaskIn<'queued'>, world: Asked): Hold | null {
  const lane = laneOf(task);
  if (lane === null) return null;
  const holder = world.live.inLane(lane);
  const ahead = world.ahead(task);
  const first = holder ?? ahead?.first;
  if (first === undefined) return null;
  const place = (holder === undefined ? 0 : 1) + (ahead?.count ?? 0);
  return {
    kind: 'lane',
    behind: first.id,
    text: `lane: ${ordinal(place)} after ${label(first)}`,
  };
}

function ownershipHold(task: TaskIn<'queued'>, world: Asked): Hold | null {
  const conflict = world.live.conflict(task);
  if (conflict === null) return null;
  const { holder, path, mine, theirs } = conflict;
  const globs = mine === theirs ? `both own \`${mine}\`` : `\`${mine}\` and \`${theirs}\``;
  const text = `owns ${path} together with ${label(holder)} (${globs})`;
  return { kind: 'ownership', with: holder.id, path, text };
}

function backoffHold(task: TaskIn<'queued'>, world: Asked): Hold | null {
  if (task.notBefore === null || task.notBefore <= world.now) return null;
  return { kind: 'backoff', until: task.notBefore, text: backoffText(task, task.notBefore, world.now) };
}

function backoffText({ backoff }: Task, until: number, now: number): string {
  const when = `starts in ${timeLeft(until - now)} (${clockTime(until, now, { seconds: true })})`;
  if (backoff === null) return when;
  const { cause, failures, tries, isBudget } = backoff;
  if (isBudget === true) return `${cause}: ${when}`;
  return `backing off after ${cause} (try ${failures + 1} of ${tries}): ${when}`;
}

function healthHold(task: TaskIn<'queued'>, world: World): Hold | null {
  return agentHold(world.health(task.agent), world.live.count(`agent:${task.agent}`), world.now);
}

// The effective limit is the smallest of all that apply, so the first that is reached is the reason.
function slotHold(task: TaskIn<'queued'>, world: Asked): Hold | null {
  for (const { scope, limit, what } of slotsThatHold(task, world.limits)) {
    const busy = world.live.count(scope);
    if (busy >= limit)
      return { kind: 'slot', scope, limit, text: `no slot: ${busy} of ${limit} ${what} busy` };
  }
  return null;
}

function slotsThatHold(task: Task, limits: Limits): readonly Slot[] {
  const slots = slotsOf(task, limits);
  return needsNoSlot(task) ? slots.slice(0, 1) : slots;
}

/**
 * Whether it starts also when all slots are busy: a subagent's parent waits for it and holds one meanwhile, so it might
 * wait for ever. It still counts, so that others wait for it.
 */
export function needsNoSlot({ parentId, policy }: Pick<Task, 'parentId' | 'policy'>): boolean {
  return parentId !== null && policy === 'subagent';
}

interface Slot {
  readonly scope: Scope;
  readonly limit: number;
  readonly what: string;
}

// Innermost first. A policy's limit counts within a project, that of subagents within their parent.
function slotsOf(task: Task, limits: Limits): readonly Slot[] {
  const { projectId, parentId, policy } = task;
  const perParent = policyOf('subagent').atOnce;
  const slots: Slot[] = [];
  if (parentId !== null)
    slots.push({ scope: `parent:${parentId}`, limit: perParent, what: 'subagents of its parent' });
  if (parentId === null || policy !== 'subagent') {
    const { atOnce } = policyOf(policy);
    slots.push({ scope: `policy:${policy}:${projectId}`, limit: atOnce, what: `agents of policy ${policy}` });
  }
  const ofProject = limits.project(projectId) ?? Infinity;
  slots.push({ scope: `project:${projectId}`, limit: ofProject, what: 'agents of its project' });
  return [...slots, { scope: 'all', limit: limits.all, what: 'agents' }];
}

const unlimited: Limits = { all: Infinity, project: () => null };

/** What a task counts in while it is live. */
export function scopesOf(task: Task): readonly Scope[] {
  // Its parent's agent does it, and is counted itself.
  if (isInside(task)) return [];
  const scopes = slotsOf(task, unlimited).map((slot) => slot.scope);
  // An agent has no limit of its own; but what is wrong with it is wrong for all of its tasks.
  return isOutside(task) ? scopes : [...scopes, `agent:${task.agent}`];
}

/** Whether no other task could start either. */
export function holdsAll(hold: Hold): boolean {
  return hold.kind === 'pressure' || (hold.kind === 'slot' && hold.scope === 'all');
}

function pressureHold(world: Pick<World, 'pressure'>): Hold | null {
  return world.pressure === null ? null : { kind: 'pressure', text: world.pressure };
}

function ordinal(place: number): string {
  const tens = place % 100;
  if (tens >= 11 && tens <= 13) return `${place}th`;
  return `${place}${['th', 'st', 'nd', 'rd'][place % 10] ?? 'th'}`;
}
