// Finds who owns what a claim asks for without comparing it with everybody: patterns hang in a tree of the names that they begin
// with, and a claim visits only the branches that it can reach.
import type { Meeting, Ownership } from '../ownership.ts';
import { run } from './automaton.ts';
import { codesOf } from './characters.ts';
import { meetingOf } from './meeting.ts';
import type { Side } from './meeting.ts';
import type { Pattern } from './pattern.ts';

export interface Conflict extends Meeting {
  /** Of the ownership that is in the way. */
  readonly id: string;
}

interface Held extends Side {
  readonly id: string;
}

/** What begins with the names on the way from the root to here. */
interface Branch {
  readonly held: Set<Held>;
  readonly children: Map<string, Branch>;
}

export class OwnershipIndex {
  readonly #root: Branch = { held: new Set(), children: new Map() };
  readonly #held = new Map<string, readonly Held[]>();

  get size(): number {
    return this.#held.size;
  }

  /** Replaces what `id` had before. */
  add(id: string, ownership: Ownership): void {
    this.remove(id);
    const held = ownership.owned.map((pattern) => ({ id, ownership, pattern }));
    for (const one of held) this.#branchFor(one.pattern).held.add(one);
    this.#held.set(id, held);
  }

  /** Nothing happens when `id` has nothing. */
  remove(id: string): void {
    for (const one of this.#held.get(id) ?? []) prune(this.#root, one, 0);
    this.#held.delete(id);
  }

  /** The first conflict found, or null: nobody here can own a path of this ownership. */
  conflict(ownership: Ownership): Conflict | null {
    for (const conflict of this.conflicts(ownership)) return conflict;
    return null;
  }

  /** One conflict for each id that has any, found as far as the caller goes on asking. The index must not change meanwhile. */
  *conflicts(ownership: Ownership): Generator<Conflict> {
    const found = new Set<string>();
    for (const mine of ownership.owned)
      for (const theirs of candidates(this.#root, mine)) {
        if (found.has(theirs.id)) continue;
        const meeting = meetingOf({ ownership, pattern: mine }, theirs);
        if (meeting === null) continue;
        found.add(theirs.id);
        yield { id: theirs.id, ...meeting };
      }
  }

  #branchFor(pattern: Pattern): Branch {
    let branch = this.#root;
    for (const name of pattern.names) {
      let child = branch.children.get(name);
      if (child === undefined) branch.children.set(name, (child = { held: new Set(), children: new Map() }));
      branch = child;
    }
    return branch;
  }
}

/** Removes it and the branches that are left empty. */
function prune(branch: Branch, held: Held, depth: number): void {
  const name = held.pattern.names[depth];
  if (name === undefined) {
    branch.held.delete(held);
    return;
  }
  const child = branch.children.get(name);
  if (child === undefined) return;
  prune(child, held, depth + 1);
  if (child.held.size === 0 && child.children.size === 0) branch.children.delete(name);
}

/** All that may meet the pattern: on the way along its names whatever hangs there, beyond them what it can still reach. */
function* candidates(root: Branch, pattern: Pattern): Generator<Held> {
  let branch = root;
  for (const name of pattern.names) {
    yield* branch.held;
    const child = branch.children.get(name);
    if (child === undefined) return;
    branch = child;
  }
  yield* branch.held;
  if (branch.children.size === 0) return;
  const at = pattern.names.join('/');
  yield* reachable(
    branch,
    pattern,
    run(pattern.exact, new Set([pattern.exact.start]), codesOf(at)),
    at === '',
  );
}

/** What hangs below the branch, as far as the pattern goes on matching the names. */
function* reachable(
  branch: Branch,
  pattern: Pattern,
  live: ReadonlySet<number>,
  isRoot: boolean,
): Generator<Held> {
  for (const [name, child] of branch.children) {
    const there = run(pattern.exact, live, codesOf(isRoot ? name : `/${name}`));
    if (there.size === 0) continue;
    yield* child.held;
    yield* reachable(child, pattern, there, false);
  }
}
