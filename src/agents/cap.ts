// Keeps what agents say within bounds. The end is kept, because that is where errors and results are.

/** The last `maxBytes` of a text, cut at a whole character, with a mark where something is missing. */
export function keepEnd(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text);
  let start = bytes.length - maxBytes;
  while (start < bytes.length && isInsideCharacter(bytes[start])) start += 1;
  // Through a buffer, not `slice`: a slice keeps the whole text it was cut from alive.
  return `…${bytes.toString('utf8', start)}`;
}

function isInsideCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** The last line that says something, for a message of one line. */
export function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.trim() ?? '';
}
