// Goose, by its documentation: npm has no program of it. Its model's provider is the part before the slash.
import type { AgentEntry } from '../driver.ts';
import { untried } from '../facts.ts';

export const goose: AgentEntry = {
  name: 'goose',
  title: 'Goose',
  protocol: 'acp',
  command: ['goose', 'acp'],
  env: {
    GOOSE_PROVIDER: '{provider}',
    GOOSE_MODEL: '{modelId}',
    GOOSE_MODE: 'approve',
    GOOSE_DISABLE_KEYRING: '1',
    GOOSE_TELEMETRY_OFF: '1',
  },
  passEnv: [
    'ANTHROPIC_API_KEY',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'OPENAI_HOST',
    'OPENAI_BASE_PATH',
    'GOOGLE_API_KEY',
    'OPENROUTER_API_KEY',
    'OLLAMA_HOST',
  ],
  homeFiles: {},
  askMode: null,
  origin: 'known',
  hint: 'install it as https://block.github.io/goose says, and set the key of the provider of its model, such as ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://block.github.io/goose',
    package: null,
    versions: null,
    versionArgs: ['--version'],
    quirks: untried,
  },
};
