// Whether a file that was resolved still has the markers of its conflict. A line that only looks like one (an underlined title, a
// text about git) was there before on one of the sides.

const marker = /^(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7})$/;

/** The first line that is a marker, and in neither side; null: there is none. */
export function markerIn(text: string, sides: readonly string[]): string | null {
  const known = new Set(sides.flatMap((side) => side.split('\n')).filter((line) => marker.test(line)));
  return text.split('\n').find((line) => marker.test(line) && !known.has(line)) ?? null;
}
