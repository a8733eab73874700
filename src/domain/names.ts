// Names and branches that people can type, made from what they wrote.

const maxSlug = 40;

/** Lower-case words joined by hyphens, at most 40 characters, cut at a word; never empty. */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let made = '';
  for (const word of words) {
    const longer = made === '' ? word.slice(0, maxSlug) : `${made}-${word}`;
    if (longer.length > maxSlug) break;
    made = longer;
  }
  return made === '' ? 'task' : made;
}

const maxTitle = 72;

/** A prompt's first line as a title of at most 72 characters: whole, or its first sentence, or cut at a word. */
export function titleOf(prompt: string): string {
  const line = prompt.trim().split(/\r?\n/, 1)[0]?.trim() ?? '';
  if (line.length <= maxTitle) return line;
  const sentence = /^(.{12,}?)[.:;!?](?=\s)/.exec(line)?.[1] ?? line;
  if (sentence.length <= maxTitle) return sentence;
  return `${sentence.slice(0, maxTitle - 1).replace(/\s+\S*$/, '')}…`;
}

/** The first of `wanted`, `wanted-2`, `wanted-3`, … that is not taken. */
export function firstFree(wanted: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  let count = 2;
  while (isTaken(`${wanted}-${count}`)) count += 1;
  return `${wanted}-${count}`;
}

/** Every branch that we show in the person's repository lies below one of these. */
export const branchFolders = ['tasklane', 'parallel'] as const;

/** `tasklane/12-add-a-schema`. A ref name git accepts, because a slug has only letters, digits and hyphens. */
export function branchName(
  number: number,
  name: string,
  folder: (typeof branchFolders)[number] = 'tasklane',
): string {
  return `${folder}/${number}-${name}`;
}
