/** A file before and after something was done to it; `before` is null where there was none. */
export interface FileDiff {
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}
