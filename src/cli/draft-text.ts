// A draft as text for an editor, and back again: the title, what its agent is told, and its lists, each under a line that names
// it. Only what was changed is sent.
import type { DraftChangeJson } from '../api/request-change-schemas.ts';
import type { RequestJson } from '../api/request-schemas.ts';
import { AppError } from '../api/errors.ts';

type Proposed = RequestJson['revisions'][number]['tasks'][number];
type Patch = Omit<DraftChangeJson & { readonly type: 'edit' }, 'type' | 'key'>;

const lists = {
  plan: 'steps',
  'done when': 'done_when',
  risks: 'risks',
  'out of scope': 'out_of_scope',
  owns: 'owns',
  forbidden: 'prohibitions',
  checks: 'checks',
} as const satisfies Readonly<Record<string, keyof Proposed & keyof Patch>>;
type Head = keyof typeof lists;

const line = /^==== ([a-z ]+) ====$/;

export function draftText(task: Proposed): string {
  const parts = Object.entries(lists).map(
    ([head, field]) => `==== ${head} ====\n${task[field].map((item) => `- ${item}\n`).join('')}`,
  );
  return [
    `# ${task.title}`,
    '',
    task.prompt,
    '',
    ...parts,
    '==== end ====',
    'What stands here is not read. Save and leave the editor to change the draft; leave it unchanged to change nothing.',
    '',
  ].join('\n');
}

/** What is otherwise in the text than in the task. Throws `invalid_input` for a text that cannot be read. */
export function draftPatch(task: Proposed, text: string): Patch {
  const [first = '', ...rest] = text.trimStart().split('\n');
  const title = /^#\s+(\S.*)$/.exec(first)?.[1]?.trim();
  if (title === undefined)
    throw unreadable('The first line has no title.', 'Begin it with “# ” and the title of the task.');
  const { prompt, sections } = read(rest);
  const patch: Patch = {};
  if (title !== task.title) patch.title = title;
  if (prompt !== task.prompt.trim()) patch.prompt = prompt;
  for (const [head, items] of sections) {
    const field = lists[head];
    if (JSON.stringify(items) !== JSON.stringify(task[field])) patch[field] = [...items];
  }
  return patch;
}

function read(lines: readonly string[]): {
  readonly prompt: string;
  readonly sections: ReadonlyMap<Head, readonly string[]>;
} {
  const prompt: string[] = [];
  const sections = new Map<Head, string[]>();
  let items: string[] | null = null;
  for (const text of lines) {
    const head = line.exec(text.trim())?.[1];
    if (head === 'end') break;
    if (head !== undefined) {
      if (!isHead(head))
        throw unreadable(`“${head}” is no part of a draft.`, `Those are: ${Object.keys(lists).join(', ')}.`);
      items = [];
      sections.set(head, items);
    } else if (items === null) prompt.push(text);
    else if (text.trim() !== '') items.push(text.trim().replace(/^-\s+/, ''));
  }
  return { prompt: prompt.join('\n').trim(), sections };
}

function isHead(text: string): text is Head {
  return Object.hasOwn(lists, text);
}

function unreadable(message: string, next: string): AppError {
  return new AppError('invalid_input', message, { next });
}
