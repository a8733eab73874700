// The commands of one conversation: what they printed, to be read on, and those that stay in the background. They end with
// the conversation, with everything they started.
import type { ChildProcess } from 'node:child_process';
import { killGroup } from '../../../lib/exec.ts';
import { spawnShell } from './guarded-process.ts';
import { Output } from './output.ts';

/** Of one command, in characters. */
const maxOutput = 2 * 1024 * 1024;
const maxKept = 20;
const maxRunning = 10;
/** For a command to end by itself when it is told to. */
const endMs = 3000;
/** For its last words after its end; a process that left the group may hold the pipes open for ever. */
const drainMs = 300;

export interface KeptOutput {
  readonly id: string;
  readonly output: Output;
}

export interface BackgroundCommand extends KeptOutput {
  readonly command: string;
  /** How it ended; null while it runs. */
  readonly end: string | null;
  /** Milliseconds it has run for, or ran. */
  readonly ranMs: number;
  /** Resolves when it has ended and its output is whole. */
  readonly ended: Promise<void>;
}

export interface CommandPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export class Commands {
  readonly #kept = new Map<string, KeptOutput>();
  readonly #background = new Map<string, Background>();
  #count = 0;
  #isClosed = false;

  /** A place for the output of a command that is run to its end; the oldest one is forgotten. */
  keep(): KeptOutput {
    this.#count += 1;
    const kept = { id: `out-${this.#count}`, output: new Output(maxOutput) };
    this.#kept.set(kept.id, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }

  /** Undefined when there is none, or it was forgotten. */
  find(id: string): KeptOutput | BackgroundCommand | undefined {
    return this.#background.get(id) ?? this.#kept.get(id);
  }

  /** Starts a command that stays. A sentence when there are too many already. */
  start(command: string, place: CommandPlace): BackgroundCommand | string {
    const running = [...this.#background.values()].filter(({ end }) => end === null);
    if (this.#isClosed) return 'the session is closed';
    if (running.length >= maxRunning)
      return `there are ${maxRunning} commands in the background already (${running.map(({ id }) => id).join(', ')}); stop one with stop_command`;
    this.#count += 1;
    const started = new Background(`bg-${this.#count}`, command, place);
    this.#background.set(started.id, started);
    this.#forgetEnded();
    return started;
  }

  /** Ends a command with all it started. False when there is none of that id in the background. */
  async stop(id: string): Promise<boolean> {
    const command = this.#background.get(id);
    await command?.stop();
    return command !== undefined;
  }

  /** Resolves when none of them is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#background.values()].map((command) => command.kill()));
  }

  #forgetEnded(): void {
    for (const [id, { end }] of this.#background)
      if (this.#background.size > maxKept && end !== null) this.#background.delete(id);
  }
}

class Background implements BackgroundCommand {
  readonly id: string;
  readonly command: string;
  readonly output = new Output(maxOutput);
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();
  #endedAt: number | null = null;
  #end: string | null = null;

  constructor(id: string, command: string, { cwd, env }: CommandPlace) {
    this.id = id;
    this.command = command;
    this.#child = spawnShell(command, { cwd, env, stdin: 'ignore' });
    this.ended = this.#watch();
  }

  get end(): string | null {
    return this.#end;
  }

  get ranMs(): number {
    return (this.#endedAt ?? performance.now()) - this.#startedAt;
  }

  async stop(): Promise<void> {
    if (this.#end === null) killGroup(this.#child.pid, 'SIGTERM');
    const timer = setTimeout(() => void this.kill(), endMs);
    await this.ended;
    clearTimeout(timer);
  }

  async kill(): Promise<void> {
    if (this.#end === null) killGroup(this.#child.pid);
    await this.ended;
  }

  #watch(): Promise<void> {
    const child = this.#child;
    const streams = [child.stdout, child.stderr];
    for (const stream of streams)
      stream?.setEncoding('utf8').on('data', (text: string) => this.output.add(text));
    return new Promise((resolve) => {
      const finish = (how: string): void => {
        if (this.#end !== null) return;
        this.#end = how;
        this.#endedAt = performance.now();
        for (const stream of [...streams, child.stdio[3]]) stream?.destroy();
        resolve();
      };
      child.once('error', (error) => finish(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => {
        const how = code === null ? `killed by ${signal}` : `ended with exit code ${code}`;
        killGroup(child.pid);
        const timer = setTimeout(finish, drainMs, how);
        child.once('close', () => {
          clearTimeout(timer);
          finish(how);
        });
      });
    });
  }
}
