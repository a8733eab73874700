// Cuts markdown into blocks at blank lines, so that while a message grows only its last block is read again.
const fence = /^ {0,3}(`{3,}|~{3,})/;

export function blocksOf(markdown: string): readonly string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let open: string | null = null;
  const end = (): void => {
    if (block.some((line) => line.trim() !== '')) blocks.push(block.join('\n'));
    block = [];
  };
  for (const line of markdown.split('\n')) {
    const mark = fence.exec(line)?.[1] ?? null;
    if (open === null && line.trim() === '') {
      end();
      continue;
    }
    // What is indented after a blank line belongs to the list above it.
    const last = blocks.at(-1);
    if (open === null && block.length === 0 && /^\s/.test(line) && last !== undefined) {
      blocks.pop();
      block = [last, ''];
    }
    if (open === null) open = mark;
    else if (mark !== null && mark.startsWith(open) && line.trim() === mark) open = null;
    block.push(line);
  }
  end();
  return blocks;
}
