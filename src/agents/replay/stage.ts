// What a session is played on: the options that the driver gets, and what came out so far.
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import type { AgentEntry, SessionOptions } from '../driver.ts';
import { untried } from '../facts.ts';
import { codeOf } from '../tapped.ts';

export interface PlayedEvent {
  /** When its cause was recorded; milliseconds since 1970. */
  readonly at: number;
  readonly event: AgentEvent;
}

/** How the start of a session, or a turn, ended then and now: the kind of the end, or the code of the error. */
export interface PlayedEnd {
  readonly of: 'open' | 'prompt';
  readonly recorded: string;
  readonly replayed: string;
}

export type Opening = Extract<ProtocolEntry, { dir: 'open' }>;
type End = Extract<ProtocolEntry, { dir: 'end' }>;

const patienceMs = 2_000;
const goesOn = 'goes on';

export class PlayStage {
  readonly opening: Opening;
  readonly events: PlayedEvent[] = [];
  readonly ends: PlayedEnd[] = [];
  readonly gaps: string[] = [];
  /** The time of the entry that is played. */
  at: number;
  readonly #awaited = new Map<End['of'], Promise<string>>();

  constructor(opening: Opening) {
    this.opening = opening;
    this.at = opening.at;
  }

  options(decide: SessionOptions['decide']): SessionOptions {
    const { model, resume, maxTurns } = this.opening;
    const onEvent = (event: AgentEvent): void => void this.events.push({ at: this.at, event });
    // The driver reads no file and starts nothing here.
    const nowhere = { cwd: '/', home: '/', environment: {} };
    return { entry: this.#entry, model, resume, maxTurns, onEvent, decide, ...nowhere };
  }

  /** How long for what the recording says has happened by now; not again after it was in vain once. */
  get patienceMs(): number {
    return this.gaps.length > 0 || this.ends.some(({ replayed }) => replayed === goesOn) ? 0 : patienceMs;
  }

  /** Begun now; how it ends is compared when the recording comes to its end. */
  begin(of: End['of'], work: Promise<string>): void {
    this.#awaited.set(
      of,
      work.catch((error: unknown) => codeOf(error)),
    );
  }

  async end({ of, end: recorded }: End): Promise<void> {
    const awaited = this.#awaited.get(of);
    if (awaited === undefined) return;
    this.#awaited.delete(of);
    const late = Promise.withResolvers<string>();
    const timer = setTimeout(() => late.resolve(goesOn), this.patienceMs);
    const replayed = await Promise.race([awaited, late.promise]);
    clearTimeout(timer);
    this.ends.push({ of, recorded, replayed });
  }

  get #entry(): AgentEntry {
    const { agent, protocol } = this.opening;
    const { name, title, askMode, failures } = agent;
    const quirks = { ...untried, failures };
    return {
      name,
      title,
      protocol,
      command: [],
      env: {},
      passEnv: [],
      homeFiles: {},
      askMode,
      origin: 'config',
      hint: '',
      facts: { homepage: '', package: null, versions: null, versionArgs: null, quirks },
    };
  }
}
