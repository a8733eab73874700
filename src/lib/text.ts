// Small facts about text that several rooms need.

/** The last `maxLines` lines, at most `maxChars` characters of them. */
export function tailOf(text: string, maxLines = 40, maxChars = 4000): string {
  const lines = text.trimEnd().split('\n').slice(-maxLines).join('\n');
  return lines.length <= maxChars ? lines : `…${lines.slice(-maxChars)}`;
}

/** Without the escape sequences that terminals act on: output of programs is data, never commands to a screen. */
export function stripAnsi(text: string): string {
  // The two introducers of ECMA-48 that programs print: CSI (colours, cursor) and OSC (titles, links).
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, '');
}
