// The driver for any program that takes a prompt and works in its folder until it exits: Aider, a script, an agent's
// headless mode. One process per prompt. It has no protocol, so what it prints is what it says.
import { StringDecoder } from 'node:string_decoder';
import { AppError } from '../domain/errors.ts';
import { exec } from '../lib/exec.ts';
import type { ExecResult } from '../lib/exec.ts';
import type { Log } from '../lib/log.ts';
import type { AgentDriver, AgentSession, SessionOptions, TurnEnd } from './driver.ts';
import { prepareLaunch } from './launch.ts';
import type { Launch } from './launch.ts';
import { Notes } from './notes.ts';
import { killStragglers } from './stragglers.ts';
import { exited, notStarted } from './unavailable.ts';

export function commandDriver({ log }: { readonly log: Log }): AgentDriver {
  return {
    protocol: 'command',
    open: async (options, signal) => {
      signal.throwIfAborted();
      const session = new CommandSession(options, await prepareLaunch(options), log);
      signal.throwIfAborted();
      return session;
    },
  };
}

const promptPlace = '{prompt}';
const keptBytes = 64 * 1024;

interface Run {
  readonly stop: AbortController;
  readonly over: Promise<void>;
}

class CommandSession implements AgentSession {
  readonly sessionId = null;
  readonly resumed = false;
  readonly agentInfo: string;
  processGroup: number | null = null;
  readonly #options: SessionOptions;
  readonly #launch: Launch;
  readonly #log: Log;
  readonly #notes: Notes;
  #run: Run | null = null;
  #isClosed = false;

  constructor(options: SessionOptions, launch: Launch, log: Log) {
    this.agentInfo = options.entry.title;
    this.#options = options;
    this.#launch = launch;
    this.#log = log;
    this.#notes = new Notes(options.onEvent);
    if (options.maxTurns !== null)
      this.#notes.add(
        'warning',
        `${this.agentInfo} has no rounds that can be counted; the limit of ${options.maxTurns} does not apply.`,
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
      throw error instanceof AppError ? error : notStarted(this.#options.entry, this.#launch, error);
    } finally {
      await killStragglers(this.#launch.home);
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

  async #execute(text: string, signal: AbortSignal): Promise<ExecResult> {
    const { program, args, env, cwd } = this.#launch;
    const takesArgument = args.some((arg) => arg.includes(promptPlace));
    const output = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
    const say = (text: string): void => {
      if (text !== '') this.#options.onEvent({ type: 'agent.message', text });
    };
    const end = await exec([program, ...args.map((arg) => arg.replaceAll(promptPlace, () => text))], {
      cwd,
      env,
      ...(takesArgument ? {} : { input: text }),
      keep: 'tail',
      maxOutput: keptBytes,
      signal,
      onStart: (group) => {
        this.processGroup = group;
        this.#log.info({ agent: this.#options.entry.name, group }, 'agent started');
      },
      onOutput: (chunk, stream) => {
        const piece = output[stream].write(chunk);
        if (stream === 'stdout') say(piece);
        else this.#notes.printed(piece);
      },
    });
    say(output.stdout.end());
    this.#notes.printed(output.stderr.end());
    this.#log.info(
      { agent: this.#options.entry.name, exitCode: end.exitCode, signal: end.signal },
      'agent ended',
    );
    return end;
  }
}
