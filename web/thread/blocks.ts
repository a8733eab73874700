// Cuts markdown into blocks at blank lines, so that while a message grows only its last block is read again. A block that has
// no end is cut where that shows least, at a place that what comes later cannot change.
const fence = /^ {0,3}(`{3,}|~{3,})/;
/** About 800 words: reading them again takes a few milliseconds. */
const mostCharacters = 5000;
const firstLine = /^.*\n/;
/** The names of its columns and the line below them. */
const table = /^.*\|.*\n *\|?[ :|-]*-[ :|-]*\n/;

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
    // A fence at the margin is a block of its own, also where no blank line is around it.
    if (open === null && mark !== null && line.startsWith(mark)) end();
    const closes = open !== null && mark !== null && mark.startsWith(open) && line.trim() === mark;
    if (open === null) open = mark;
    else if (closes) open = null;
    block.push(line);
    if (closes && fence.test(block[0] ?? '')) end();
  }
  end();
  return blocks.flatMap((each) => (each.length > mostCharacters ? pieces(each) : each));
}

/** Code goes on in a box of its own, a table under its head. */
function pieces(block: string): readonly string[] {
  const mark = fence.exec(block)?.[1];
  const head = (mark === undefined ? table : firstLine).exec(block)?.[0] ?? '';
  const found: string[] = [];
  let rest = block.slice(head.length);
  while (rest.length > mostCharacters) {
    const piece = rest.slice(0, cutIn(rest));
    const isInLine = mark !== undefined && !piece.endsWith('\n');
    found.push(`${head}${piece}${isInLine ? '\n' : ''}${mark ?? ''}`);
    rest = rest.slice(piece.length);
  }
  return rest.trim() === mark ? found : [...found, head + rest];
}

/** Behind the last line that ends before it is too long and is not the middle of something, else behind a sentence or a word. */
function cutIn(text: string): number {
  for (let at = mostCharacters; at > 0;) {
    at = text.lastIndexOf('\n', at - 1);
    if (at > 0 && text[at + 1] !== ' ') return at + 1;
  }
  for (const end of ['\n', '. ', ' ']) {
    const at = text.lastIndexOf(end, mostCharacters - end.length);
    if (at > 0) return at + end.length;
  }
  return mostCharacters;
}
