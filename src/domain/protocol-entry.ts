// One line of the raw protocol log of an attempt: what went over the wire between us and its agent, and what was asked of the
// session. With it the same driver can be taken through the same session again, without the agent (agents/replay/).

/** What happened, without its time. One `open` begins each session; a resumed attempt has several. */
export type ProtocolBody =
  | {
      readonly dir: 'open';
      readonly protocol: 'acp' | 'command';
      readonly agent: RecordedAgent;
      readonly model: string | null;
      /** The session that was to go on. */
      readonly resume: string | null;
      readonly maxTurns: number | null;
    }
  /** What was asked of the session; `text` is a prompt, or the id of the call whose subagent is to stop. */
  | {
      readonly dir: 'call';
      readonly call: 'prompt' | 'cancel' | 'stop_subagent' | 'close';
      readonly text: string;
    }
  /** What became of its start or of a prompt: how a turn ended, or the code of the error. */
  | { readonly dir: 'end'; readonly of: 'open' | 'prompt'; readonly end: string }
  /** From us to the agent. */
  | { readonly dir: 'out'; readonly message: unknown }
  /** From the agent. Messages that were read at once have the same `chunk`: what was done between them depends on it. */
  | { readonly dir: 'in'; readonly chunk: number; readonly message: unknown }
  /** A line of its output that is no message of the protocol; `cut` = bytes of one of which only the beginning is here. */
  | { readonly dir: 'noise'; readonly chunk: number; readonly text: string; readonly cut: number | null }
  /** Its standard error, or, of a plain command, either output. */
  | { readonly dir: 'print'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | {
      readonly dir: 'decided';
      readonly call: string;
      readonly outcome: 'allow' | 'deny';
      readonly by: string;
    }
  /** It did not answer within this time, and was killed. */
  | { readonly dir: 'late'; readonly method: string; readonly ms: number }
  | { readonly dir: 'exit'; readonly code: number | null; readonly signal: string | null }
  /** Here something is missing: an entry that was too large, a disk that was full, parts that were rotated away. */
  | { readonly dir: 'gap'; readonly reason: string };

/** The facts of an agent's entry that decide what its driver does. */
export interface RecordedAgent {
  readonly name: string;
  readonly title: string;
  readonly askMode: string | null;
  readonly failures: 'error' | 'last-message' | 'thread-status' | 'silence';
}

export type ProtocolEntry = ProtocolBody & {
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** Takes what happens, in order. Must not throw and does not block. */
export type Tap = (body: ProtocolBody) => void;
