// Names of tasks by the rules of Coder: what a person may call one, and what one is called that nobody named.
import { slug } from '../names.ts';

const pattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
const maxName = 32;
const reserved: ReadonlySet<string> = new Set(['new', 'create']);

/** What is wrong with it, as a sentence; null = nothing. */
export function problemOfTaskName(name: string): string | null {
  if (name.length > maxName) return `It has ${name.length} characters; at most ${maxName} are allowed.`;
  if (reserved.has(name)) return `“${name}” is a reserved word.`;
  return pattern.test(name) ? null : 'Use letters and digits, joined by single hyphens.';
}

/** Leaves room for the suffix within the longest name. */
const maxGenerated = 27;

/** `fix-the-login-3fa9` from the beginning of the prompt; `hex` is four digits by chance, so that a batch has no twins. */
export function taskNameFrom(prompt: string, hex: string): string {
  const words = slug(prompt.slice(0, 200)).split('-');
  let made = '';
  for (const word of words) {
    const longer = made === '' ? word.slice(0, maxGenerated) : `${made}-${word}`;
    if (longer.length > maxGenerated) break;
    made = longer;
  }
  return `${made}-${hex}`;
}
