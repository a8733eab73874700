// When the text to replace is not in a file: the place that looks most like it, so that the model sees what differs
// instead of reading the file again.

const contextLines = 2;
/** Comparing costs lines × lines; beyond this a file is too large to search for something similar. */
const maxLines = 20_000;

/** A sentence, and the lines when there are similar ones. */
export function nearestLines(text: string, wanted: string): string {
  const lines = text.split(/\r?\n/);
  const sought = wanted.split(/\r?\n/);
  const place = lines.length > maxLines ? null : bestPlace(lines, sought);
  if (place === null) return 'Nothing in it looks like that; read it first';
  const from = Math.max(0, place - contextLines);
  const to = Math.min(lines.length, place + sought.length + contextLines);
  const shown = lines.slice(from, to).join('\n');
  return `The lines most like it are ${from + 1}-${to}, exactly as they are there:\n${shown}`;
}

// Where the most lines are alike. Spaces at both ends are not compared: wrong indentation is the usual mistake.
function bestPlace(lines: readonly string[], sought: readonly string[]): number | null {
  const wanted = sought.map(pairsOf);
  const found = lines.map(pairsOf);
  // Windows as long as the wanted text, of which only its first lines count: enough to tell places apart.
  const compared = Math.min(wanted.length, 8);
  let best: number | null = null;
  let bestScore = 0.5 * compared;
  for (let start = 0; start < found.length; start += 1) {
    let score = 0;
    for (let index = 0; index < compared; index += 1)
      score += likeness(found[start + index] ?? [], wanted[index] ?? []);
    if (score > bestScore) [best, bestScore] = [start, score];
  }
  return best;
}

type Pairs = readonly string[];

/** The pairs of neighbouring characters, sorted. */
function pairsOf(line: string): Pairs {
  const text = line.trim();
  if (text.length < 2) return [text];
  return Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2)).sort();
}

/** Dice's coefficient: 1 for the same pairs, 0 for none in common. */
function likeness(a: Pairs, b: Pairs): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left = '', right = ''] = [a[i], b[j]];
    if (left === right) common += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return a.length + b.length === 0 ? 1 : (2 * common) / (a.length + b.length);
}
