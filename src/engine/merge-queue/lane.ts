// The merge queue of one project's branch at work: builds the chain, has the decision made (domain/merge-queue/) and carries
// it out, again and again until nobody waits. All that must outlive it is in the tasks: it can be thrown away at any moment.
import { messageOf } from '../../domain/errors.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Oid, ProjectId, TaskId } from '../../domain/ids.ts';
import { mergeOrder } from '../../domain/merge-entry.ts';
import type { Queued } from '../../domain/merge-entry.ts';
import { decide } from '../../domain/merge-queue/decide.ts';
import type { Decision, Strategy } from '../../domain/merge-queue/decide.ts';
import { remembered, strategyFor } from '../../domain/merge-queue/strategy.ts';
import { Bell } from '../../lib/sleep.ts';
import { conflict, movedTooOften, pushOvertaken, unresolved, withResolved } from '../../review/refusals.ts';
import type { RunDeps } from '../deps.ts';
import { forgetUnproven } from '../conflicts/uses.ts';
import { Resolver } from '../conflicts/resolver.ts';
import { failureOfError } from '../failure-of-error.ts';
import { groundOf } from '../phase/ground.ts';
import { maxOvertaken } from '../merge-work.ts';
import type { Ground } from '../phase/ground.ts';
import { placeOf, syncTarget } from '../target.ts';
import { Chain } from './chain.ts';
import type { BuiltLink } from './chain.ts';
import { evidenceFor, shareLogs } from './evidence.ts';
import { land } from './land.ts';
import { finishLanded } from './landed.ts';
import { stepsOf } from './steps.ts';
import type { MergeStep } from './steps.ts';
import { Tests } from './tests.ts';
import type { Tested } from './tests.ts';

/** A missed bell may delay an entry, never lose it. */
const restMs = 30_000;
const errorRestMs = 5_000;
/** How often the branch may be moved by others while an entry is first in line: each time all is merged and tested again. */
const mostMoves = 5;

export interface LaneView {
  readonly strategy: Strategy;
  /** How many tests run, and may. */
  readonly tests: number;
  readonly slots: number;
  readonly steps: ReadonlyMap<string, MergeStep>;
}

export class Lane {
  readonly #deps: RunDeps;
  readonly #project: ProjectId;
  readonly #bell = new Bell();
  readonly #chain = new Chain();
  readonly #tests: Tests;
  readonly #resolver: Resolver;
  readonly #landing = new Set<TaskId>();
  readonly #reds: boolean[] = [];
  #loop: Promise<void> | null = null;
  #isStopping = false;
  /** Whether something happened that no look has seen. */
  #isNew = false;
  #base: Oid | null = null;
  /** How often the branch was moved by others under the entry that is first. */
  #moves: { head: string | null; times: number } = { head: null, times: 0 };
  #view: LaneView = { strategy: 'prefix', tests: 0, slots: 1, steps: new Map() };

