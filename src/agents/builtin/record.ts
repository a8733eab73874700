// Keeps the result of a call in the conversation, with a word to the model when it goes round in circles.
import type { CallDeps } from './run-calls.ts';
import type { Repetitions } from './repetitions.ts';
import type { Transcript } from './transcript.ts';

export function recordTo(transcript: Transcript, repetitions: Repetitions): CallDeps['record'] {
  return async (call, outcome) => {
    const isError = outcome.kind === 'failed';
    const text = outcome.text + repetitions.hintAfter(call, isError, outcome.text);
    const diffs = isError ? [] : (outcome.diffs ?? []);
    await transcript.add({ type: 'result', callId: call.id, text, isError, diffs });
    return { ...outcome, text };
  };
}
