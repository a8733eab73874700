// The other views of a task’s work: it running in a frame, what it conflicts with, its variants, and the trash. One daemon, one
// browser; every view is looked at by axe as well.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

const server = `
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>x</title><h1>' + readFileSync('page.txt', 'utf8') + '</h1><script>try { document.body.append(parent.localStorage.length) } catch { document.body.append("kept apart") }</script>');
}).listen(Number(process.env.PORT), process.env.HOST, () => console.log('listening now'));
`;
const files = {
  'server.mjs': server,
  'page.txt': 'before\n',
  '.tasklane/config.json': JSON.stringify({ preview: `"${process.execPath}" server.mjs` }),
};
const page1 = (content: string) => [
  { do: [{ write: { path: 'page.txt', content } }] },
  { say: `It says ${content}.` },
];
const scripts = {
  hello: page1('hello from the work\n'),
  other: page1('another\n'),
  third: page1('a third\n'),
};

test(
  'R185 R189 the work runs in a frame on an origin of its own, and what it conflicts with is shown line by line, before it is applied',
  { skip: noBrowser, timeout: 115_000 },
  async (context) => {
    const stage = await createStage(context, { files, scripts });
    const work = await stage.ready('hello', {}, '--name', 'work', '--check', 'true');
    const other = await stage.ready('other', {}, '--name', 'other');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    const go = async (path: string): Promise<void> => void (await page.goto(new URL(path, page.url()).href));

    // Preview: started, seen, apart from our own page, stopped.
    await go(`/tasks/${work.id}?view=preview`);
    await page.getByRole('button', { name: 'Start the preview' }).click();
    const frame = page.frameLocator('iframe[title="Preview of the work"]');
    await frame.getByRole('heading', { name: 'hello from the work' }).waitFor({ timeout: 60_000 });
    await frame.getByText('kept apart').waitFor();
    assert.match(await page.getByRole('link', { name: /preview\.localhost/ }).innerText(), /^http:\/\/t1-/);
    await page.getByRole('button', { name: /show its output/ }).click();
    await page.getByText('listening now').waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Start the preview' }).waitFor();
    assert.deepEqual(await violations(page, 'light'), []);

    // Conflicts: both tasks wrote the same line.
    await page.keyboard.press('4');
    const conflicts = page.getByRole('region', { name: 'Conflicts' });
    await conflicts.getByText('hello from the work').waitFor({ timeout: 60_000 });
    const text = await conflicts.innerText();
    assert.match(text, /both changed the same lines/);
    assert.match(text, /before/);
    assert.match(text, /another/);
    assert.deepEqual(await violations(page, 'dark'), []);

    // Against the branch: the first one is applied, the second would be refused, and says so before.
    await stage.client().call(endpoints.applyTask, { params: { task: other.id }, timeoutMs: 0 });
    await page.keyboard.press('2');
    await page.getByRole('button', { name: 'What exactly will happen' }).click();
    const plan = page.getByRole('list', { name: 'What Apply will do' });
    await plan.locator('[data-tone=bad]', { hasText: 'page.txt' }).waitFor({ timeout: 60_000 });
    await page.keyboard.press('4');
    await conflicts.getByText('<<<<<<<').first().waitFor({ timeout: 60_000 });

    assert.deepEqual(problems, []);
  },
);

test(
  'R191 variants are made, compared and one of them kept; what was let go of comes back from the trash, or is deleted for good',
  { skip: noBrowser, timeout: 115_000 },
  async (context) => {
    const stage = await createStage(context, { files, scripts });
    const work = await stage.ready('hello', {}, '--name', 'work', '--check', 'true');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${work.id}?view=variants`, page.url()).href);
    // Variants: one more is made here, both are compared, one is kept.
    const form = page.getByRole('form', { name: 'Another variant' });
    await form.getByLabel('Prompt').fill(promptOf('third'));
    await form.getByRole('button', { name: 'Add a variant' }).click();
    const table = page.getByRole('table');
    await table.getByRole('link', { name: '#2 work-2' }).waitFor({ timeout: 60_000 });
    await stage.until('work-2', 'ready');
    await table.getByRole('button', { name: 'Keep this one' }).nth(1).waitFor({ timeout: 60_000 });
    assert.match(await table.innerText(), /page\.txt\s+changed\s+changed/);
    assert.deepEqual(await violations(page, 'dark'), []);
    await table.getByRole('button', { name: 'Keep this one' }).nth(1).click();
    const sure = page.getByRole('alertdialog');
    assert.match(await sure.innerText(), /#1 is let go of/);
    await sure.getByRole('button', { name: 'Keep #2' }).click();
    await stage.until(work.id, 'dismissed');

    // Trash: what was let go of comes back; what is deleted for good is told first.
    await page.keyboard.press('Control+k');
    const palette = page.getByPlaceholder('Search tasks, or type a command');
    await palette.fill('trash');
    await page.getByRole('option', { name: 'Trash' }).waitFor();
    await page.keyboard.press('Enter');
    const trash = page.getByRole('region', { name: 'Trash of sample' });
    await trash.getByText('dismissed just now').waitFor();
    assert.deepEqual(await violations(page, 'light'), []);
    await trash.getByRole('button', { name: 'Restore' }).click();
    await stage.until(work.id, 'ready');
    await trash.getByText('Nothing is in it.').waitFor();
    await stage.client().call(endpoints.dismissTask, { params: { task: work.id } });
    await page.reload();
    await trash.getByRole('button', { name: 'Empty the trash …' }).click();
    assert.match(await sure.innerText(), /1 task.*cannot be undone/);
    await sure.getByRole('button', { name: 'Delete for good' }).click();
    await trash.getByText('Nothing is in it.').waitFor();
    // A task without variants is asked for them when the view is opened, and the browser notes that there are none.
    assert.deepEqual(
      problems.filter((problem) => !/status of 404/.test(problem)),
      [],
    );
  },
);

async function violations(page: Page, theme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: theme });
  const { violations: all } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return all.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}
