// The contract on our own agent and on real programs from npm, unmodified: only their model's words are scripted.
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { agentDriverContract } from '../../../test/contracts/agent-driver.contract.ts';
import { contractScripts } from '../../../test/support/agents/contract-scripts.ts';
import { pathOfRealAgents } from '../../../test/support/agents/entries.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import { gemini } from './gemini.ts';
import { qwen } from './qwen.ts';
import { builtinAgent } from './tasklane.ts';

const server = await startModelServer({ scripts: contractScripts });
after(() => server.close());

const driver = acpDriver({ log: silentLog });

agentDriverContract('Our own agent', { protocol: true, resume: true, exactEnvironment: false }, async () => ({
  driver,
  entry: builtinAgent([
    process.execPath,
    fileURLToPath(new URL('../../../bin/tasklane.js', import.meta.url)),
    'agent',
  ]),
  model: 'openai-compatible/scripted-model',
  environment: { PATH: pathOfRealAgents, TASKLANE_API_KEY: 'fake', TASKLANE_BASE_URL: `${server.url}/v1` },
}));

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
