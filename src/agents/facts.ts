// What we know of an agent that ships as an entry: where it comes from, which versions work, and in which ways it differs
// from what the protocol leads one to expect. Data for people and for the check; the drivers need none of it to be safe.

export interface AgentFacts {
  readonly homepage: string;
  /** The npm package that its program belongs to; null for one that npm does not have. */
  readonly package: string | null;
  /** The oldest version known to work, and the newest. Null where we could not try it: then it is by its documentation. */
  readonly versions: { readonly oldest: string; readonly tested: string } | null;
  /** Arguments that make it print its version, for a program whose package does not say it. */
  readonly versionArgs: readonly string[] | null;
  readonly quirks: AgentQuirks;
}

export interface AgentQuirks {
  /** Whether it asks before it acts. One that never does is held by its copy alone. */
  readonly asks: 'always' | 'never';
  /** How its session goes on in a new process. `load-next-minute`: not within the minute in which it began. */
  readonly resume: 'load' | 'load-next-minute' | 'none';
  /** Over which transport it takes the MCP servers of a session. */
  readonly mcp: 'http' | 'none';
  readonly failures: FailureSign;
  /** Which hosts it still calls, though its entry switches off what can be switched off. */
  readonly callsHome: readonly string[];
}

/**
 * How it shows that its model failed. `error`: the turn ends with one. The others end it as if all were well: its last words
 * begin with “Error: ” (`last-message`), it reports a broken thread (`thread-status`), or it says nothing (`silence`).
 */
export type FailureSign = 'error' | 'last-message' | 'thread-status' | 'silence';

/** An agent as its documentation describes it, without a trial of ours. */
export const untried: AgentQuirks = {
  asks: 'always',
  resume: 'load',
  mcp: 'http',
  failures: 'error',
  callsHome: [],
};
