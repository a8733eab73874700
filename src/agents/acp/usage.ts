// Tokens and cost of a session, from the four places where agents say them (agents.md §2.1). An agent that reports every
// call of its model is not counted again from the answer to the prompt.
import { z } from 'zod';
import { noUsage } from '../../domain/attempt.ts';
import type { Usage } from '../../domain/attempt.ts';

const count = z.number().nonnegative().nullish().catch(undefined);

const tokens = z.object({ inputTokens: count, outputTokens: count, cachedReadTokens: count });
const quotaTokens = z.object({ input_tokens: count, output_tokens: count });
const cost = z.object({ amount: z.number().nonnegative(), currency: z.literal('USD') });

const promptAnswer = z.object({
  usage: tokens.nullish().catch(undefined),
  _meta: z
    .object({
      usage: tokens.nullish().catch(undefined),
      quota: z.object({ token_count: quotaTokens }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

export class UsageMeter {
  #totals: Usage = noUsage;
  #isPerCall = false;

  /** `_meta.usage` of a message chunk: one call of the model. Null when it is not that. */
  modelCall(usage: unknown): Usage | null {
    const said = tokens.safeParse(usage).data;
    if (said === undefined || !hasTokens(said)) return null;
    this.#isPerCall = true;
    return this.#add(said.inputTokens, said.outputTokens, said.cachedReadTokens);
  }

  /** A `usage_update`. Its tokens are those in the context window, not those used; only its cost is a total. */
  costSoFar(said: unknown): Usage | null {
    const amount = cost.safeParse(said).data?.amount;
    if (amount === undefined || amount === this.#totals.cost) return null;
    this.#totals = { ...this.#totals, cost: amount };
    return this.#totals;
  }

  /** The answer to `session/prompt`: tokens of that turn. */
  turn(answer: unknown): Usage | null {
    const said = promptAnswer.safeParse(answer).data;
    if (said === undefined || this.#isPerCall) return null;
    const used = said.usage ?? said._meta?.usage;
    if (used != null && hasTokens(used))
      return this.#add(used.inputTokens, used.outputTokens, used.cachedReadTokens);
    const quota = said._meta?.quota?.token_count;
    return quota === undefined ? null : this.#add(quota.input_tokens, quota.output_tokens, 0);
  }

  #add(input: Count, output: Count, cached: Count): Usage {
    this.#totals = {
      inputTokens: this.#totals.inputTokens + (input ?? 0),
      outputTokens: this.#totals.outputTokens + (output ?? 0),
      cachedTokens: this.#totals.cachedTokens + (cached ?? 0),
      cost: this.#totals.cost,
    };
    return this.#totals;
  }
}

type Count = number | null | undefined;

function hasTokens(said: { readonly inputTokens?: Count; readonly outputTokens?: Count }): boolean {
  return said.inputTokens != null || said.outputTokens != null;
}
