// The code blocks of a page of documentation, as its reader would copy them.
export interface Block {
  /** The headings above it, outermost first. */
  readonly under: readonly string[];
  readonly language: string;
  readonly text: string;
}

export function blocksIn(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let under: readonly string[] = [];
  let open: { language: string; lines: string[] } | null = null;
  for (const line of page.split('\n')) {
    const fence = /^```(\w*)\s*$/.exec(line);
    const heading = open === null ? /^(#+) (.*)$/.exec(line) : null;
    if (fence !== null && open === null) open = { language: fence[1] ?? '', lines: [] };
    else if (fence !== null && open !== null) {
      blocks.push({ under, language: open.language, text: `${open.lines.join('\n')}\n` });
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (heading !== null) {
      const depth = heading[1]?.length ?? 1;
      under = [...under.slice(0, depth - 1), heading[2] ?? ''];
    }
  }
  return blocks;
}
