// Claude Code through its ACP adapter, by its documentation. It starts in the mode that asks.
import type { AgentEntry } from '../driver.ts';
import { untried } from '../facts.ts';

export const claude: AgentEntry = {
  name: 'claude',
  title: 'Claude Code',
  protocol: 'acp',
  command: ['claude-agent-acp'],
  env: {
    ANTHROPIC_MODEL: '{modelId}',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  },
  passEnv: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'CLAUDE_CODE_OAUTH_TOKEN'],
  homeFiles: {},
  askMode: 'default',
  origin: 'known',
  hint: 'install it with `npm install -g @agentclientprotocol/claude-agent-acp` and set ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://github.com/agentclientprotocol/claude-agent-acp',
    package: '@agentclientprotocol/claude-agent-acp',
    versions: null,
    versionArgs: null,
    quirks: untried,
  },
};
