// Codex through its ACP adapter, measured with 2.6.0, which brings Codex 0.166 with it. Its key and address stand in a file
// as a provider of their own: its built-in one wants a login. In its ordinary mode hidden calls of the model judge what
// needs a person, so it runs in the one that asks.
import type { AgentEntry } from '../driver.ts';

const config = `model = "{modelId}"
model_provider = "tasklane"
approval_policy = "on-request"
check_for_update_on_startup = false

[model_providers.tasklane]
name = "tasklane"
base_url = "\${OPENAI_BASE_URL:-https://api.openai.com/v1}"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
request_max_retries = 2
stream_max_retries = 2

[features]
plugins = false
apps = false
remote_plugin = false

[analytics]
enabled = false

[feedback]
enabled = false
`;

export const codex: AgentEntry = {
  name: 'codex',
  title: 'Codex',
  protocol: 'acp',
  command: ['codex-acp'],
  env: { NO_BROWSER: '1', MODEL_PROVIDER: 'tasklane', INITIAL_AGENT_MODE: 'read-only' },
  passEnv: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'],
  homeFiles: { '.codex/config.toml': config },
  askMode: 'read-only',
  origin: 'known',
  hint: 'install it with `npm install -g @agentclientprotocol/codex-acp` and set OPENAI_API_KEY',
  facts: {
    homepage: 'https://github.com/agentclientprotocol/codex-acp',
    package: '@agentclientprotocol/codex-acp',
    versions: { oldest: '2.6.0', tested: '2.6.0' },
    versionArgs: null,
    quirks: { asks: 'always', resume: 'load', mcp: 'http', failures: 'thread-status', callsHome: [] },
  },
};
