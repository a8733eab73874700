// GitHub Copilot CLI, measured with 1.0.102. With OPENAI_BASE_URL it asks that server and needs no GitHub login; it is then
// told to stay offline, because it would call GitHub all the same. Without it, it wants a token of a Copilot subscription.
import type { AgentEntry } from '../driver.ts';

export const copilot: AgentEntry = {
  name: 'copilot',
  title: 'GitHub Copilot CLI',
  protocol: 'acp',
  // It asks in words that do not say whose tool it is; so it is told which server nobody has to be asked about.
  command: ['copilot', '--acp', '--no-auto-update', '--allow-tool=tasklane'],
  env: {
    COPILOT_PROVIDER_BASE_URL: '${OPENAI_BASE_URL}',
    COPILOT_PROVIDER_API_KEY: '${OPENAI_API_KEY}',
    COPILOT_OFFLINE: '${OPENAI_BASE_URL:+true}',
    COPILOT_AUTO_UPDATE: 'false',
    COPILOT_MODEL: '{modelId}',
  },
  passEnv: ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  homeFiles: {},
  askMode: null,
  origin: 'known',
  hint: 'install it with `npm install -g @github/copilot` and set COPILOT_GITHUB_TOKEN, or OPENAI_API_KEY and OPENAI_BASE_URL',
  facts: {
    homepage: 'https://github.com/github/copilot-cli',
    package: '@github/copilot',
    versions: { oldest: '1.0.102', tested: '1.0.102' },
    versionArgs: ['--version'],
    quirks: { asks: 'always', resume: 'load', mcp: 'http', failures: 'last-message', callsHome: [] },
  },
};
