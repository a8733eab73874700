// Rate limits: each key has a bucket that fills again with time, and each use takes one out. The time is an argument.

export interface BucketOptions {
  /** How many uses at once. */
  readonly capacity: number;
  /** How long it takes until one more is in it. */
  readonly refillMs: number;
  /** Of keys remembered; beyond that those that have been quiet longest are forgotten. */
  readonly maxKeys?: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

export class TokenBuckets {
  readonly #options: Required<BucketOptions>;
  /** The one that was used last is last. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: BucketOptions) {
    this.#options = { maxKeys: 10_000, ...options };
  }

  /** In how many milliseconds there is one again; 0 = now. */
  waitMs(key: string, now: number): number {
    const left = this.#left(key, now);
    return left >= 1 ? 0 : Math.ceil((1 - left) * this.#options.refillMs);
  }

  /** Takes one out, also of an empty bucket, which then takes no longer to fill. */
  take(key: string, now: number): void {
    const left = Math.max(0, this.#left(key, now) - 1);
    this.#buckets.delete(key);
    this.#buckets.set(key, { left, at: now });
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size > this.#options.maxKeys && oldest.done !== true)
      this.#buckets.delete(oldest.value);
  }

  /** Puts one back that was taken for nothing. */
  giveBack(key: string, now: number): void {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return;
    this.#buckets.set(key, { left: Math.min(this.#options.capacity, this.#left(key, now) + 1), at: now });
  }

  #left(key: string, now: number): number {
    const { capacity, refillMs } = this.#options;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return capacity;
    return Math.min(capacity, bucket.left + Math.max(0, now - bucket.at) / refillMs);
  }
}
