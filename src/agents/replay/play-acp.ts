// Plays a recorded session with an ACP agent.
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import { maxLineBytes } from '../acp/messages.ts';
import { AcpSession } from '../acp/session.ts';
import { Notes } from '../notes.ts';
import { Decisions } from './decisions.ts';
import { RecordedProcess } from './recorded-process.ts';
import type { PlayStage } from './stage.ts';

// Whatever was late or killed then, the recording says so: here nothing is late by itself.
const never = 2 ** 31 - 1;
const soonMs = 200;

export async function playAcp(stage: PlayStage, entries: readonly ProtocolEntry[]): Promise<void> {
  const player = new AcpPlayer(stage, entries);
  await player.play();
}

class AcpPlayer {
  readonly #stage: PlayStage;
  readonly #entries: readonly ProtocolEntry[];
  readonly #process = new RecordedProcess();
  readonly #notes: Notes;
  readonly #decisions: Decisions;
  readonly #session: AcpSession;
  #chunk = -1;
  #sent = 0;
  #isOver = false;

  constructor(stage: PlayStage, entries: readonly ProtocolEntry[]) {
    this.#stage = stage;
    this.#entries = entries;
    this.#decisions = new Decisions(entries);
    const options = stage.options(this.#decisions.decide);
    this.#notes = new Notes(options.onEvent);
    const wasLate = entries.some((entry) => entry.dir === 'late');
    this.#session = new AcpSession(options, this.#process, this.#notes, {
      startMs: wasLate ? soonMs : never,
      cancelMs: never,
      closeMs: soonMs,
    });
  }

  async play(): Promise<void> {
    this.#stage.begin('open', this.#open());
    for (const [index, entry] of this.#entries.entries()) {
      this.#stage.at = entry.at;
      this.#decisions.reach(index);
      await this.#step(entry, index);
      await settled();
    }
    this.#exit(null, 'SIGKILL');
    await this.#session.close();
    await settled();
  }

  async #open(): Promise<string> {
    await this.#session.start();
    return this.#session.resumed ? 'resumed' : 'opened';
  }

  async #step(entry: ProtocolEntry, index: number): Promise<void> {
    switch (entry.dir) {
      case 'in':
      case 'noise':
        return this.#say(entry.chunk, index);
      case 'out':
        return this.#expectMessage();
      case 'print':
        return this.#notes.printed(entry.text);
      case 'call':
        return this.#call(entry.call, entry.text);
      case 'end':
        return this.#stage.end(entry);
      case 'exit':
        return this.#exit(entry.code, entry.signal);
      default:
        return undefined;
    }
  }

  /** All that was read at once is read at once again. */
  #say(chunk: number, from: number): void {
    if (chunk === this.#chunk || this.#isOver) return;
    this.#chunk = chunk;
    const lines: Buffer[] = [];
    for (let index = from; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined || !('chunk' in entry)) continue;
      if (entry.chunk !== chunk) break;
      lines.push(lineOf(entry));
    }
    this.#process.say(Buffer.concat(lines));
  }

  async #expectMessage(): Promise<void> {
    this.#sent += 1;
    const { patienceMs } = this.#stage;
    if (patienceMs === 0 || (await this.#process.hasSent(this.#sent, patienceMs))) return;
    this.#stage.gaps.push(`message ${this.#sent} to the agent was not sent again`);
  }

  #call(call: 'prompt' | 'cancel' | 'stop_subagent' | 'close', text: string): void {
    if (call === 'prompt')
      this.#stage.begin(
        'prompt',
        this.#session.prompt(text).then((end) => end.kind),
      );
    else if (call === 'cancel') void this.#session.cancel();
    else if (call === 'stop_subagent') void this.#session.stopSubagent(text);
    else void this.#session.close();
  }

  #exit(exitCode: number | null, signal: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // Which signal it was is for people; the driver only asks whether there was one.
    this.#process.exit({ exitCode, signal: signal === null ? null : 'SIGKILL' });
  }
}

function lineOf(entry: Extract<ProtocolEntry, { dir: 'in' | 'noise' }>): Buffer {
  if (entry.dir === 'in') return Buffer.from(`${JSON.stringify(entry.message)}\n`);
  // A line that was too long to be kept is as long again; what stood in it does not matter.
  if (entry.cut !== null)
    return Buffer.concat([Buffer.from(entry.text), Buffer.alloc(maxLineBytes + 1, 'x')]);
  return Buffer.from(`${entry.text}\n`);
}

// The driver works in promises alone: two rounds of the event loop after a piece it has done all that follows from it.
async function settled(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise<void>((resolve) => void setImmediate(resolve));
}
