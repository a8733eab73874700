// The contract on the real programs, unmodified, from npm: only their model's words are scripted.
import { after } from 'node:test';
import { agentDriverContract } from '../../../test/contracts/agent-driver.contract.ts';
import { contractScripts } from '../../../test/support/agents/contract-scripts.ts';
import { pathOfRealAgents } from '../../../test/support/agents/entries.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import { gemini } from './gemini.ts';
import { qwen } from './qwen.ts';

const server = await startModelServer({ scripts: contractScripts });
after(() => server.close());

const driver = acpDriver({ log: silentLog });

agentDriverContract('Qwen Code', { protocol: true, resume: true, exactEnvironment: false }, async () => ({
  driver,
  entry: qwen,
  model: 'local/scripted-model',
  environment: { PATH: pathOfRealAgents, OPENAI_API_KEY: 'fake', OPENAI_BASE_URL: `${server.url}/v1` },
}));

// It cannot load a session in the minute in which the session began, and a test does not wait for the next one.
agentDriverContract('Gemini CLI', { protocol: true, resume: false, exactEnvironment: false }, async () => ({
  driver,
  entry: gemini,
  model: 'google/gemini-2.5-flash',
  environment: { PATH: pathOfRealAgents, GEMINI_API_KEY: 'fake', GOOGLE_GEMINI_BASE_URL: server.url },
}));
