// Gemini CLI, measured with 0.61.0. It cannot load a session in the wall-clock minute in which the session began; then
// a new one begins.
import type { AgentEntry } from '../driver.ts';

const settings = {
  general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
};

export const gemini: AgentEntry = {
  name: 'gemini',
  title: 'Gemini CLI',
  protocol: 'acp',
  command: ['gemini', '--acp'],
  env: {
    GEMINI_CLI_NO_RELAUNCH: 'true',
    GEMINI_TELEMETRY_ENABLED: 'false',
    GEMINI_MODEL: '{modelId}',
  },
  passEnv: ['GEMINI_API_KEY', 'GOOGLE_GEMINI_BASE_URL', 'GEMINI_MODEL'],
  homeFiles: { '.gemini/settings.json': settings },
  askMode: 'default',
  origin: 'known',
  hint: 'install it with `npm install -g @google/gemini-cli` and set GEMINI_API_KEY',
  facts: {
    homepage: 'https://github.com/google-gemini/gemini-cli',
    package: '@google/gemini-cli',
    versions: { oldest: '0.61.0', tested: '0.61.0' },
    versionArgs: ['--version'],
    quirks: { asks: 'always', resume: 'load-next-minute', mcp: 'http', failures: 'error', callsHome: [] },
  },
};
