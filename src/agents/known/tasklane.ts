// Our own agent: this program again, as an ACP agent of its own process.
import { delimiter } from 'node:path';
import type { AgentEntry } from '../driver.ts';

/**
 * `argv` starts it: the node that runs us, the path of bin/tasklane.js, `agent`. `subagents` are the folders where the
 * person keeps theirs: its own HOME is that of the task.
 */
export function builtinAgent(argv: readonly string[], subagents: readonly string[] = []): AgentEntry {
  return {
    name: 'tasklane',
    title: 'Tasklane agent',
    protocol: 'acp',
    command: argv,
    env: {
      TASKLANE_MODEL: '{model}',
      ...(subagents.length > 0 && { TASKLANE_SUBAGENTS: subagents.join(delimiter) }),
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
