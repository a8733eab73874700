// What an agent's error answer is about: the key, the way to the model, or something else. The protocol has one code
// for a missing login; for all the rest there are only the provider's own words, which agents pass on unchanged.
import { z } from 'zod';
import { codeOfWords } from '../../domain/agents/error-words.ts';
import type { ErrorCode } from '../../domain/errors.ts';

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export type ModelErrorCode = Extract<
  ErrorCode,
  'model_credentials' | 'model_network' | 'model_refused' | 'agent_protocol'
>;

const authRequired = -32000;

export function classify(error: RpcError): ModelErrorCode {
  const status = statusOf(error.data);
  const said = codeOfWords(wordsOf(error));
  if (error.code === authRequired || status === 401 || status === 403 || said === 'model_credentials')
    return 'model_credentials';
  if (said === 'model_refused') return said;
  if (status === 429 || status === 408 || (status !== null && status >= 500)) return 'model_network';
  return said ?? 'agent_protocol';
}

const dataShape = z.looseObject({
  status: z.number().optional().catch(undefined),
  code: z.number().optional().catch(undefined),
  details: z.unknown().optional(),
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  next: z.string().optional().catch(undefined),
});

function statusOf(data: unknown): number | null {
  const parsed = dataShape.safeParse(data).data;
  return parsed?.status ?? parsed?.code ?? null;
}

/** The error in words: the message, and what its data adds to it. */
export function wordsOf(error: RpcError): string {
  const added = detailsOf(error.data);
  if (added === null || error.message.includes(added)) return error.message;
  // "Internal error" is the protocol's own name for −32603 and says nothing that its data does not say better.
  return /^internal error$/i.test(error.message.trim()) ? added : `${error.message}: ${added}`;
}

/** The error in words, and apart from them what to do next, where the agent says it apart as ours does. */
export function adviceOf(error: RpcError): { readonly words: string; readonly next: string | null } {
  const words = wordsOf(error);
  const next = dataShape.safeParse(error.data).data?.next ?? '';
  if (next === '' || !words.endsWith(next)) return { words, next: null };
  return { words: words.slice(0, -next.length).trimEnd(), next };
}

function detailsOf(data: unknown): string | null {
  if (typeof data === 'string') return data.trim() === '' ? null : data.trim();
  const parsed = dataShape.safeParse(data).data;
  for (const said of [parsed?.details, parsed?.message, parsed?.error]) {
    const words = typeof said === 'object' ? detailsOf(said) : said;
    if (typeof words === 'string' && words.trim() !== '') return words.trim();
  }
  return null;
}
