// A binary heap: the smallest element first, in O(log n). Elements that compare as equal come in any order.

export class Heap<T> {
  readonly #items: T[] = [];
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

  push(item: T): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  pop(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
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
    this.#items[a] = this.#at(b);
    this.#items[b] = item;
  }

  #at(index: number): T {
    const item = this.#items[index];
    if (item === undefined) throw new Error(`the heap has no element ${index}`);
    return item;
  }
}
