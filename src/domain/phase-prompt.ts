// A queue in one sentence (R210): “3 tasks: api (src/api/*), ui (src/ui/*), tests (tests/*) after api and ui”. A name, the
// globs it owns in parentheses, and if need be what it comes after. What stands around that is only for people.
import type { WrittenQueue, WrittenTask } from './phase-file.ts';
import type { PhaseProblem } from './phase-problem.ts';

interface Entry {
  readonly name: string;
  readonly globs: readonly string[];
  readonly after: readonly string[];
  readonly line: number;
}

export function readQueuePrompt(text: string): WrittenQueue {
  const problems: PhaseProblem[] = [];
  const { said, from } = openingOf(text);
  const entries = entriesOf(text, from, problems);
  const line = lineAt(text, from);
  if (entries.length === 0)
    problems.push({ line, message: 'no task is named; write each as: name (globs it owns), …' });
  else if (said !== null && said !== entries.length)
    problems.push({ line, message: `it says ${said} tasks and names ${entries.length}` });
  const tasks = entries.map((entry, index) => taskOf(entry, index + 1, entries, problems));
  return { tasks, problems };
}

const opening = /\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten)\s+tasks?\b\s*(:|—|–|-{1,2})?/i;
const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How many tasks it says there are, and where the first begins. */
function openingOf(text: string): { readonly said: number | null; readonly from: number } {
  const found = opening.exec(text);
  if (found === null) return { said: null, from: afterColon(text, 0) };
  const word = (found[1] ?? '').toLowerCase();
  const said = numbers.includes(word) ? numbers.indexOf(word) + 1 : Number(word);
  const end = found.index + found[0].length;
  return { said, from: found[2] === undefined ? afterColon(text, end) : end };
}

/** Behind an introduction that ends in a colon, if there is one before the first globs. */
function afterColon(text: string, from: number): number {
  const colon = text.indexOf(':', from);
  return colon !== -1 && colon < text.indexOf('(', from) ? colon + 1 : from;
}

const entry = /([^()]*)\(([^()]*)\)(?:\s*(?:after|blocked by|needs)\s+([^,;().\n]+))?/gi;

function entriesOf(text: string, from: number, problems: PhaseProblem[]): Entry[] {
  return [...text.slice(from).matchAll(entry)].map((match) => {
    const [, before = '', inside = '', after = ''] = match;
    const name = nameOf(before);
    const line = lineAt(text, from + match.index + before.length);
    if (name === '') problems.push({ line, message: `(${inside}) has no name before it` });
    const globs = globsOf(inside);
    for (const glob of globs.filter((each) => /\s/.test(each)))
      problems.push({ line, message: `“${glob}” in the parentheses of “${name}” is no glob` });
    return { name, globs, after: after.split(/\s+(?:and|&)\s+|\s*[+&]\s*/).filter(isSaid), line };
  });
}

/** What is left of the text before a parenthesis: without the comma, bullet, number or “and” that leads to it. */
function nameOf(text: string): string {
  const sentence = text.split(/[,;\n]|\.\s/).at(-1) ?? '';
  return sentence
    .replace(/^\s*(?:[-*•]|\d+[.:])?\s*(?:and\s+)?/i, '')
    .replace(/[\s:—–-]+$/, '')
    .trim();
}

// A comma between braces is part of the glob.
function globsOf(text: string): string[] {
  const parts = text.match(/(?:\{[^{}]*\}|[^,{}])+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^[`'"]|[`'"]$/g, '')).filter(isSaid);
}

function taskOf(
  { name, globs, after, line }: Entry,
  id: number,
  entries: readonly Entry[],
  problems: PhaseProblem[],
): WrittenTask {
  const blockers = after.map((other) => idOf(other, entries) ?? other.trim());
  for (const blocker of blockers)
    if (typeof blocker === 'string')
      problems.push({ line, message: `“${name}” comes after “${blocker}”, which is not in the list` });
  const known = blockers.filter((blocker) => typeof blocker === 'number');
  return {
    id,
    description: name,
    owner: null,
    status: 'pending',
    ownership: globs,
    blocked_by: known,
    lines: { task: line, id: line, ownership: globs.map(() => line), blockedBy: known.map(() => line) },
  };
}

function idOf(text: string, entries: readonly Entry[]): number | null {
  const wanted = text.trim().toLowerCase();
  const named = entries.findIndex((each) => each.name.toLowerCase() === wanted);
  if (named !== -1) return named + 1;
  const number = Number(wanted.replace(/^#/, ''));
  return Number.isInteger(number) && number >= 1 && number <= entries.length ? number : null;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function isSaid(text: string): boolean {
  return text.trim() !== '';
}
