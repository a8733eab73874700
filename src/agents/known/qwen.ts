// Qwen Code, measured with 0.24.4. Its settings switch off what a background agent must not do: updates, telemetry, and
// extra model calls (memory extraction and follow-up suggestions cost one or two requests after every turn).
import type { AgentEntry } from '../driver.ts';

const settings = {
  $version: 3,
  general: { disableAutoUpdate: true, enableAutoUpdate: false, preventSystemSleep: false },
  memory: { enableManagedAutoMemory: false, enableManagedAutoDream: false },
  ui: { enableFollowupSuggestions: false },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  security: { auth: { selectedType: 'openai' } },
};

export const qwen: AgentEntry = {
  name: 'qwen',
  title: 'Qwen Code',
  protocol: 'acp',
  command: ['qwen', '--acp', '--auth-type', 'openai'],
  env: {
    QWEN_CODE_SUPPRESS_YOLO_WARNING: '1',
    // Else it starts itself again to get more memory: a second process, and half a second.
    QWEN_CODE_NO_RELAUNCH: 'true',
    OPENAI_MODEL: '{modelId}',
  },
  passEnv: ['OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL'],
  homeFiles: { '.qwen/settings.json': settings },
  // It starts in "auto", where a model decides what needs a person.
  askMode: 'default',
  origin: 'known',
  hint: 'install it with `npm install -g @qwen-code/qwen-code` and set OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL',
  facts: {
    homepage: 'https://github.com/QwenLM/qwen-code',
    package: '@qwen-code/qwen-code',
    versions: { oldest: '0.15.10', tested: '0.24.4' },
    versionArgs: ['--version'],
    quirks: { asks: 'always', resume: 'load', mcp: 'http', failures: 'error', callsHome: [] },
  },
};
