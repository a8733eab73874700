// What a command that changed a task prints: the task as JSON, or one sentence on stderr.
import type { TaskJson } from '../api/schemas.ts';
import { printJson, say, wantsJson } from './context.ts';
import type { Context, OutputFlags } from './context.ts';
import { label } from './summary.ts';

export function reportChanged(context: Context, flags: OutputFlags, task: TaskJson, sentence: string): void {
  if (wantsJson(flags)) printJson(context, task);
  else say(context, `tasklane: ${label(task)} ${sentence}`);
}
