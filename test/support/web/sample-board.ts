// A board with something in every column, made by real agents in a real repository: for pictures, and for tests that look at
// every page.
import { endpoints } from '../../../src/api/endpoints.ts';
import type { TaskJson } from '../../../src/api/schemas.ts';
import type { Scripts } from '../model-server/script.ts';
import { promptOf } from '../stage.ts';
import type { Stage } from '../stage.ts';

const search = [
  '// Finds invoices by customer, number or item.',
  "import { normalize } from './normalize.js';",
  '',
  '/** The invoices with every word of the query in them, newest first. */',
  'export function search(invoices, query) {',
  "  const words = normalize(query).split(' ').filter(Boolean);",
  '  const fits = (invoice) => {',
  '    const text = normalize(`${invoice.number} ${invoice.customer} ${invoice.items.map((item) => item.name)}`);',
  '    return words.every((word) => text.includes(word));',
  '  };',
  '  return invoices.filter(fits).sort((a, b) => b.date.localeCompare(a.date));',
  '}',
];

const normalize = [
  '// Upper and lower case, accents and spaces make no difference to a search.',
  'export function normalize(text) {',
  "  return text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase().trim();",
  '}',
];

const plan = (done: number): readonly { readonly text: string; readonly status: string }[] =>
  [
    'Look at how invoices are listed',
    'Write the search with its tests',
    'Export it and say so in the README',
  ].map((text, index) => ({
    text,
    status: ['completed', 'in_progress', 'pending'][Math.sign(index - done) + 1] ?? 'pending',
  }));
const planned = (done: number) => ({ call: { match: 'update_plan$', args: { entries: plan(done) } } });

export const sampleScripts: Scripts = {
  'add-search': [
    {
      say: 'I look at the project first, then I plan the work.',
      do: [{ read: { path: 'README.md' } }, planned(0)],
    },
    {
      say: 'Invoices are plain objects, so a search can stay a pure function. Accents should not matter: customers are called *Müller* and *Muller*.',
      do: [
        { write: { path: 'src/normalize.js', content: [...normalize, ''] } },
        { write: { path: 'src/search.js', content: [...search, ''] } },
        planned(1),
      ],
    },
    {
      do: [
        {
          write: {
            path: 'docs/search.md',
            content: ['# Search', '', 'Words in any order, accents aside.', ''],
          },
        },
        {
          edit: {
            path: 'README.md',
            find: '# Invoices',
            replace: '# Invoices\n\nFind one with `search(invoices, query)`.',
          },
        },
        planned(2),
      ],
    },
    { do: [{ shell: { command: 'ls src docs && node --check src/search.js && echo fine' } }, planned(3)] },
    {
      say: [
        'The search is there.',
        '',
        '- `search(invoices, query)` finds by **customer, number or item**',
        '- upper case and accents make no difference',
        '- documented in `docs/search.md`',
      ],
    },
  ],
  'dark-pages': [
    {
      say: 'I add the dark colours to the printed page.',
      do: [{ write: { path: 'src/dark.css', content: 'body { color-scheme: light dark }\n' } }],
    },
    { say: 'The pages follow the system now.' },
  ],
  'fix-rounding': [
    {
      say: 'I reproduce the wrong sum first.',
      do: [{ write: { path: 'src/round.js', content: 'export const round = (n) => Math.trunc(n);\n' } }],
    },
    { say: 'Amounts are rounded half up now.' },
  ],
  'long-work': [
    { say: 'I read the export before I change it.', do: [{ read: { path: 'README.md' } }, planned(0)] },
    {
      say: 'Writing the streaming export, so that a year of invoices needs no more memory than one',
      hang: true,
    },
  ],
  'ask-back': [
    { say: 'I looked at both.', do: [{ read: { path: 'README.md' } }] },
    {
      say: 'Should the reminder go out after 14 days, as in the contract, or after 30, as the website says?',
    },
  ],
};

const fails = 'sh test/run.sh amounts';
const passes = 'sh test/run.sh all';

