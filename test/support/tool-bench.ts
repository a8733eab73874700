// Runs one tool of the built-in agent in a folder of its own, as the agent would: checks arguments, prepares, runs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { Commands } from '../../src/agents/builtin/tools/commands.ts';
import type { Outcome, Running, Tool } from '../../src/agents/builtin/tools/tool.ts';
import { openWorkspace } from '../../src/agents/builtin/workspace.ts';
import { quietClient } from './quiet-client.ts';
import { tempDir } from './temp-dir.ts';

export interface Bench {
  readonly dir: string;
  read(path: string): string;
  write(path: string, content: string | Buffer): void;
  run(input: Readonly<Record<string, unknown>>, options?: RunOptions): Promise<Outcome>;
  /** Another tool in the same conversation. */
  with(tool: Tool): Pick<Bench, 'run'>;
  readonly commands: Commands;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** For tools that make no calls of their own. */
const alone: Running = {
  callId: 'call',
  client: quietClient,
  permissions: { mustAsk: () => false, allowAlways: () => undefined, cancel: () => undefined },
};

export function benchFor(
  context: TestContext,
  tool: Tool,
  files: Readonly<Record<string, string>> = {},
  commandEnvironment: Readonly<Record<string, string>> = { PATH: process.env['PATH'] ?? '' },
): Bench {
  const dir = tempDir(context);
  const commands = new Commands();
  context.after(() => commands.close());
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    dir,
    read: (path) => readFileSync(join(dir, path), 'utf8'),
    write,
    commands,
    with: (other) => ({ run: (input, options) => run(other, input, options) }),
    run: (input, options) => run(tool, input, options),
  };

  async function run(
    used: Tool,
    input: Readonly<Record<string, unknown>>,
    options: RunOptions = {},
  ): Promise<Outcome> {
    const workspace = await openWorkspace(dir);
    const prepared = await used.prepare(used.input.parse(input), {
      workspace,
      commandEnvironment,
      commands,
    });
    if (prepared.kind === 'failed') return prepared;
    const signal = options.signal ?? new AbortController().signal;
    return await prepared.run(options.onProgress ?? (() => undefined), signal, alone);
  }
}
