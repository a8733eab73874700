// One error type for everything a caller did or must hear about. A bug throws a plain Error instead.

export type ErrorCode =
  | 'invalid_input'
  /** A template needs a value that neither the request nor a preset or default gives. */
  | 'required_parameter'
  | 'invalid_config'
  | 'not_found'
  | 'ambiguous'
  | 'already_exists'
  | 'invalid_transition'
  | 'stale_version'
  /** Somebody else has decided, or nobody waits for it any more. */
  | 'already_decided'
  /** The same key stands for another request. */
  | 'idempotency_key_reused'
  /** A request was begun under the key, and how it ended is not known. */
  | 'idempotency_in_progress'
  | 'stale_lease'
  /** Another agent has the task. */
  | 'not_holder'
  /** The project's files are in another home that shares the store. */
  | 'other_home'
  /** A file that is no bundle of a task, or a damaged or newer one. */
  | 'invalid_bundle'
  | 'not_a_repository'
  | 'unsupported_repository'
  | 'not_trusted'
  | 'unknown_agent'
  | 'agent_unavailable'
  | 'agent_protocol'
  | 'agent_timeout'
  | 'model_credentials'
  | 'model_network'
  /** The provider takes the key, and not the request. */
  | 'model_refused'
  | 'setup_failed'
  | 'preview_failed'
  /** What was applied cannot be taken back by itself. */
  | 'undo_refused'
  | 'git_failed'
  /** An issue tracker gave no answer that can be used. */
  | 'tracker_failed'
  /** A git host does not take what it is asked, or does not answer. */
  | 'host_failed'
  | 'home_in_use'
  | 'port_in_use'
  | 'store_corrupt'
  | 'store_newer'
  | 'store_unreachable'
  | 'disk_full'
  | 'daemon_unreachable'
  | 'unauthorized'
  /** The person is known, and may not do anything at present. */
  | 'suspended'
  /** On a thing that they can see. */
  | 'forbidden'
  | 'rate_limited'
  | 'forbidden_host'
  | 'cancelled'
  | 'internal';

export interface AppErrorOptions {
  /** What to do next, as one imperative sentence: "cancel it first". */
  readonly next?: string;
  /** Values a program may act on: the states, the paths, the names that exist. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly next: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.next = options.next;
    this.details = options.details ?? {};
  }
}

/** The message of anything that was thrown, for logs and failure records. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
