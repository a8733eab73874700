// Keeps what a model is given small: a summary or the tail of a check may be of any length, and a context is not.

export interface Bounds {
  /** Of one text, in characters. */
  readonly text: number;
  /** Of all texts together; what comes later is cut to a line. */
  readonly total: number;
  /** Items of one list. */
  readonly list: number;
}

export interface Bounded<T> {
  readonly value: T;
  /** What was left out, each as `result.files: 200 of 1234 items`. */
  readonly cut: readonly string[];
}

const line = 200;

/** Copies JSON with long texts and lists cut. Names, numbers and everything short stay as they are. */
export function bounded<T>(json: T, bounds: Bounds): Bounded<T> {
  const cut: string[] = [];
  let left = bounds.total;
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') {
      const kept = value.length <= line ? value : value.slice(0, Math.max(line, Math.min(bounds.text, left)));
      left -= kept.length;
      if (kept.length < value.length) cut.push(`${path}: ${kept.length} of ${value.length} characters`);
      return kept;
    }
    if (Array.isArray(value)) {
      const kept: unknown[] = [];
      for (const item of value.slice(0, bounds.list)) {
        if (left <= 0) break;
        kept.push(walk(item, `${path}.${kept.length}`));
      }
      if (kept.length < value.length) cut.push(`${path}: ${kept.length} of ${value.length} items`);
      return kept;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, path === '' ? key : `${path}.${key}`)]),
    );
  };
  // The same shape as before: only texts became shorter, and lists.
  return { value: walk(json, '') as T, cut };
}
