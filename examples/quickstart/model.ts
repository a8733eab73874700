// Where the words of the model come from: a real provider when a key is in the environment, else a scripted server on this
// machine. Everything else (agent, git, sandbox, checks, database) is the same either way.
import { join } from 'node:path';
import { loadScripts } from '../../test/support/model-server/script.ts';
import { startModelServer } from '../../test/support/model-server/server.ts';

const keys: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: 'OpenAI',
  ANTHROPIC_API_KEY: 'Anthropic',
  GOOGLE_GENERATIVE_AI_API_KEY: 'Google',
  GEMINI_API_KEY: 'Google',
};

export interface Model {
  /** One sentence for the person. */
  readonly says: string;
  readonly isScripted: boolean;
  /** What the daemon's environment needs on top. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function chooseModel(environment: NodeJS.ProcessEnv): Promise<Model> {
  const key = Object.keys(keys).find((name) => (environment[name] ?? '') !== '');
  if (key !== undefined || (environment['TASKLANE_MODEL'] ?? '') !== '') return realModel(key);
  const server = await startModelServer({ scripts: await loadScripts(join(import.meta.dirname, 'scripts')) });
  return {
    says: "No model key is set, so the model's words come from a script; the agent, git, the checks and the database are real.",
    isScripted: true,
    environment: {
      TASKLANE_MODEL: 'openai-compatible/scripted-model',
      TASKLANE_BASE_URL: `${server.url}/v1`,
      TASKLANE_API_KEY: 'scripted',
    },
    close: () => server.close(),
  };
}

function realModel(key: string | undefined): Model {
  const from = key === undefined ? 'TASKLANE_MODEL' : `${keys[key] ?? ''} (${key})`;
  return {
    says: `The model is real: ${from}.`,
    isScripted: false,
    environment: {},
    close: async () => undefined,
  };
}