export interface Sample {
  readonly ready: TaskJson;
  readonly running: TaskJson;
  readonly waiting: TaskJson;
  readonly failed: TaskJson;
  readonly draft: TaskJson;
  readonly done: TaskJson;
}

/** What a person would say; the script stands at the end, where a card does not show it. */
const wishes: Readonly<Record<string, string>> = {
  'Search invoices by customer, number or item':
    'Our accountant looks for invoices all day. Let her type a few words and find an invoice by its customer, its number or one of its items, newest first. Upper case and accents should not matter.',
  'Export a year of invoices as CSV':
    'Write all invoices of a year into one CSV file for the tax office. A year can be large, so stream it.',
  'Round amounts half up':
    'Amounts are cut off instead of rounded: 1.005 must become 1.01. Show it with a test first.',
  'Send a reminder for unpaid invoices':
    'Send customers a friendly reminder when an invoice is not paid in time.',
  'Let customers pay by card':
    'Offer payment by card on the page of an invoice, and mark it as paid when the money is there.',
  'Keep a history of changed addresses':
    'When a customer moves, old invoices must keep the address of their day. Keep a history with dates.',
};

function promptFor(title: string, script: string): string {
  return [wishes[title] ?? `${title}.`, ...(script === '' ? [] : [promptOf(script)])].join('\n\n');
}

/** The files of the repository that the scripts expect. */
export const sampleFiles: Readonly<Record<string, string>> = {
  'README.md': '# Invoices\n\nExact amounts, tax per rate, plain-text output.\n',
  'test/run.sh': [
    'if [ "$1" = amounts ]; then',
    "  echo 'not ok 3 - 1.005 is rounded half up'; echo '  expected: 1.01'; echo '  actual: 1.00'",
    "  echo '# tests 12'; echo '# pass 11'; echo '# fail 1'; exit 1",
    'fi',
    "echo '# tests 12'; echo '# pass 12'; echo '# fail 0'",
    '',
  ].join('\n'),
  'src/index.js': "export * from './invoice.js';\n",
  'src/invoice.js':
    'export const total = (invoice) => invoice.items.reduce((sum, item) => sum + item.price, 0);\n',
};

/** One task in each state that a person sees. */
export async function fillBoard(stage: Stage): Promise<Sample> {
  const client = () => stage.client();
  const create = async (title: string, script: string, more: object = {}): Promise<TaskJson> =>
    client().call(endpoints.createTask, {
      body: { project: 'sample', title, prompt: promptFor(title, script), ...more },
    });
  const check = (command: string) => ({ checks: [{ name: 'npm test', command }] });
  const done = await create(
    'Follow the dark theme of the system on printed pages',
    'dark-pages',
    check(passes),
  );
  await stage.until(done.id, 'ready');
  await client().call(endpoints.applyTask, { params: { task: done.id }, timeoutMs: 0 });
  const ready = await create('Search invoices by customer, number or item', 'add-search', check(passes));
  const failed = await create('Round amounts half up', 'fix-rounding', check(fails));
  const waiting = await create('Send a reminder for unpaid invoices', 'ask-back', { policy: 'workspace' });
  await stage.until(ready.id, 'ready');
  await stage.until(failed.id, 'failed');
  await stage.until(waiting.id, 'waiting');
  const running = await create('Export a year of invoices as CSV', 'long-work', { priority: 'high' });
  await stage.event(running.id, (event) => event.type === 'agent.plan');
  await create('Mention the export in the manual', 'dark-pages', { depends_on: [running.id] });
  await create('Compress exports that are larger than a megabyte', 'dark-pages', {
    depends_on: [running.id],
  });
  await create('Translate the manual into French', 'dark-pages', { depends_on: [waiting.id] });
  const draft = await create('Let customers pay by card', '', { draft: true });
  await create('Keep a history of changed addresses', '', { draft: true });
  return { ready, running, waiting, failed, draft, done };
}
