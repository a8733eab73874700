// pi through its ACP adapter, measured with pi-acp 0.0.34 and pi 0.87.1. It never asks for permission, takes no MCP servers,
// and says nothing when its model fails: only its copy and the evidence hold it.
import type { AgentEntry } from '../driver.ts';

const models = {
  providers: {
    '${OPENAI_BASE_URL:+{provider}}': {
      baseUrl: '${OPENAI_BASE_URL}',
      api: 'openai-completions',
      apiKey: '$OPENAI_API_KEY',
      models: [{ id: '{modelId}' }],
    },
  },
};

export const pi: AgentEntry = {
  name: 'pi',
  title: 'pi',
  protocol: 'acp',
  command: ['pi-acp'],
  env: { PI_OFFLINE: '1', PI_SKIP_VERSION_CHECK: '1', PI_TELEMETRY: '0' },
  passEnv: ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'GEMINI_API_KEY', 'OPENROUTER_API_KEY'],
  homeFiles: {
    '.pi/agent/models.json': models,
    '.pi/agent/settings.json': {
      defaultProvider: '{provider}',
      defaultModel: '{modelId}',
      quietStartup: true,
    },
  },
  askMode: null,
  origin: 'known',
  hint: 'install it with `npm install -g @earendil-works/pi-coding-agent pi-acp` and set the key of the provider of its model, such as ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://github.com/svkozak/pi-acp',
    package: 'pi-acp',
    versions: { oldest: '0.0.34', tested: '0.0.34' },
    versionArgs: null,
    quirks: { asks: 'never', resume: 'load', mcp: 'none', failures: 'silence', callsHome: [] },
  },
};
