// Aider, by its documentation. It speaks no protocol: one process per prompt, what it prints is what it says, and nothing is
// asked. Tasklane commits the work itself; its notes go into its HOME, so that they are no part of the change.
import type { AgentEntry } from '../driver.ts';

export const aider: AgentEntry = {
  name: 'aider',
  title: 'Aider',
  protocol: 'command',
  command: [
    'aider',
    '--yes-always',
    '--no-auto-commits',
    '--no-gitignore',
    '--no-check-update',
    '--no-show-release-notes',
    '--no-show-model-warnings',
    '--analytics-disable',
    '--no-pretty',
    '--no-fancy-input',
    '--map-tokens',
    '0',
    '--model',
    '{model}',
    '--message',
    '{prompt}',
  ],
  env: {
    OPENAI_API_BASE: '${OPENAI_BASE_URL}',
    AIDER_INPUT_HISTORY_FILE: '{home}/.aider.input.history',
    AIDER_CHAT_HISTORY_FILE: '{home}/.aider.chat.history.md',
  },
  passEnv: [
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'ANTHROPIC_API_KEY',
    'GEMINI_API_KEY',
    'DEEPSEEK_API_KEY',
    'OPENROUTER_API_KEY',
  ],
  homeFiles: {},
  askMode: null,
  origin: 'known',
  hint: 'install it with `python -m pip install aider-install && aider-install` and set the key of the provider of its model, such as ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://aider.chat',
    package: null,
    versions: null,
    versionArgs: ['--version'],
    quirks: { asks: 'never', resume: 'none', mcp: 'none', failures: 'error', callsHome: [] },
  },
};
