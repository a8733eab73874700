// The gateway with agents of others that speak OpenAI's language; a file of its own, because each of them takes its time.
import { testBehindGateway } from '../support/agents/behind-gateway.ts';

for (const name of ['cline', 'copilot', 'kilo', 'opencode', 'pi'])
  testBehindGateway({ name, model: 'local/scripted-model', speaks: 'openai' });
