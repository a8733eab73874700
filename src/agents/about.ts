// What an agent says of itself and offers, for a person who checks it before giving it work.

export interface Choice {
  readonly id: string;
  readonly name: string;
}

export interface AgentAbout {
  /** Name and version as it says them, or null. */
  readonly info: string | null;
  /** Its version alone. */
  readonly version: string | null;
  readonly protocolVersion: number | null;
  readonly loadSession: boolean;
  /** Whether it takes a session up again without telling all of it once more. */
  readonly resumeSession: boolean;
  readonly images: boolean;
  readonly audio: boolean;
  /** Transports of MCP servers that it takes besides standard input and output. */
  readonly mcp: readonly ('http' | 'sse')[];
  /** Ways to log in that it offers. */
  readonly authMethods: readonly Choice[];
  /** Null before its session is open. */
  readonly session: SessionOffers | null;
}

export interface SessionOffers {
  readonly modes: readonly Choice[];
  readonly mode: string | null;
  readonly models: readonly Choice[];
  readonly model: string | null;
}
