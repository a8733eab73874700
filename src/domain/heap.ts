// A binary heap whose elements may change their place: the smallest is first; adding, moving and taking out is O(log n).
// Elements that compare as equal come in any order.

export class Heap<T> {
  readonly #items: T[] = [];
  readonly #indexes = new Map<T, number>();
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** Adds it, or finds its new place after what it is compared by has changed. */
  place(item: T): void {
    const index = this.#indexes.get(item) ?? this.#items.length;
    this.#put(item, index);
    this.#move(index);
  }

  /** Nothing happens when it is not in here. */
  delete(item: T): void {
    const index = this.#indexes.get(item);
    if (index === undefined) return;
    this.#indexes.delete(item);
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#put(last, index);
    this.#move(index);
  }

  #move(index: number): void {
    this.#sink(this.#rise(index));
  }

  #rise(from: number): number {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
    return at;
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      let smallest = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#items.length && this.#isBefore(child, smallest)) smallest = child;
      if (smallest === at) return;
      this.#swap(at, smallest);
      at = smallest;
    }
  }

  #isBefore(a: number, b: number): boolean {
    return this.#compare(this.#at(a), this.#at(b)) < 0;
  }

  #swap(a: number, b: number): void {
    const item = this.#at(a);
    this.#put(this.#at(b), a);
    this.#put(item, b);
  }

  #put(item: T, index: number): void {
    this.#items[index] = item;
    this.#indexes.set(item, index);
  }

  #at(index: number): T {
    const item = this.#items[index];
    if (item === undefined) throw new Error(`the heap has no element ${index}`);
    return item;
  }
}
