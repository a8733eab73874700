// A list that is read to its end, page by page.

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string;
}

/** The items of all pages. `read` asks for one page, `itemsOf` takes its items out. */
export async function everyPage<Page extends { readonly next_cursor: string | null }, Item>(
  read: (query: PageQuery) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let query: PageQuery = { limit: 500 }; ;) {
    const page = await read(query);
    found.push(...itemsOf(page));
    // Also absent: an older daemon answers every list as a whole.
    if (page.next_cursor == null) return found;
    query = { limit: 500, cursor: page.next_cursor };
  }
}
