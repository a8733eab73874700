// Ends a command in the background.
import { z } from 'zod';
import { failed, justRun } from './tool.ts';
import type { Tool } from './tool.ts';

const Input = z.object({ id: z.string().describe('As the command gave it: bg-…') });

export const stopCommandTool: Tool<typeof Input> = {
  name: 'stop_command',
  description: 'Ends a command in the background, with everything it started.',
  kind: 'execute',
  // It ends only what a call before has started, which is what a person was asked about.
  effect: 'free',
  input: Input,
  view: (input) => ({ title: `Stop ${input.id}`, paths: [] }),
  prepare: (input, { commands }) =>
    Promise.resolve(
      justRun(async () => {
        const found = commands.find(input.id);
        if (found === undefined || !('command' in found))
          return failed(`there is no command ${input.id} in the background`);
        const wasOver = found.end !== null;
        await commands.stop(input.id);
        const how = found.end ?? 'has ended';
        return {
          kind: 'done',
          text: wasOver ? `${input.id} was over already: it ${how}` : `${input.id} is stopped (${how})`,
        };
      }),
    ),
};
