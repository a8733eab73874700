// A line of a protocol log as it must be, to be read from a file that may come from anywhere.
import { z } from 'zod';
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';

/** Milliseconds since 1970, as far as a date goes. */
export const pointInTime = z.number().min(0).max(8.64e15);

const at = pointInTime;
const text = z.string();
const chunk = z.int();

export const protocolEntry: z.ZodType<ProtocolEntry> = z.discriminatedUnion('dir', [
  z.object({
    at,
    dir: z.literal('open'),
    protocol: z.enum(['acp', 'command']),
    agent: z.object({
      name: text,
      title: text,
      askMode: text.nullable(),
      failures: z.enum(['error', 'last-message', 'thread-status', 'silence']),
    }),
    model: text.nullable(),
    resume: text.nullable(),
    maxTurns: z.int().nullable(),
  }),
  z.object({
    at,
    dir: z.literal('call'),
    call: z.enum(['prompt', 'cancel', 'stop_subagent', 'close']),
    text,
  }),
  z.object({ at, dir: z.literal('end'), of: z.enum(['open', 'prompt']), end: text }),
  z.object({ at, dir: z.literal('out'), message: z.unknown() }),
  z.object({ at, dir: z.literal('in'), chunk, message: z.unknown() }),
  z.object({ at, dir: z.literal('noise'), chunk, text, cut: z.int().nullable() }),
  z.object({ at, dir: z.literal('print'), stream: z.enum(['stdout', 'stderr']), text }),
  z.object({ at, dir: z.literal('decided'), call: text, outcome: z.enum(['allow', 'deny']), by: text }),
  z.object({ at, dir: z.literal('late'), method: text, ms: z.number() }),
  z.object({ at, dir: z.literal('exit'), code: z.int().nullable(), signal: text.nullable() }),
  z.object({ at, dir: z.literal('gap'), reason: text }),
]);
