// The page with much in it, in Chromium on a real daemon: how much it loads, when the first card is seen, when it answers, and how
// it scrolls, with a board of 10,000 tasks, a thread of 100,000 events and a diff of 50,000 changed lines; and whether memory stays
// flat under 50 events a second. Beside the same cards in cline/kanban and as plain HTML. `--minutes=10` is how long the memory is
// watched; `--quick` is a small run that only proves that all of it is shown; `--only=load` or `--only=pages` is a part of it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import type { CardJson } from '../src/api/board-schemas.ts';
import { endpoints } from '../src/api/endpoints.ts';
import { createStage, promptOf } from '../test/support/stage.ts';
import type { Stage } from '../test/support/stage.ts';
import { openBrowser, openWindow } from '../test/support/web/browser.ts';
import { initialScripts, kanbanVersion, serveKanban } from './web/kanban.ts';
import { servePlain } from './web/plain.ts';
import { linesOf, measure } from './web/row.ts';
import type { Place, Row } from './web/row.ts';
import { seed } from './web/seed.ts';
import { talker, underLoad } from './web/under-load.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const amounts = options.quick
  ? { tasks: 300, events: 2000, files: 10 }
  : { tasks: 10_000, events: 100_000, files: 250 };
const load = { seconds: options.quick ? 5 : Number(options.minutes) * 60, perSecond: 50 };
const linesOfFile = 100;
const size = { width: 1440, height: 900 };

const ends: (() => unknown)[] = [];
const context = {
  after: (work: () => unknown) => void ends.unshift(work),
  diagnostic: () => undefined,
  passed: true,
} as unknown as TestContext;

async function main(): Promise<void> {
  const files = Object.fromEntries(
    Array.from({ length: amounts.files }, (_, file) => [`src/part-${file}.js`, lines(file)]),
  );
  const change = [{ do: [{ shell: { command: "sed -i 's/value/amount/' src/*.js" } }] }, { say: 'Renamed.' }];
  const stage = await createStage(context, { files, scripts: { change }, config: talker(load) });
  const browser = await openBrowser(context);
  console.log(
    `Chromium ${browser.version()}, ${execFileSync('uname', ['-sm']).toString().trim()}, ${cpus().length} processors, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GiB, load ${loadavg()[0]?.toFixed(1)}`,
  );
  await stage.run('project', 'add');
  const changed = await stage.client().call(endpoints.createTask, {
    body: { project: 'sample', title: 'Rename', prompt: promptOf('change') },
  });
  await stage.until(changed.id, 'ready');
  await stage.killDaemon();
  const long = await seed({ file: join(stage.home, 'tasklane.db'), ...amounts });
  await stage.run('project', 'list');
  if (options.only !== 'load') await pages(browser, stage, { long: long.id, changed: changed.id });
  if (options.only !== 'pages') for (const line of await underLoad(browser, stage, load)) console.log(line);
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
}

async function pages(
  browser: Browser,
  stage: Stage,
  tasks: { readonly long: string; readonly changed: string },
): Promise<void> {
  const { cards } = await stage.client().call(endpoints.board);
  const rows = [
    await look(browser, stage, {
      what: `board, ${amounts.tasks} tasks`,
      url: '/',
      first: '[data-card]',
      scroller: '[data-column] div',
    }),
    ...(await lookAtKanban(browser, cards)),
    await lookAtPlain(browser, cards),
    await look(browser, stage, {
      what: `thread, ${amounts.events} events`,
      url: `/tasks/${tasks.long}`,
      first: '[data-kind]',
      scroller: '[role=log], [role=log] *',
    }),
    await look(browser, stage, {
      what: `diff, ${amounts.files * linesOfFile * 2} changed lines`,
      url: `/tasks/${tasks.changed}?view=review`,
      first: 'diffs-container',
      scroller: 'main *',
    }),
  ];
  for (const line of linesOf(rows)) console.log(line);
}

async function look(browser: Browser, stage: Stage, place: Place): Promise<Row> {
  const { page, context: window } = await openWindow(browser, stage, { size, motion: 'no-preference' });
  try {
    return await measure(window, page, { ...place, url: new URL(place.url, page.url()).href });
  } finally {
    await window.close();
  }
}

/** Without it where it cannot be had, which is then said. */
async function lookAtKanban(browser: Browser, cards: readonly CardJson[]): Promise<readonly Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'tasklane-kanban-'));
  try {
    console.log(`initial JavaScript of kanban ${kanbanVersion}: ${kilobytes(await initialScripts())}`);
    const kanban = await serveKanban(dir, cards);
    const what = `the same cards in kanban ${kanbanVersion}`;
    try {
      return [
        await lookAt(browser, {
          what,
          url: kanban.url,
          first: '[data-task-id]',
          scroller: '.kb-column-cards',
        }),
      ];
    } finally {
      await kanban.close();
    }
  } catch (error) {
    console.log(`without kanban ${kanbanVersion}: ${String(error)}`);
    return [];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function lookAtPlain(browser: Browser, cards: readonly CardJson[]): Promise<Row> {
  const plain = await servePlain(cards);
  try {
    const what = 'the same cards as plain HTML';
    return await lookAt(browser, { what, url: plain.url, first: '.card', scroller: 'ul' });
  } finally {
    await plain.close();
  }
}

/** Nothing but what this machine serves is asked for. */
async function lookAt(browser: Browser, place: Place): Promise<Row> {
  const window = await browser.newContext({ viewport: size });
  await window.route(
    (url) => url.hostname !== '127.0.0.1',
    async (route) => route.abort(),
  );
  try {
    return await measure(window, await window.newPage(), place);
  } finally {
    await window.close();
  }
}

/** What index.html names: loaded before anything is seen. */
function ownScripts(): readonly string[] {
  const dir = fileURLToPath(new URL('../dist/web/', import.meta.url));
  const html = readFileSync(join(dir, 'index.html'), 'utf8');
  return [...new Set(html.match(/assets\/[^"]+\.js/g))].map((name) => join(dir, name));
}

function kilobytes(files: readonly string[]): string {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
  return `${(bytes / 1000).toFixed(1)} kB gzipped`;
}

function lines(file: number): string {
  return Array.from(
    { length: linesOfFile },
    (_, line) => `export const value${line} = part(${file}, ${line});\n`,
  ).join('');
}

console.log(`initial JavaScript: ${kilobytes(ownScripts())}`);
try {
  await main();
} finally {
  for (const end of ends) await end();
}
