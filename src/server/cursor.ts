// Cursors: where the next page begins. They are opaque to clients, and say to us which list they belong to.
import { AppError } from '../domain/errors.ts';

type Value = string | number;

export function cursorOf(list: string, ...values: readonly Value[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/** The values that cursorOf was given for this list. Throws `invalid_input` for anything else. */
export function readCursor(list: string, cursor: string): readonly Value[] {
  try {
    const [of, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    if (of === list && values.length > 0 && values.every(isValue)) return values;
  } catch {
    // Not even JSON: the same answer.
  }
  throw brokenCursor();
}

/** The values of a cursor that has only whole numbers. */
export function readNumbers(list: string, cursor: string): readonly number[] {
  return readCursor(list, cursor).map((value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw brokenCursor();
  });
}

export function brokenCursor(): AppError {
  return new AppError('invalid_input', 'The cursor is not one of this list, or what it stood at is gone.', {
    next: 'Begin again without a cursor; send `next_cursor` as it was answered.',
  });
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'number';
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

export interface PageQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** One page of a list that is small enough to be at hand as a whole. `keyOf` names an item for good. */
export function pageOf<Item>(
  list: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  query: PageQuery,
): Page<Item> {
  const limit = query.limit ?? 100;
  const from = query.cursor === undefined ? 0 : indexAfter(list, items, keyOf, query.cursor);
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && from + limit < items.length;
  return { items: page, next_cursor: hasMore ? cursorOf(list, keyOf(last)) : null };
}

function indexAfter<Item>(
  list: string,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  cursor: string,
): number {
  const [key] = readCursor(list, cursor);
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index === -1) throw brokenCursor();
  return index + 1;
}

/** Whether any of these has the text, whatever the case. */
export function hasText(texts: readonly string[], wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const words = wanted.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(words));
}
