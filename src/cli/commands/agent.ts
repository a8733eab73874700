// `tasklane agent`: the built-in agent over standard input and output, for the daemon and for editors.
import type { Context } from '../context.ts';

export async function agent(context: Context): Promise<void> {
  context.interrupts.stopListening(); // whoever started it ends it over the protocol
  const { runBuiltinAgent } = await import('../../agents/builtin/main.ts');
  await runBuiltinAgent({ input: process.stdin, output: process.stdout, environment: context.env });
}
