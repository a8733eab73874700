// What a call of the table is made with, wherever it is made.
export type CallInput<Query extends object, Body> = {
  /** The values of the `:names` in the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: NoInfer<Query>;
  readonly signal?: AbortSignal;
  /** How long the daemon may be silent. Default 60 s; 0 = as long as it takes. */
  readonly timeoutMs?: number;
  readonly headers?: CallHeaders;
} & (undefined extends Body ? { readonly body?: NoInfer<Body> } : { readonly body: NoInfer<Body> });

export interface CallHeaders {
  /** Of a POST: sent again with the same key, it is not done again. */
  readonly 'idempotency-key'?: string;
  /** Of a change of a task: the version that was read. It is refused when the task has another now. */
  readonly 'if-match'?: string;
}

/** What a call is made with, whatever call it is. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly headers?: CallHeaders;
}
