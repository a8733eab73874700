// The files that tasks of the simulation own: globs, with a truth table of their own, so that the judge does not ask the
// code it judges which of them meet.
import type { TaskSpec } from '../../src/domain/task.ts';

interface Files {
  readonly owns: TaskSpec['owns'];
  /** The parts of the repository in which they match something. */
  readonly parts: readonly string[];
}

const known: readonly Files[] = [
  { owns: [], parts: [] },
  { owns: ['src/api/**'], parts: ['api', 'auth'] },
  { owns: ['src/api/auth/*'], parts: ['auth'] },
  { owns: ['src/{ui,web}/**'], parts: ['ui', 'web'] },
  { owns: ['src/w?b/*.ts'], parts: ['web'] },
  { owns: ['src/**', '!src/api/**'], parts: ['ui', 'web'] },
  { owns: ['docs', 'src/api/au*/**'], parts: ['docs', 'auth'] },
  { owns: ['docs/*.md', 'src/ui/main.ts'], parts: ['docs', 'ui'] },
];

export const ownerships: readonly TaskSpec['owns'][] = known.map((files) => files.owns);

/** Whether two tasks of one project can own the same path. */
export function meet(a: TaskSpec['owns'], b: TaskSpec['owns']): boolean {
  return partsOf(a).some((part) => partsOf(b).includes(part));
}

function partsOf(owns: TaskSpec['owns']): readonly string[] {
  const text = JSON.stringify(owns);
  const found = known.find((files) => JSON.stringify(files.owns) === text);
  if (found === undefined) throw new Error(`the truth table knows no ${text}`);
  return found.parts;
}
