// Which task has to come before which, as a graph of edges from a task to its prerequisites. Pure walks, breadth first, so
// that the circle or the chain that a person reads is a shortest one.

/** The prerequisites of a task. */
export type EdgesOf = (id: string) => readonly string[];

/** The way from a task over its prerequisites back to itself, both ends named; null when there is none. */
export function findCycle(id: string, edgesOf: EdgesOf): readonly string[] | null {
  return findChain(id, id, edgesOf);
}

/** Whether one of the two waits, over however many others, for the other: then they never run at the same time. */
export function areOrdered(a: string, b: string, edgesOf: EdgesOf): boolean {
  return findChain(a, b, edgesOf) !== null || findChain(b, a, edgesOf) !== null;
}

/** From `from` over prerequisites to `to`, at least one edge, both ends named. */
export function findChain(from: string, to: string, edgesOf: EdgesOf): readonly string[] | null {
  const cameFrom = new Map<string, string>();
  let frontier = [from];
  while (frontier.length > 0) {
    const next: string[] = [];
    for (const id of frontier)
      for (const needed of edgesOf(id)) {
        if (cameFrom.has(needed)) continue;
        cameFrom.set(needed, id);
        if (needed === to) return chainOf(from, to, cameFrom);
        next.push(needed);
      }
    frontier = next;
  }
  return null;
}

function chainOf(from: string, to: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const chain = [to];
  for (let at = cameFrom.get(to); at !== undefined; at = cameFrom.get(at)) {
    chain.push(at);
    if (at === from) break;
  }
  return chain.reverse();
}

/**
 * The order in which waiting things could begin when each begins as soon as its turn has come and its prerequisites have
 * begun: the given order, with every prerequisite moved before those that wait for it. Circles keep the given order.
 */
export function inOrderOfStart<Of extends { readonly id: string }>(
  turn: readonly Of[],
  edgesOf: EdgesOf,
): readonly Of[] {
  const waiting = new Map(turn.map((one) => [one.id, one]));
  const ordered: Of[] = [];
  for (const first of turn) {
    // Depth first over what still waits, without recursion: a chain may have thousands of links.
    const path = [first.id];
    const onPath = new Set(path);
    for (let id = path.at(-1); id !== undefined; id = path.at(-1)) {
      const before = edgesOf(id).find((needed) => waiting.has(needed) && !onPath.has(needed));
      if (before !== undefined) {
        path.push(before);
        onPath.add(before);
        continue;
      }
      const one = waiting.get(id);
      if (one !== undefined) ordered.push(one);
      waiting.delete(id);
      path.pop();
    }
  }
  return ordered;
}
