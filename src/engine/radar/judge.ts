// Would they go together? Each piece of work with the branch, and each two of them: the verdict on a pair is what happens
// to the second when the first is applied before it. Only what is not known yet is asked, all of it at once.
import type { FoundConflict, TaskConflict, Verdict } from '../../domain/conflict.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Oid, TaskId } from '../../domain/ids.ts';
import type { Foresight, Prospect } from '../../workspaces/foresee.ts';
import { conflictKey } from '../../domain/resolution.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import { nobody } from '../run-context.ts';
import type { Foreknown } from './foreknown.ts';

/** Work that could be applied, as it is now. */
export interface Work {
  readonly task: TaskId;
  readonly head: Oid;
  /**
   * The same for heads that merge alike: the tree, and the commit that the work started from. So a new commit without a
   * new tree costs nothing.
   */
  readonly key: string;
}

/** Two pieces of work, in the order in which they are tried. */
export interface Pair {
  readonly first: Work;
  readonly second: Work;
  readonly verdict: Verdict;
}

export interface Judgement {
  readonly branch: Oid;
  /** Of each piece of work with the branch. */
  readonly alone: readonly { readonly work: Work; readonly verdict: Verdict }[];
  readonly pairs: readonly Pair[];
  /** How many merges were tried for this; the rest was known. */
  readonly tried: number;
}

/** Verdicts by what they are about. Those that the next judgement does not ask for are forgotten. */
export class Verdicts {
  #known = new Map<string, Verdict>();

  get(key: string): Verdict | undefined {
    return this.#known.get(key);
  }

  put(key: string, verdict: Verdict): void {
    this.#known.set(key, verdict);
  }

  keepOnly(keys: readonly string[]): void {
    const wanted = new Set(keys);
    this.#known = new Map([...this.#known].filter(([key]) => wanted.has(key)));
  }
}

/** `works` in the order in which they would be applied, for all that is known about that. */
export async function judge(
  hub: Pick<Hub, 'foresee'>,
  branch: Oid,
  works: readonly Work[],
  known: Verdicts,
): Promise<Judgement> {
  const asked = works.map((work) => ({ work, key: `${branch} ${work.key}` }));
  const pairs = works.flatMap((first, index) =>
    works.slice(index + 1).map((second) => ({ first, second, key: `${branch} ${first.key} ${second.key}` })),
  );
  const newWorks = asked.filter(({ key }) => known.get(key) === undefined);
  const newPairs = pairs.filter(({ key }) => known.get(key) === undefined);
  if (newWorks.length + newPairs.length > 0)
    await hub.foresee(async (within) => new Trial(within, branch, known).run(newWorks, newPairs));
  known.keepOnly([...asked, ...pairs].map(({ key }) => key));
  const verdictOf = (key: string): Verdict =>
    known.get(key) ?? { kind: 'unknown', reason: 'it was not tried' };
  return {
    branch,
    alone: asked.map(({ work, key }) => ({ work, verdict: verdictOf(key) })),
    pairs: pairs.map(({ first, second, key }) => ({ first, second, verdict: verdictOf(key) })),
    tried: newWorks.length + newPairs.length,
  };
}

/** What a task is told of it: the branch first, then the others in their order. */
export function conflictsIn(
  { alone, pairs }: Judgement,
  task: TaskId,
  known: Foreknown,
): readonly TaskConflict[] {
  const told = (files: readonly FoundConflict[], met: TaskId): TaskConflict['files'] =>
    files.map(({ path, kind, conflict }) => ({ path, kind, resolution: known(conflict, met)?.id ?? null }));
  const own = alone.find(({ work }) => work.task === task)?.verdict;
  const ofPair = ({ first, second, verdict }: Pair): readonly TaskConflict[] => {
    if (verdict.kind !== 'conflict' || (first.task !== task && second.task !== task)) return [];
    const other = first.task === task ? second.task : first.task;
    return [{ with: other, files: told(verdict.files, second.task) }];
  };
  return [
    ...(own?.kind === 'conflict' ? [{ with: null, files: told(own.files, task) }] : []),
    ...pairs.flatMap(ofPair),
  ];
}

