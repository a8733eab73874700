// Our own agent: this program again, as an ACP agent of its own process.
import { delimiter } from 'node:path';
import type { AgentEntry } from '../driver.ts';

/** Where subagents are found besides the copy that it works in: its own HOME is that of the task. */
export interface SubagentPlaces {
  /** The person's repository: what is there and not committed yet counts too. */
  readonly project: string | null;
  /** Folders of the person, the strongest first. */
  readonly personal: readonly string[];
  /** MCP servers that a configuration names, by name, as JSON says them (builtin/mcp/configured-servers.ts). */
  readonly servers?: Readonly<Record<string, unknown>>;
}

// What is set for an agent has places that are filled in; in JSON a brace before a letter stands in a text, where it may be
// written as its number.
function asItStands(json: unknown): string {
  return JSON.stringify(json).replaceAll(/\{(?=\w)/g, '\\u007b');
}

/** `argv` starts it: the node that runs us, the path of bin/tasklane.js, `agent`. */
export function builtinAgent(
  argv: readonly string[],
  { project, personal, servers = {} }: SubagentPlaces = { project: null, personal: [] },
): AgentEntry {
  return {
    name: 'tasklane',
    title: 'Tasklane agent',
    protocol: 'acp',
    command: argv,
    env: {
      TASKLANE_MODEL: '{model}',
      ...(project !== null && { TASKLANE_PROJECT_ROOT: project }),
      ...(Object.keys(servers).length > 0 && { TASKLANE_MCP_SERVERS: asItStands(servers) }),
      ...(personal.length > 0 && { TASKLANE_SUBAGENTS: personal.join(delimiter) }),
    },
    passEnv: [
      'OPENAI_API_KEY',
      'OPENAI_BASE_URL',
      'ANTHROPIC_API_KEY',
      'ANTHROPIC_BASE_URL',
      'GOOGLE_GENERATIVE_AI_API_KEY',
      'GEMINI_API_KEY',
      'GOOGLE_API_KEY',
      'GOOGLE_GEMINI_BASE_URL',
      'TASKLANE_MODEL',
      'TASKLANE_BASE_URL',
      'TASKLANE_API_KEY',
      'TASKLANE_MAX_TURNS',
      'TASKLANE_CONTEXT_WINDOW',
      'TASKLANE_MODEL_PRICE',
    ],
    homeFiles: {},
    askMode: 'ask',
    origin: 'built-in',
    hint: 'set TASKLANE_MODEL (provider/id) and the key of that provider, such as OPENAI_API_KEY or ANTHROPIC_API_KEY',
  };
}