  /** `deps` has a store that waits while its server is away. */
  constructor(deps: RunDeps, project: ProjectId) {
    this.#deps = deps;
    this.#project = project;
    this.#tests = new Tests(() => this.#bell.ring());
    this.#resolver = new Resolver(deps, () => {
      this.#chain.clear();
      this.#bell.ring();
    });
  }

  get view(): LaneView {
    return this.#view;
  }

  /** Something has changed: it looks, and goes on looking until nobody waits. */
  ring(): void {
    this.#isNew = true;
    this.#bell.ring();
    if (this.#isStopping) return;
    this.#loop ??= this.#run().finally(() => {
      this.#loop = null;
      // Somebody entered while it was closing.
      if (this.#isNew) this.ring();
    });
  }

  /** Whether its entry is about to be on the branch, and cannot be taken out any more. */
  isLanding(id: TaskId): boolean {
    return this.#landing.has(id);
  }

  /** Ends its tests; a landing under way is finished. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#bell.ring();
    await Promise.all([this.#tests.stopAll(), this.#resolver.stopAll()]);
    await this.#loop;
  }

  async #run(): Promise<void> {
    let restFor = 0;
    while (!this.#isStopping) {
      if (restFor > 0) await this.#bell.next(restFor);
      if (this.#isStopping) break;
      try {
        const next = await this.#pass();
        if (next === 'done') break;
        restFor = next === 'again' ? 0 : restMs;
      } catch (error) {
        this.#deps.log.error(
          { projectId: this.#project, error: messageOf(error) },
          'the merge queue stopped short',
        );
        restFor = errorRestMs;
      }
    }
    await Promise.all([this.#tests.stopAll(), this.#resolver.stopAll()]);
    this.#tests.forgetAll();
    this.#chain.clear();
    this.#base = null;
  }

  /** One look, one decision, carried out. */
  async #pass(): Promise<'again' | 'rest' | 'done'> {
    this.#isNew = false;
    const entries = await this.#entries();
    const [first] = entries;
    if (first === undefined) return 'done';
    try {
      return await this.#work(entries);
    } catch (error) {
      if (this.#isStopping) return 'rest';
      // What breaks the work on the queue is told to the first in line; those behind it find out by themselves.
      this.#deps.log.warn({ taskId: first.id, error: messageOf(error) }, 'an apply broke off');
      if (!(await this.#finishLanded(entries))) await this.#refuse(first, failureOfError(error), undefined);
      return 'again';
    }
  }

  /** It may have broken after the branch moved: what is on it is done, whatever was thrown. */
  async #finishLanded(entries: readonly Queued[]): Promise<boolean> {
    let some = false;
    for (const { id } of entries) {
      const task = await this.#deps.store.tasks.get(id);
      if (task?.state === 'applying' && (await finishLanded(this.#deps, task, 'system'))) some = true;
    }
    return some;
  }

  async #entries(): Promise<readonly Queued[]> {
    const states = ['ready', 'applying'] as const;
    return mergeOrder(await this.#deps.store.tasks.list({ projectId: this.#project, states }));
  }

  async #work(entries: readonly Queued[]): Promise<'again' | 'rest'> {
    const ground = await groundOf(this.#deps, this.#project);
    const [first] = entries;
    if (first === undefined) return 'again';
    const synced = await syncTarget(ground);
    if (synced.kind === 'apart') return this.#refused(first, synced.notice);
    const base = synced.head;
    const notice = this.#overtaken(ground, first, base);
    if (notice !== null) return this.#refused(first, notice);
    this.#base = base;
    this.#resolver.keepOnly(entries);
    const links = this.#withoutResolving(await this.#chain.build(ground, entries, base));
    const slots = ground.settings.mergeTests;
    const strategy = strategyFor(this.#reds);
    const { verdicts, running } = this.#tests;
    const decision = decide({ chain: links, verdicts, running, slots, strategy });
    const next = await this.#carryOut(ground, base, links, decision);
    this.#view = {
      strategy,
      slots,
      tests: this.#tests.running.size,
      steps: stepsOf(links, this.#tests.running, this.#resolver.running),
    };
    return next;
  }

  /** What an agent brings together with the branch is left out until it has. */
  #withoutResolving(links: readonly BuiltLink[]): readonly BuiltLink[] {
    const { running } = this.#resolver;
    return links.map((link) =>
      link.merge === 'conflict' && running.has(link.id) ? { ...link, merge: 'behind' } : link,
    );
  }

  /** Counts how often others moved the branch while this entry was first; the reason to give up, or null. */
  #overtaken(ground: Ground, first: Queued, base: Oid): Failure | null {
    const moved = this.#base !== null && base !== this.#base;
    const times = this.#moves.head === first.id ? this.#moves.times + (moved ? 1 : 0) : 0;
    this.#moves = { head: first.id, times };
    // What is pushed is fetched, merged and tested once more; somebody else's commits here may come more often.
    if (ground.settings.push !== null) return times > maxOvertaken ? pushOvertaken(placeOf(ground)) : null;
    return times >= mostMoves ? movedTooOften(ground.project.branch, mostMoves) : null;
  }

  async #carryOut(
    ground: Ground,
    base: Oid,
    links: readonly BuiltLink[],
    decision: Decision,
  ): Promise<'again' | 'rest'> {
    for (const key of decision.stop) this.#tests.stop(key);
    if (decision.land.length > 0) return this.#land(ground, base, links, decision.land);
    if (decision.eject !== null) return this.#eject(ground, base, links, decision.eject);
    const starting = decision.start.flatMap((key) => links.find((link) => link.key === key) ?? []);
    if (!(await this.#markStarted(links, starting))) return 'again';
    for (const link of starting) this.#tests.start(ground, link, base);
    return 'rest';
  }

  /** All that the tests are about are being applied from here on. False: one of them has left the queue. */
  async #markStarted(links: readonly BuiltLink[], starting: readonly BuiltLink[]): Promise<boolean> {
    const last = Math.max(-1, ...starting.map((link) => links.indexOf(link)));
    const covered = links
      .slice(0, last + 1)
      .filter((link) => link.merge === 'clean' && link.task.state === 'ready');
    if (covered.length === 0) return true;
    return this.#deps.store.transition(async (within) => {
      const now = new Map(
        (await within.tasks.several(covered.map((link) => link.task.id))).map((one) => [one.id, one]),
      );
      if (covered.some((link) => now.get(link.task.id)?.version !== link.task.version)) return false;
      for (const { task } of covered)
        await within.tasks.change(task.id, { type: 'apply_started' }, { actor: task.merge.by });
      return true;
    });
  }

  async #land(
    ground: Ground,
    base: Oid,
    links: readonly BuiltLink[],
    ids: readonly string[],
  ): Promise<'again'> {
    const landing = links.filter((link) => ids.includes(link.id));
    for (const link of landing) this.#landing.add(link.task.id);
    try {
      const testOf = (link: BuiltLink): Tested | undefined => this.#testFor(landing, link);
      const landed = await this.#deps.branchLock.run(this.#project, async () =>
        land({ ground, base, links: landing, testOf }),
      );
      if (landed === 'landed') {
        for (const _ of landing) this.#remember(false);
        this.#base = landing.at(-1)?.commit ?? base;
      } else if (typeof landed === 'object') await this.#refuseAll(landing, landed.refused);
      else if (landed === 'behind') {
        // Counted here, so the new base that the next look finds is not counted once more.
        this.#moves = { ...this.#moves, times: this.#moves.times + 1 };
        this.#base = null;
      }
    } finally {
      this.#landing.clear();
    }
    return 'again';
  }

  /** The test that spoke for an entry when it landed with others: that of the last of its recipe. */
  #testFor(landing: readonly BuiltLink[], { recipe }: BuiltLink): Tested | undefined {
    const key = landing.findLast((link) => link.recipe === recipe)?.key;
    return key === null || key === undefined ? undefined : this.#tests.outcome(key);
  }

  async #eject(
    ground: Ground,
    base: Oid,
    links: readonly BuiltLink[],
    { id, why }: NonNullable<Decision['eject']>,
  ): Promise<'again'> {
    const link = links.find((one) => one.id === id);
    if (link === undefined) throw new Error(`the queue decided about ${id}, which is not in it`);
    if (why === 'conflict') {
      if (this.#resolver.start(ground, link.task, base)) return 'again';
      const notice = conflict(ground.project.branch, link.files);
      return this.#refused(link.task, unresolved(notice, this.#resolver.reasonFor(link.task.id)));
    }
    const tested = link.key === null ? undefined : this.#tests.outcome(link.key);
    if (link.key !== null) this.#tests.forget(link.key);
    const notice = tested?.notice;
    if (notice === null || notice === undefined) throw new Error(`the queue has no reason to eject ${id}`);
    this.#remember(true);
    await shareLogs(ground, link.task, tested);
    const dropped = await forgetUnproven(this.#deps, ground.hub, link.used);
    if (dropped > 0) this.#chain.clear();
    await this.#refuse(link.task, link.used.length === 0 ? notice : withResolved(notice, dropped), tested);
    return 'again';
  }

  async #refuseAll(links: readonly BuiltLink[], notice: Failure): Promise<void> {
    for (const { task } of links) await this.#refuse(task, notice, undefined);
  }

  async #refused(task: Queued, notice: Failure): Promise<'again'> {
    await this.#refuse(task, notice, undefined);
    return 'again';
  }

  async #refuse(task: Queued, notice: Failure, tested: Tested | undefined): Promise<void> {
    const { store } = this.#deps;
    const by = { actor: task.merge.by };
    const checks = evidenceFor(task, tested);
    await store.transition(async (within) => {
      const now = await within.tasks.get(task.id);
      // Who left the queue meanwhile needs no refusal.
      if (now === undefined || mergeOrder([now]).length === 0 || now.deletedAt !== null) return;
      if (now.state === 'ready') await within.tasks.change(task.id, { type: 'apply_started' }, by);
      await within.tasks.change(task.id, { type: 'apply_refused', notice, checks }, by);
    });
  }

  #remember(isRed: boolean): void {
    this.#reds.push(isRed);
    if (this.#reds.length > remembered) this.#reds.shift();
  }
}
