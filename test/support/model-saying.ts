// A model that says what a test wants, also what no provider would let through.
import type { Model, ModelCall, StepFinish, StepRequest } from '../../src/agents/builtin/model.ts';

export interface Answer {
  readonly text?: string;
  readonly calls?: readonly Omit<ModelCall, 'id'>[];
  readonly finish?: StepFinish;
  /** Tokens that the provider counted in the request. */
  readonly inputTokens?: number;
  /** Thrown instead of an answer. */
  readonly fails?: Error;
}

/** Answers in turn, and keeps what it was asked. */
export function modelSaying(answers: readonly Answer[]): { model: Model; requests: StepRequest[] } {
  const requests: StepRequest[] = [];
  const model: Model = {
    step: async function* (request) {
      const {
        text = '',
        calls: named = [],
        finish = 'done',
        inputTokens = 1,
        fails,
      } = answers[requests.length] ?? { text: 'The end.' };
      const calls = named.map((call, index) => ({ ...call, id: `call-${requests.length}-${index}` }));
      requests.push(request);
      if (fails !== undefined) throw fails;
      if (text !== '') yield { type: 'text', text };
      yield {
        type: 'end',
        message: {
          role: 'assistant',
          content: [
            { type: 'text', text },
            ...calls.map(({ id, name, input }) => ({
              type: 'tool-call' as const,
              toolCallId: id,
              toolName: name,
              input,
            })),
          ],
        },
        calls,
        finish,
        usage: { inputTokens, outputTokens: 1, cachedTokens: 0 },
      };
    },
  };
  return { model, requests };
}
