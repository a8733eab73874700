// Keeps the result of a call in the conversation, with a word to the model when it goes round in circles, and with what
// the folder that it is about tells agents.
import { NestedInstructions } from './nested-instructions.ts';
import type { CallDeps } from './run-calls.ts';
import type { Repetitions } from './repetitions.ts';
import type { Transcript } from './transcript.ts';
import type { Workspace } from './workspace.ts';

export function recordTo(
  transcript: Transcript,
  repetitions: Repetitions,
  workspace: Workspace,
): CallDeps['record'] {
  const nested = new NestedInstructions(workspace, () => transcript.entries);
  return async (call, outcome, paths) => {
    const isError = outcome.kind === 'failed';
    const hint = repetitions.hintAfter(call, isError, outcome.text);
    const text = outcome.text + hint + (isError ? '' : await nested.about(paths));
    const diffs = isError ? [] : (outcome.diffs ?? []);
    await transcript.add({ type: 'result', callId: call.id, text, isError, diffs });
    return { ...outcome, text };
  };
}
