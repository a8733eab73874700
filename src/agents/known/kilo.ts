// Kilo, by its documentation and by what is known of OpenCode, of which it is a descendant.
import type { AgentEntry } from '../driver.ts';
import { untried } from '../facts.ts';
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
    versions: null,
    versionArgs: ['--version'],
    quirks: untried,
  },
};
