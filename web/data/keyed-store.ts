// Live data: a map whose readers hear only of the keys that they look at. A thousand changes a second touch a few cards, and
// nothing else is rendered. Changes of one frame are told together.
import { useSyncExternalStore } from 'react';

type Listener = () => void;

export class KeyedStore<Value> {
  readonly #values = new Map<string, Value>();
  readonly #readers = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<Listener>();
  readonly #dirty = new Set<string>();
  #isPlanned = false;
  /** Rises with every telling; what is derived from all values is made anew for each. */
  version = 0;

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  values(): IterableIterator<Value> {
    return this.#values.values();
  }

  get size(): number {
    return this.#values.size;
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#plan(key);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#plan(key);
  }

  /** Told of one key. */
  subscribe(key: string, listener: Listener): () => void {
    const readers = this.#readers.get(key) ?? new Set();
    this.#readers.set(key, readers.add(listener));
    return () => {
      readers.delete(listener);
      if (readers.size === 0) this.#readers.delete(key);
    };
  }

  /** Told of anything. */
  watch = (listener: Listener): (() => void) => {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  };

  /** Tells those who watch everything that something else about it has changed. */
  touch(): void {
    this.#plan('');
  }

  #plan(key: string): void {
    this.#dirty.add(key);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    this.#isPlanned = false;
    this.version += 1;
    const keys = [...this.#dirty];
    this.#dirty.clear();
    for (const key of keys) for (const reader of this.#readers.get(key) ?? []) reader();
    for (const watcher of this.#watchers) watcher();
  }
}

export function useKey<Value>(store: KeyedStore<Value>, key: string): Value | undefined {
  return useSyncExternalStore(
    (listener) => store.subscribe(key, listener),
    () => store.get(key),
  );
}

/** Renders again after every change of anything in it. */
export function useVersion<Value>(store: KeyedStore<Value>): number {
  return useSyncExternalStore(store.watch, () => store.version);
}
