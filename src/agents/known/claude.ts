// Claude Code through its ACP adapter, measured with 0.100.0, which brings Claude Code with it. It starts in the mode that asks.
import type { AgentEntry } from '../driver.ts';

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
    // Else it asks a provider that refuses its key ten times more, over three minutes.
    CLAUDE_CODE_MAX_RETRIES: '3',
  },
  passEnv: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'CLAUDE_CODE_OAUTH_TOKEN'],
  homeFiles: {},
  askMode: 'default',
  origin: 'known',
  hint: 'install it with `npm install -g @agentclientprotocol/claude-agent-acp` and set ANTHROPIC_API_KEY',
  facts: {
    homepage: 'https://github.com/agentclientprotocol/claude-agent-acp',
    package: '@agentclientprotocol/claude-agent-acp',
    versions: { oldest: '0.100.0', tested: '0.100.0' },
    versionArgs: null,
    quirks: { asks: 'always', resume: 'load', mcp: 'http', failures: 'error', callsHome: [] },
  },
};
