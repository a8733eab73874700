// The gateway with agents of others: each wire format, as real programs use it.
import { testBehindGateway } from '../support/agents/behind-gateway.ts';

testBehindGateway({ name: 'qwen', model: 'local/scripted-model', speaks: 'openai', isPackage: true });
testBehindGateway({ name: 'gemini', model: 'google/gemini-2.5-flash', speaks: 'google', isPackage: true });
testBehindGateway({ name: 'claude', model: 'anthropic/claude-sonnet-5', speaks: 'anthropic' });
testBehindGateway({ name: 'codex', model: 'openai/gpt-5.5', speaks: 'openai' });
