// The merge queue of one branch as a pure function: what is known goes in, what to land, eject, test and stop comes out.
// Whoever carries it out calls it again whenever one of these has ended. Nothing here depends on time or chance, so a
// crash loses nothing but tests under way.
//
// The entries are merged on top of each other, in order. A test of a cut, the tree after some entry, speaks for all before
// it that ask for the same checks. So cuts are spread over the chain (parallel prefix search): a green one lands everything
// up to it, a red one halves what has to be searched, and the first red behind a green neighbour names who is to blame.
// When many fail, long prefixes are hardly ever green; then the first few cuts are tested side by side instead (the window
// of Zuul).
import { spread } from './spread.ts';

export interface Link {
  /** Of the entry. */
  readonly id: string;
  /**
   * `clean`: it merges with all before it. `behind`: it conflicts with an entry before it, and is left out until that has
   * landed or gone. `conflict`: it conflicts with the branch itself.
   */
  readonly merge: 'clean' | 'behind' | 'conflict';
  /** What its test would run, and how. Equal ones in a row need one test, of the last. */
  readonly recipe: string;
  /** Names the test of the tree up to here: equal keys have equal verdicts. Null: there is nothing to test. */
  readonly key: string | null;
}

export type Verdict = 'green' | 'red';
export type Strategy = 'prefix' | 'window';

export interface Situation {
  /** In the order of the queue. */
  readonly chain: readonly Link[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Keys of the tests under way. */
  readonly running: ReadonlySet<string>;
  /** How many tests may run at once, from 1. */
  readonly slots: number;
  readonly strategy: Strategy;
}

export interface Decision {
  /** Ids of the entries that are proven and may land together, in order. */
  readonly land: readonly string[];
  /** The entry that must go, and why. Never together with `land`: what stands before it goes first. */
  readonly eject: { readonly id: string; readonly why: 'conflict' | 'red' } | null;
  /** Keys of the tests to begin, the most useful first. */
  readonly start: readonly string[];
  /** Keys of tests under way whose outcome helps nobody any more. */
  readonly stop: readonly string[];
}

export function decide(situation: Situation): Decision {
  const { chain, verdicts } = situation;
  const conflicting = chain.find((link) => link.merge === 'conflict');
  if (conflicting !== undefined) return only({ eject: { id: conflicting.id, why: 'conflict' } });
  const cuts = chain.filter((link) => link.merge === 'clean');
  const proven = lastProven(cuts, verdicts);
  if (proven > 0) return only({ land: cuts.slice(0, proven).map((link) => link.id) });
  const [head] = cuts;
  if (head === undefined) return only({ stop: [...situation.running] });
  if (isRed(head, verdicts)) return only({ eject: { id: head.id, why: 'red' } });
  return { land: [], eject: null, ...tests(cuts, situation) };
}

function only(part: Partial<Decision>): Decision {
  return { land: [], eject: null, start: [], stop: [], ...part };
}

/** How many of the cuts, from the first, are proven: 0 = none. */
function lastProven(cuts: readonly Link[], verdicts: Situation['verdicts']): number {
  for (let end = cuts.length; end > 0; end -= 1)
    if (neededFor(cuts, end).every((link) => isGreen(link, verdicts))) return end;
  return 0;
}

/** The links whose tests together prove the first `end` cuts: the last of each recipe. */
function neededFor(cuts: readonly Link[], end: number): readonly Link[] {
  const lastOf = new Map<string, Link>();
  for (const link of cuts.slice(0, end)) {
    // Set anew, so that the order is that of the last of each.
    lastOf.delete(link.recipe);
    lastOf.set(link.recipe, link);
  }
  return [...lastOf.values()];
}

function isGreen({ key }: Link, verdicts: Situation['verdicts']): boolean {
  return key === null || verdicts.get(key) === 'green';
}

function isRed({ key }: Link, verdicts: Situation['verdicts']): boolean {
  return key !== null && verdicts.get(key) === 'red';
}

function tests(
  cuts: readonly Link[],
  { verdicts, running, slots, strategy }: Situation,
): Pick<Decision, 'start' | 'stop'> {
  const firstRed = cuts.findIndex((link) => isRed(link, verdicts));
  // Cuts are counted from 1 here: cut n is the tree after n entries. All that holds the first red one is red too.
  const end = firstRed === -1 ? cuts.length + 1 : firstRed + 1;
  const open = cuts.slice(0, end - 1);
  const useful = new Set(open.map((link) => link.key));
  const stop = [...running].filter((key) => !useful.has(key));
  const free = slots - (running.size - stop.length);
  const unknown = ({ key }: Link): boolean => key !== null && !verdicts.has(key) && !running.has(key);
  const order = strategy === 'window' ? open : searched(open, { isOpenEnd: firstRed === -1, free, unknown });
  const keys = order.filter(unknown).flatMap(({ key }) => (key === null ? [] : [key]));
  return { start: [...new Set(keys)].slice(0, Math.max(0, free)), stop };
}

/** The links to test, so that the outcome leaves as little as possible to search. */
function searched(
  open: readonly Link[],
  {
    isOpenEnd,
    free,
    unknown,
  }: { readonly isOpenEnd: boolean; readonly free: number; readonly unknown: (link: Link) => boolean },
): readonly Link[] {
  const isAsked = (cut: number): boolean => !neededFor(open, cut).some(unknown);
  const all = open.map((_, index) => index + 1);
  const asked = all.filter(isAsked);
  const wholeChain = isOpenEnd && !isAsked(open.length) ? [open.length] : [];
  const marks = [0, ...asked, ...wholeChain, ...(isOpenEnd ? [] : [open.length + 1])];
  const between = spread([...new Set(marks)], free - wholeChain.length);
  return [...wholeChain, ...between].flatMap((cut) => neededFor(open, cut));
}
