// The driver for any program that takes a prompt and works in its folder until it exits: Aider, a script, an agent's
// headless mode. One process per prompt. It has no protocol, so what it prints is what it says.
import { StringDecoder } from 'node:string_decoder';
import { exec } from '../lib/exec.ts';
import type { Log } from '../lib/log.ts';
import type { AgentDriver, AgentSession, SessionOptions, ToolAccess, TurnEnd } from './driver.ts';
import { prepareLaunch, takesCommand } from './launch.ts';
import type { Launch } from './launch.ts';
import { Notes } from './notes.ts';
import type { ProcessEnd } from './process.ts';
import { killStragglers } from './stragglers.ts';
import { exited, notStarted } from './unavailable.ts';

export function commandDriver({ log }: { readonly log: Log }): AgentDriver {
  return {
    protocol: 'command',
    open: async (options, signal) => {
      signal.throwIfAborted();
      const session = new CommandSession(options, runner(options, await prepareLaunch(options), log));
      signal.throwIfAborted();
      return session;
    },
  };
}

const promptPlace = '{prompt}';
const keptBytes = 64 * 1024;

/** Runs the program of a command agent, once for each prompt. */
export interface Runner {
  /** To its end. Rejects when it cannot be started, with the reason that a person is to read, or when the signal aborts. */
  run(prompt: string, watch: RunWatch): Promise<ProcessEnd>;
  /** Ends what it left behind. */
  clear(): Promise<void>;
}

export interface RunWatch {
  readonly signal: AbortSignal;
  readonly onStart: (processGroup: number) => void;
  readonly onOutput: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
}

interface Run {
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

export class CommandSession implements AgentSession {
  readonly sessionId = null;
  readonly resumed = false;
  readonly agentInfo: string;
  /** What goes on inside of a plain command only its model can tell. */
  readonly rounds = null;
  readonly toolAccess: ToolAccess;
  processGroup: number | null = null;
  readonly #options: SessionOptions;
  readonly #runner: Runner;
  readonly #notes: Notes;
  #run: Run | null = null;
  #isClosed = false;

  constructor(options: SessionOptions, runner: Runner) {
    this.agentInfo = options.entry.title;
    this.toolAccess = options.tools !== undefined && takesCommand(options.entry) ? 'command' : 'none';
    this.#options = options;
    this.#runner = runner;
    this.#notes = new Notes(options.onEvent);
    if (options.maxTurns !== null)
      this.#notes.add(
        'warning',
        `${this.agentInfo} has no rounds that can be counted; the limit of ${options.maxTurns} applies only as far as its model is asked through the gateway.`,
      );
  }

  async prompt(text: string): Promise<TurnEnd> {
    if (this.#run !== null) throw new Error('a session takes one prompt at a time');
    if (this.#isClosed) throw new Error('the session is closed');
    const stop = new AbortController();
    const over = Promise.withResolvers<void>();
    this.#run = { stop, over: over.promise };
    try {
      const end = await this.#execute(text, stop.signal);
      if (end.exitCode !== 0) throw exited(end, this.#options.entry, this.#notes, 'it worked');
      return { kind: 'ended' };
    } catch (error) {
      if (stop.signal.aborted) return { kind: 'cancelled' };
      throw error;
    } finally {
      await this.#runner.clear();
      this.processGroup = null;
      this.#run = null;
      over.resolve();
    }
  }

  async cancel(): Promise<void> {
    const run = this.#run;
    run?.stop.abort();
    await run?.over;
  }

  // What goes on inside of a plain command nobody can see.
  stopSubagent(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.cancel();
  }

  async #execute(text: string, signal: AbortSignal): Promise<ProcessEnd> {
    const { tap, onEvent } = this.#options;
    const output = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
    const hear = (text: string, stream: 'stdout' | 'stderr'): void => {
      if (text === '') return;
      tap?.({ dir: 'print', stream, text });
      if (stream === 'stdout') onEvent({ type: 'agent.message', text });
      else this.#notes.printed(text);
    };
    const end = await this.#runner.run(text, {
      signal,
      onStart: (group) => {
        this.processGroup = group;
      },
      onOutput: (chunk, stream) => hear(output[stream].write(chunk), stream),
    });
    hear(output.stdout.end(), 'stdout');
    hear(output.stderr.end(), 'stderr');
    tap?.({ dir: 'exit', code: end.exitCode, signal: end.signal });
    return end;
  }
}

function runner(options: SessionOptions, launch: Launch, log: Log): Runner {
  const { program, args, env, cwd, home } = launch;
  const agent = options.entry.name;
  const takesArgument = args.some((arg) => arg.includes(promptPlace));
  return {
    run: async (prompt, { signal, onStart, onOutput }) => {
      const argv = [program, ...args.map((arg) => arg.replaceAll(promptPlace, () => prompt))];
      try {
        const { exitCode, signal: endedBy } = await exec(argv, {
          cwd,
          env,
          ...(takesArgument ? {} : { input: prompt }),
          keep: 'tail',
          maxOutput: keptBytes,
          signal,
          onStart: (group) => {
            onStart(group);
            log.info({ agent, group }, 'agent started');
          },
          onOutput,
        });
        log.info({ agent, exitCode, signal: endedBy }, 'agent ended');
        return { exitCode, signal: endedBy };
      } catch (error) {
        signal.throwIfAborted();
        throw notStarted(options.entry, launch, error);
      }
    },
    clear: () => killStragglers(home),
  };
}
