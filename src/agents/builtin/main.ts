// Our own coding agent as a program that speaks ACP over its standard streams. It is told everything it needs, so that
// a test can run it inside its own process; `tasklane agent` gives it the process's streams and environment.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { ndJsonStream } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import { silentLog } from '../../lib/log.ts';
import type { Log } from '../../lib/log.ts';
import { AcpAgent } from './acp-agent.ts';
import type { Environment } from './settings.ts';

export interface BuiltinAgentOptions {
  readonly input: Readable;
  /** Carries the protocol and nothing else. */
  readonly output: Writable;
  readonly environment: Environment;
  readonly log?: Log;
}

/** Serves the client until it closes the input. Then nothing that the agent started is left. */
export async function runBuiltinAgent(options: BuiltinAgentOptions): Promise<void> {
  const agent = new AcpAgent({
    environment: options.environment,
    version: await version(),
    log: options.log ?? silentLog,
    now: () => new Date(),
    newId: randomUUID,
  });
  const connection = agent.app.connect(
    ndJsonStream(Writable.toWeb(options.output), Readable.toWeb(options.input)),
  );
  try {
    await connection.closed;
  } finally {
    await agent.close();
    // A client that only stopped reading leaves the input open, which would keep the process alive.
    options.input.destroy();
  }
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
