// OpenCode, measured with 1.18.33. It finds out by itself which providers have a key; an address of ours becomes the
// address of the provider that the model names. `acp` also opens an HTTP server on 127.0.0.1, which gets a password.
import type { AgentEntry } from '../driver.ts';
import { openCodeConfig, openCodeSwitches, providerKeys } from './opencode-family.ts';

export const opencode: AgentEntry = {
  name: 'opencode',
  title: 'OpenCode',
  protocol: 'acp',
  command: ['opencode', 'acp'],
  env: openCodeSwitches('OPENCODE'),
  passEnv: providerKeys,
  homeFiles: { '.config/opencode/opencode.json': openCodeConfig },
  askMode: null,
  origin: 'known',
  hint: 'install it with `npm install -g opencode-ai` and set the key of the provider of its model, such as ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://opencode.ai',
    package: 'opencode-ai',
    versions: { oldest: '1.18.33', tested: '1.18.33' },
    versionArgs: ['--version'],
    quirks: {
      asks: 'always',
      resume: 'load',
      mcp: 'http',
      failures: 'error',
      callsHome: ['registry.npmjs.org'],
    },
  },
};
