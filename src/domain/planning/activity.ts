// What a planner does while somebody waits for it: one short line for each thing, kept for those who come later.

export const activityKinds = ['tool', 'said', 'plan', 'proposed', 'refused', 'asked_again'] as const;

export interface Activity {
  readonly at: number;
  /** `proposed`, `refused`: drafts that it handed over. `asked_again`: its answer could not be used and went back. */
  readonly kind: (typeof activityKinds)[number];
  readonly text: string;
}

/** Of one revision; of a line in characters. */
const most = 200;
const longest = 300;

/** With one more line. A planner that does more than anybody reads leaves its beginning and its end. */
export function withActivity(before: readonly Activity[], { text, ...rest }: Activity): readonly Activity[] {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return before;
  const shown = line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
  const kept = before.length < most ? before : [...before.slice(0, most / 2), ...before.slice(most / 2 + 1)];
  return [...kept, { ...rest, text: shown }];
}
