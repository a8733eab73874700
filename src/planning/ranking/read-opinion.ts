// From the words of a judge to its opinion: what that has to look like. Whether it holds is for domain/ranking to say.
import { z } from 'zod';
import { countNames } from '../../domain/ranking/citation.ts';
import type { Opinion } from '../../domain/ranking/ranking.ts';
import { readJson } from '../answer-json.ts';

/** In characters, or entries. */
const most = {
  answer: 256 * 1024,
  summary: 2000,
  reason: 600,
  reasons: 8,
  evidence: 8,
  variants: 10,
} as const;

const variant = z.int().min(1).optional();
const evidence = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('check'),
    variant,
    name: z.string().max(200),
    outcome: z.enum(['passed', 'failed', 'timed_out', 'not_started']),
  }),
  z.strictObject({
    kind: z.literal('line'),
    variant,
    path: z.string().max(1000),
    side: z.enum(['old', 'new']).default('new'),
    line: z.int().min(1),
    text: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal('count'), variant, what: z.enum(countNames), value: z.number() }),
]);
const schema = z.strictObject({
  summary: z.string().trim().max(most.summary).default(''),
  ranking: z
    .array(
      z.strictObject({
        variant: z.int().min(1),
        reasons: z
          .array(
            z.strictObject({
              text: z.string().trim().min(1).max(most.reason),
              evidence: z.array(evidence).max(most.evidence).default([]),
            }),
          )
          .max(most.reasons)
          .default([]),
      }),
    )
    .min(1)
    .max(most.variants),
});

export type OpinionRead =
  | { readonly kind: 'opinion'; readonly opinion: Opinion }
  | { readonly kind: 'wrong'; readonly problems: readonly string[] };

/** `answer` is all that the judge said in its turn. */
export function readOpinion(answer: string): OpinionRead {
  const read = readJson(answer, schema, most.answer);
  if (read.kind === 'wrong') return read;
  const { summary, ranking } = read.value;
  const order = ranking.map((place) => ({
    variant: place.variant,
    reasons: place.reasons.map(({ text, evidence: cited }) => ({
      text,
      // Without a number it is about the variant that the reason is about.
      citations: cited.map((one) => ({ ...one, variant: one.variant ?? place.variant })),
    })),
  }));
  return { kind: 'opinion', opinion: { summary, order } };
}
