// prices.json of the home: prices of models that we do not ship, or other ones than we do. Read anew for each run.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Prices } from '../domain/llm/price.ts';

const dollars = z.number().nonnegative();

/** Dollars for a million tokens. */
const price = z.strictObject({
  input: dollars,
  output: dollars,
  cached: dollars.optional(),
  cacheWrite: dollars.optional(),
});

const file = z.record(z.string().min(1), price);

/** No prices where there is no such file. Throws `invalid_config` naming what is wrong in it. */
export async function readPrices(home: string): Promise<Prices> {
  const path = join(home, 'prices.json');
  const text = await readIfThere(path);
  if (text === null) return {};
  try {
    const parsed = file.parse(JSON.parse(text));
    return Object.fromEntries(
      Object.entries(parsed).map(([model, { input, cached, cacheWrite, output }]) => [
        model,
        [input, cached ?? null, cacheWrite ?? null, output] as const,
      ]),
    );
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new AppError('invalid_config', `${path}: ${what}`, {
      next: 'Write it as {"MODEL": {"input": 1.25, "output": 10, "cached": 0.125}}: dollars for a million tokens.',
      details: { file: path },
      cause: error,
    });
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
