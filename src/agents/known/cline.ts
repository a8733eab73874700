// Cline, measured with 3.0.65. Over ACP it refuses to begin without CLINE_API_KEY, whatever its own settings hold. It takes
// no MCP servers, reports no usage, and leaves a server of its own behind, which is ended with its session.
import type { AgentEntry } from '../driver.ts';

const providers = {
  version: 1,
  lastUsedProvider: 'openai-compatible',
  providers: {
    'openai-compatible': {
      settings: {
        provider: 'openai-compatible',
        apiKey: '${OPENAI_API_KEY}',
        model: '{modelId}',
        baseUrl: '${OPENAI_BASE_URL:-https://api.openai.com/v1}',
      },
      updatedAt: '2026-01-01T00:00:00.000Z',
      tokenSource: 'manual',
    },
  },
};

// It knows only models that it can look up, and takes its first one instead of a model that it does not know.
const models = {
  version: 1,
  providers: {
    'openai-compatible': {
      provider: {
        name: 'OpenAI Compatible',
        baseUrl: '${OPENAI_BASE_URL:-https://api.openai.com/v1}',
        defaultModelId: '{modelId}',
      },
      models: {
        '{modelId}': {
          id: '{modelId}',
          name: '{modelId}',
          contextWindow: 128_000,
          maxInputTokens: 128_000,
          capabilities: ['streaming', 'tools', 'images'],
        },
      },
    },
  },
};

export const cline: AgentEntry = {
  name: 'cline',
  title: 'Cline',
  protocol: 'acp',
  command: ['cline', '--acp'],
  env: {
    CLINE_API_KEY: '${OPENAI_API_KEY}',
    CLINE_PROVIDER: 'openai-compatible',
    CLINE_MODEL: '{modelId}',
    CLINE_NO_AUTO_UPDATE: '1',
    CLINE_TELEMETRY_DISABLED: '1',
  },
  passEnv: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  homeFiles: {
    '.cline/data/settings/providers.json': providers,
    '.cline/data/settings/models.json': models,
    '.cline/data/settings/global-settings.json': { telemetryOptOut: true, autoUpdateEnabled: false },
  },
  askMode: null,
  origin: 'known',
  hint: 'install it with `npm install -g cline` and set OPENAI_API_KEY (and OPENAI_BASE_URL for another provider)',
  facts: {
    homepage: 'https://github.com/cline/cline',
    package: 'cline',
    versions: { oldest: '3.0.65', tested: '3.0.65' },
    versionArgs: ['--version'],
    quirks: { asks: 'always', resume: 'load', mcp: 'none', failures: 'error', callsHome: ['data.cline.bot'] },
  },
};
