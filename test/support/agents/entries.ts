// Entries that start the agents of this folder.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentEntry } from '../../../src/agents/driver.ts';

/** The `file` of this folder as an agent; `args` come after it. */
export function testAgent(
  file: string,
  args: readonly string[] = [],
  changes: Partial<AgentEntry> = {},
): AgentEntry {
  return {
    name: 'test',
    title: 'Test agent',
    protocol: 'acp',
    command: [process.execPath, fileURLToPath(new URL(file, import.meta.url)), ...args],
    env: {},
    passEnv: [],
    homeFiles: {},
    askMode: 'default',
    origin: 'config',
    hint: '',
    ...changes,
  };
}

/** Only what a program needs to be found. */
export const plainEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
};

/** Where the real agents from npm are, with the node that runs this test before any other: their launchers need it. */
export const pathOfRealAgents = [
  fileURLToPath(new URL('../../../node_modules/.bin', import.meta.url)),
  dirname(process.execPath),
  '/usr/local/bin:/usr/bin:/bin',
].join(':');
