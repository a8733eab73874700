// Who must come before whom in a queue: everything before a task, and circles in which nobody could ever begin.

/** What of a task is needed here. */
export interface Edges {
  readonly blocked_by: readonly number[];
}

/** Each circle once, from its lowest id and back to it: `[1, 3, 2, 1]`, in the direction of waiting. */
export function cyclesOf(byId: ReadonlyMap<number, Edges>): readonly (readonly number[])[] {
  const cycles = new Map<string, readonly number[]>();
  const done = new Set<number>();
  for (const start of byId.keys()) {
    // Without recursion: a chain may be as long as the queue.
    const way: { readonly id: number; next: number }[] = [{ id: start, next: 0 }];
    if (done.has(start)) continue;
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const blocker = byId.get(top.id)?.blocked_by[top.next];
      top.next += 1;
      if (blocker === undefined) {
        done.add(top.id);
        way.pop();
        continue;
      }
      const seenAt = way.findIndex((step) => step.id === blocker);
      if (seenAt !== -1) {
        const cycle = fromLowest(way.slice(seenAt).map((step) => step.id));
        cycles.set(cycle.join(), cycle);
      } else if (!done.has(blocker) && byId.has(blocker)) way.push({ id: blocker, next: 0 });
    }
  }
  return [...cycles.values()];
}

function fromLowest(circle: readonly number[]): readonly number[] {
  const lowest = circle.indexOf(Math.min(...circle));
  return [...circle.slice(lowest), ...circle.slice(0, lowest), circle[lowest] ?? 0];
}

/** Of each task everything that is complete before it begins. */
export function predecessorsOf(byId: ReadonlyMap<number, Edges>): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, ReadonlySet<number>>();
  for (const [id, { blocked_by: direct }] of byId) {
    const before = new Set<number>();
    const open = [...direct];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (before.has(next)) continue;
      before.add(next);
      const known = found.get(next);
      for (const further of known ?? []) before.add(further);
      if (known === undefined) open.push(...(byId.get(next)?.blocked_by ?? []));
    }
    found.set(id, before);
  }
  return found;
}
