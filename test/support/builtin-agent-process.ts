// The built-in agent as a process of its own, for tests that kill it.
import { runBuiltinAgent } from '../../src/agents/builtin/main.ts';

await runBuiltinAgent({ input: process.stdin, output: process.stdout, environment: process.env });
