// Versions of programs as people number them, 1.2.3: which is older, and whether one is among those known to work.

/** What is known of the versions of a program. */
export interface KnownVersions {
  readonly oldest: string;
  readonly tested: string;
}

export type VersionJudgement = 'older' | 'known' | 'newer';

export function judgeVersion(version: string, known: KnownVersions): VersionJudgement {
  if (compareVersions(version, known.oldest) < 0) return 'older';
  return compareVersions(version, known.tested) > 0 ? 'newer' : 'known';
}

/** Negative when `one` is the older. What follows the numbers (`-beta.1`) is not compared. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first version in what a program printed, or null. */
export function versionIn(text: string): string | null {
  return /\d+(\.\d+)+([-+][\w.]+)?/.exec(text)?.[0] ?? null;
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
