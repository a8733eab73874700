// The contract on the agents that need no model: fast, and run always.
import { agentDriverContract } from '../../test/contracts/agent-driver.contract.ts';
import { plainEnvironment, testAgent } from '../../test/support/agents/entries.ts';
import { silentLog } from '../lib/log.ts';
import { acpDriver } from './acp.ts';
import { commandDriver } from './command.ts';

const passed = { passEnv: ['PASSED_ON'], env: { GIVEN: 'yes' } };
const environment = { ...plainEnvironment, PASSED_ON: 'seen' };

agentDriverContract(
  'the scripted agent',
  { protocol: true, resume: true, exactEnvironment: true },
  async () => ({
    driver: acpDriver({ log: silentLog }),
    entry: testAgent('scripted-agent.ts', [], passed),
    model: null,
    environment,
  }),
);

agentDriverContract(
  'a command with the prompt as its argument',
  { protocol: false, resume: false, exactEnvironment: true },
  async () => ({
    driver: commandDriver({ log: silentLog }),
    entry: testAgent('command-agent.ts', ['{prompt}'], { ...passed, protocol: 'command' }),
    model: null,
    environment,
  }),
);