interface AskedWork {
  readonly work: Work;
  readonly key: string;
}
interface AskedPair {
  readonly first: Work;
  readonly second: Work;
  readonly key: string;
}

type Answer = Prospect | { readonly kind: 'unknown'; readonly reason: string };

class Trial {
  readonly #within: Foresight;
  readonly #branch: Oid;
  readonly #known: Verdicts;

  constructor(within: Foresight, branch: Oid, known: Verdicts) {
    this.#within = within;
    this.#branch = branch;
    this.#known = known;
  }

  async run(works: readonly AskedWork[], pairs: readonly AskedPair[]): Promise<void> {
    const changed = new Set(works.map(({ work }) => work));
    const isBad = (work: Work): boolean =>
      this.#known.get(`${this.#branch} ${work.key}`)?.kind === 'conflict';
    // Whoever is new goes first where it can: then one merged commit serves for all of its pairs.
    const before = ({ first, second }: AskedPair): Work =>
      !isBad(first) && (changed.has(first) || !changed.has(second) || isBad(second)) ? first : second;
    const tried = new Set([...changed, ...pairs.map(before)]);
    const applied = await this.#applied([...tried]);
    for (const { work, key } of works)
      this.#known.put(key, verdictOf(applied.get(work)?.answer, { isAsApplied: true }));
    const questions = pairs.map((pair) => {
      const base = before(pair);
      const other = base === pair.first ? pair.second : pair.first;
      // Where either cannot be applied as the branch is now, they are held against each other as they are.
      const ours = isBad(other) ? undefined : applied.get(base)?.commit;
      return { ours: ours ?? base.head, theirs: other.head, isAsApplied: ours !== undefined };
    });
    const answers = await this.#merges(questions);
    pairs.forEach(({ key }, index) =>
      this.#known.put(
        key,
        verdictOf(answers[index], { isAsApplied: questions[index]?.isAsApplied === true }),
      ),
    );
  }

  /** Each as it would be on the branch: what the merge says, and, where that is clean, its commit. */
  async #applied(
    works: readonly Work[],
  ): Promise<ReadonlyMap<Work, { readonly answer: Answer | undefined; readonly commit?: Oid }>> {
    const answers = await this.#merges(works.map(({ head }) => ({ ours: this.#branch, theirs: head })));
    const applied = new Map<Work, { readonly answer: Answer | undefined; readonly commit?: Oid }>();
    for (const [index, work] of works.entries()) {
      const answer = answers[index];
      if (answer?.kind !== 'clean') applied.set(work, { answer });
      else applied.set(work, { answer, commit: await this.#commit(answer.tree, work) });
    }
    return applied;
  }

  #commit(tree: Oid, { head }: Work): Promise<Oid> {
    const parents = [this.#branch, head];
    return this.#within.commit({ tree, parents, message: 'As if applied\n', author: nobody });
  }

  /** One that git cannot answer (histories that have nothing in common) ends a whole batch: then each is asked alone. */
  async #merges(questions: Parameters<Foresight['merges']>[0]): Promise<readonly Answer[]> {
    try {
      return await this.#within.merges(questions);
    } catch (error) {
      if (questions.length === 1) return [{ kind: 'unknown', reason: messageOf(error) }];
      const answers: Answer[] = [];
      for (const question of questions) answers.push(...(await this.#merges([question])));
      return answers;
    }
  }
}

function verdictOf(answer: Answer | undefined, { isAsApplied }: { readonly isAsApplied: boolean }): Verdict {
  if (answer === undefined) return { kind: 'unknown', reason: 'it was not tried' };
  if (answer.kind === 'clean') return { kind: 'clean' };
  if (answer.kind === 'unknown') return answer;
  const files = answer.files.map(({ path, kind, sides }) => ({
    path,
    kind,
    conflict: sides === null || !isAsApplied ? null : conflictKey(sides),
  }));
  return { kind: 'conflict', files };
}
