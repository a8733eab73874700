// One preview: a project's preview command at work in a task's copy, on a port that was leased for it. It is started by the
// system and knows nothing of us: no token, no key, and the environment of setup and checks.
import { randomUUID } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { AppError } from '../../domain/errors.ts';
import { exec } from '../../lib/exec.ts';
import { killMarked } from '../../lib/leftovers.ts';
import { sleep } from '../../lib/sleep.ts';
import { stripAnsi, tailOf } from '../../lib/text.ts';

export interface PreviewInput {
  /** A command line for `sh`, which is to listen on `$PORT` of this machine. */
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take until its port answers. */
  readonly startMs: number;
  /** Called once, when its process is gone. */
  readonly onEnd: () => void;
}

/** By this variable the processes of a preview are known. */
const mark = 'TASKLANE_PREVIEW_RUN';
const maxOutput = 64 * 1024;
const lookMs = 100;

export class Preview {
  readonly port: number;
  readonly #stopped = new AbortController();
  readonly #ended: Promise<void>;
  #output = '';
  #exit: string | null = null;

  private constructor(input: PreviewInput, port: number) {
    this.port = port;
    this.#ended = this.#run(input);
  }

  /** Resolves when its port answers. Throws `preview_failed` with its output when that does not happen. */
  static async start(input: PreviewInput): Promise<Preview> {
    const preview = new Preview(input, await freePort());
    try {
      await preview.#ready(input.startMs);
      return preview;
    } catch (error) {
      await preview.stop();
      throw error;
    }
  }

  /** The end of what it printed. */
  get output(): string {
    return tailOf(stripAnsi(this.#output));
  }

  get isRunning(): boolean {
    return this.#exit === null;
  }

  /** Ends all of its processes. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#ended;
  }

  async #run({ command, cwd, env, onEnd }: PreviewInput): Promise<void> {
    const id = randomUUID();
    try {
      const end = await exec(['sh', '-c', `exec 2>&1\n${command}`], {
        cwd,
        env: { ...env, PORT: String(this.port), HOST: '127.0.0.1', [mark]: id },
        maxOutput,
        keep: 'tail',
        signal: this.#stopped.signal,
        onOutput: (chunk) => void (this.#output = (this.#output + chunk.toString('utf8')).slice(-maxOutput)),
      });
      this.#exit = end.exitCode === null ? 'was killed' : `ended with exit code ${end.exitCode}`;
    } catch {
      // It was stopped, or there is no shell: either way it is not there.
      this.#exit = 'was stopped';
    } finally {
      await killMarked(mark, id);
      onEnd();
    }
  }

  async #ready(startMs: number): Promise<void> {
    const deadline = performance.now() + startMs;
    for (;;) {
      if (await answers(this.port)) return;
      if (this.#exit !== null) throw this.#failed(this.#exit);
      if (performance.now() > deadline)
        throw this.#failed(`did not listen on port ${this.port} within ${startMs / 1000} s`);
      await sleep(lookMs);
    }
  }

  #failed(how: string): AppError {
    const last = this.output.split('\n').findLast((line) => line.trim() !== '');
    const said = last === undefined ? 'It printed nothing.' : `Its last words: ${last.trim().slice(0, 300)}`;
    return new AppError('preview_failed', `The preview command ${how}. ${said}`, {
      next: 'Make it listen on 127.0.0.1 at the port in $PORT and stay in the foreground; all of its output is in the details.',
      details: { output: this.output, port: this.port },
    });
  }
}

/** One that nobody listens on now. Between this and the start of the command another program may take it: then that fails. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('a listening socket has no port')),
      );
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
