// Kilo, measured with 7.7.9. It is a descendant of OpenCode, and behaves as that does.
import type { AgentEntry } from '../driver.ts';
import { openCodeConfig, openCodeSwitches, providerKeys } from './opencode-family.ts';

export const kilo: AgentEntry = {
  name: 'kilo',
  title: 'Kilo',
  protocol: 'acp',
  command: ['kilo', 'acp'],
  env: { ...openCodeSwitches('KILO'), KILO_TELEMETRY_LEVEL: 'off' },
  passEnv: [...providerKeys, 'KILO_API_KEY'],
  homeFiles: { '.config/kilo/kilo.json': openCodeConfig },
  askMode: null,
  origin: 'known',
  hint: 'install it with `npm install -g @kilocode/cli` and set the key of the provider of its model, such as ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://kilo.ai',
    package: '@kilocode/cli',
    versions: { oldest: '7.7.9', tested: '7.7.9' },
    versionArgs: ['--version'],
    quirks: { asks: 'always', resume: 'load', mcp: 'http', failures: 'error', callsHome: [] },
  },
};
