// The contract on the real programs, unmodified, from npm: only their model's words are scripted.
import { dirname, resolve } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { agentDriverContract } from '../../../test/contracts/agent-driver.contract.ts';
import { contractScripts } from '../../../test/support/agents/contract-scripts.ts';
import { startModelServer } from '../../../test/support/model-server/server.ts';
import { silentLog } from '../../lib/log.ts';
import { acpDriver } from '../acp.ts';
import { gemini } from './gemini.ts';
import { qwen } from './qwen.ts';

const server = await startModelServer({ scripts: contractScripts });
after(() => server.close());

// The agents' launchers look for `node` on PATH, and need the one that runs this test.
const programs = resolve(dirname(fileURLToPath(import.meta.url)), '../../../node_modules/.bin');
const PATH = `${programs}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
const driver = acpDriver({ log: silentLog });

agentDriverContract('Qwen Code', { protocol: true, resume: true, exactEnvironment: false }, async () => ({
  driver,
  entry: qwen,
  model: 'local/scripted-model',
  environment: { PATH, OPENAI_API_KEY: 'fake', OPENAI_BASE_URL: `${server.url}/v1` },
}));

// It cannot load a session in the minute in which the session began, and a test does not wait for the next one.
agentDriverContract('Gemini CLI', { protocol: true, resume: false, exactEnvironment: false }, async () => ({
  driver,
  entry: gemini,
  model: 'google/gemini-2.5-flash',
  environment: { PATH, GEMINI_API_KEY: 'fake', GOOGLE_GEMINI_BASE_URL: server.url },
}));
