// Gemini generateContent and streamGenerateContent.
import { z } from 'zod';
import { said } from '../conversation.ts';
import type { Conversation, Turn } from '../conversation.ts';
import { USAGE, wordsOf } from '../dialect.ts';
import type { Answer, Dialect } from '../dialect.ts';

const Part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z.looseObject({ name: z.string() }).optional(),
  functionResponse: z.looseObject({ response: z.unknown().optional() }).optional(),
});
const Content = z.looseObject({ role: z.string().optional(), parts: z.array(Part).optional() });
const Declaration = z.looseObject({
  name: z.string(),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
});
const Body = z.looseObject({
  contents: z.array(Content),
  systemInstruction: Content.optional(),
  tools: z.array(z.looseObject({ functionDeclarations: z.array(Declaration).optional() })).optional(),
});

const PATH = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

export const gemini: Dialect = {
  name: 'gemini',
  matches: (path) => PATH.test(path),
  read,
  whole: (answer) => chunk(answer, [...textParts(answer.text), ...callParts(answer)], true),
  frames: (answer) => ({
    begin: [],
    words: wordsOf(answer.text).map((word) => ({ data: chunk(answer, textParts(word), false) })),
    end: [{ data: chunk(answer, callParts(answer), true) }],
  }),
  failure: (code, message) => ({ error: { code, message, status: statusName(code) } }),
};

function read(body: unknown, path: string): Conversation {
  const request = Body.parse(body);
  const [, model, method] = PATH.exec(path) ?? [];
  const declarations = (request.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  return {
    model: model ?? '',
    stream: method === 'streamGenerateContent',
    turns: [said('system', request.systemInstruction?.parts), ...request.contents.flatMap(turnsOf)],
    tools: declarations.map((tool) => ({
      name: tool.name,
      namespace: null,
      freeForm: false,
      schema: tool.parametersJsonSchema ?? tool.parameters,
    })),
  };
}

function turnsOf(content: z.output<typeof Content>): readonly Turn[] {
  const parts = content.parts ?? [];
  const results = parts.filter((part) => part.functionResponse !== undefined);
  const tools = results.map((part) => said('tool', JSON.stringify(part.functionResponse?.response)));
  const words = parts.filter((part) => part.text !== undefined && part.thought !== true);
  if (content.role === 'model') {
    const calls = parts.flatMap((part) => (part.functionCall === undefined ? [] : [part.functionCall.name]));
    return [{ ...said('model', words), calls }];
  }
  return words.length === 0 ? tools : [...tools, said('user', words)];
}

function textParts(text: string): readonly Record<string, unknown>[] {
  return text === '' ? [] : [{ text }];
}

function callParts(answer: Answer): readonly Record<string, unknown>[] {
  return answer.calls.map((call) => ({ functionCall: { id: call.id, name: call.name, args: call.args } }));
}

function chunk(
  answer: Answer,
  parts: readonly Record<string, unknown>[],
  isLast: boolean,
): Record<string, unknown> {
  return {
    candidates: [{ index: 0, content: { role: 'model', parts }, ...(isLast && { finishReason: 'STOP' }) }],
    usageMetadata: {
      promptTokenCount: USAGE.input,
      candidatesTokenCount: USAGE.output,
      totalTokenCount: USAGE.input + USAGE.output,
      cachedContentTokenCount: USAGE.cached,
    },
    modelVersion: answer.model,
    responseId: answer.id,
  };
}

function statusName(code: number): string {
  if (code === 401) return 'UNAUTHENTICATED';
  if (code === 429) return 'RESOURCE_EXHAUSTED';
  return code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL';
}
