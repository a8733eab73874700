// A Markdown checklist as a proposal: each item that is not checked is a task. Nobody plans here: the words of the person are the
// prompt, what is indented below an item belongs to it, and headings say what it is part of.
import { AppError } from '../errors.ts';
import { firstFree, slug, titleOf } from '../names.ts';
import { proposalBounds } from './proposal.ts';
import type { ProposedTask } from './proposal.ts';

interface Item {
  readonly text: string;
  readonly section: string | null;
  /** What stands below it, without its indentation. */
  readonly notes: string[];
  /** Items below it that are not checked. */
  readonly steps: string[];
}

const box = /^(\s*)(?:[-*+]|\d+[.)])\s+\[( |x|X)\]\s+(.*\S)\s*$/;

/** Throws `invalid_input` when no item is open, or too many are. */
export function readChecklist(text: string): readonly ProposedTask[] {
  const items = itemsOf(text);
  if (items.length === 0)
    throw new AppError(
      'invalid_input',
      'The text has no open item: no line like “- [ ] Add a test” (text).',
      {
        next: 'Leave the checklist out, and a planner reads the text as it is.',
      },
    );
  if (items.length > proposalBounds.tasks)
    throw new AppError(
      'invalid_input',
      `The checklist has ${items.length} open items; at most ${proposalBounds.tasks} become drafts at once (text).`,
      { next: 'Give a part of it.', details: { items: items.length } },
    );
  const keys: string[] = [];
  return items.map((item) => {
    const key = firstFree(slug(titleOf(item.text)), (one) => keys.includes(one));
    keys.push(key);
    return taskOf(item, key);
  });
}

function taskOf({ text, section, notes, steps }: Item, key: string): ProposedTask {
  const about = section === null ? [] : [`It is part of: ${section}`];
  const prompt = [text, notes.join('\n').trim(), ...about].filter((part) => part !== '').join('\n\n');
  const title = titleOf(text);
  if (prompt.length > proposalBounds.prompt || steps.length > proposalBounds.lines)
    throw new AppError('invalid_input', `The item “${title}” is too long (text).`, {
      next: `An item may have ${proposalBounds.prompt} characters and ${proposalBounds.lines} items below it.`,
    });
  return {
    key,
    title,
    prompt,
    plan: { steps, doneWhen: [], risks: [], outOfScope: [] },
    category: null,
    size: 'medium',
    owns: [],
    checks: [],
    dependsOn: [],
    targets: [],
    prohibitions: [],
    testing: null,
  };
}

function itemsOf(text: string): readonly Item[] {
  const items: Item[] = [];
  let section: string | null = null;
  /** The item that indented lines belong to, with its depth; null below one that is checked. */
  let current: { readonly depth: number; readonly item: Item | null } | null = null;
  let isCode = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    const [, indent = '', mark, words] = (isCode ? null : box.exec(line)) ?? [];
    const depth = (indent === '' && words === undefined ? (/^\s*/.exec(line)?.[0] ?? '') : indent).length;
    if (words !== undefined && (current === null || depth <= current.depth)) {
      const item: Item | null = mark === ' ' ? { text: words, section, notes: [], steps: [] } : null;
      if (item !== null) items.push(item);
      current = { depth, item };
    } else if (words !== undefined) {
      if (mark === ' ') current?.item?.steps.push(words);
    } else if (line.trim() !== '' && !isCode && (current === null || depth <= current.depth)) {
      current = null;
      section = /^#{1,6}\s+(.*\S)/.exec(line)?.[1] ?? section;
    } else current?.item?.notes.push(line.slice(Math.min(depth, (current?.depth ?? 0) + 2)));
  }
  return items;
}
