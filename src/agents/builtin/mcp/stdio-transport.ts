// The transport of MCP over the standard streams of a program. Ours instead of the SDK's, which ends only the program
// itself: servers are often started through `npx` or a shell, and nothing of them may stay behind.
import type { ChildProcess } from 'node:child_process';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/client';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { killGroup } from '../../../lib/exec.ts';
import { HeadAndTail } from '../tools/head-and-tail.ts';
import { spawnProgram } from '../tools/guarded-process.ts';

export interface StdioOptions {
  /** argv */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Of one message; a server that sends more is ended. */
const maxMessageBytes = 8 * 1024 * 1024;
const keptChars = 4000;
/** For a server to end by itself once its input is closed. */
const endMs = 1000;
/** For its last words after its end; one that left the group may hold the pipes open for ever. */
const drainMs = 300;

export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #options: StdioOptions;
  readonly #buffer = new ReadBuffer({ maxBufferSize: maxMessageBytes });
  readonly #printed = new HeadAndTail(keptChars);
  readonly #ended = Promise.withResolvers<void>();
  #child: ChildProcess | null = null;
  #end: string | null = null;

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  /** How it ended and its last words on standard error; null while it runs. */
  get end(): string | null {
    if (this.#end === null) return null;
    const said = this.#printed.text().trim();
    return said === '' ? this.#end : `${this.#end}; it said: ${said.slice(-500)}`;
  }

  start(): Promise<void> {
    const { command, cwd, env } = this.#options;
    const child = spawnProgram(command, { cwd, env, stdin: 'pipe' });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#printed.add(text));
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        killGroup(child.pid);
        const finish = (): void => {
          clearTimeout(timer);
          child.off('close', finish);
          this.#finish(child, code === null ? `killed by ${signal}` : `exit code ${code}`);
        };
        const timer = setTimeout(finish, drainMs);
        child.once('close', finish);
      });
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (input == null || this.#end !== null || input.destroyed)
      return Promise.reject(new Error(`the program has ended (${this.end ?? 'its input is closed'})`));
    return new Promise((resolve, reject) => {
      input.write(serializeMessage(message), (error) => {
        if (error == null) resolve();
        else reject(error);
      });
    });
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === null || this.#end !== null) return;
    child.stdin?.end();
    const timer = setTimeout(() => killGroup(child.pid), endMs);
    await this.#ended.promise;
    clearTimeout(timer);
  }

  #finish(child: ChildProcess, end: string): void {
    this.#end = end;
    for (const stream of child.stdio) stream?.destroy();
    this.#ended.resolve();
    this.onclose?.();
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk);
    } catch (error) {
      // More than one message may hold: there is no place from which one could read on.
      this.onerror?.(asError(error));
      killGroup(this.#child?.pid);
      return;
    }
    for (;;) {
      try {
        const message = this.#buffer.readMessage();
        if (message === null) return;
        this.onmessage?.(message);
      } catch (error) {
        // A line that is no message, such as a greeting: servers print them now and then.
        this.onerror?.(asError(error));
      }
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
