// The other views of a task’s work: it running in a frame, and what it conflicts with; each is looked at by axe as well.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { violationsIn } from '../support/web/violations.ts';

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
    assert.deepEqual(await violationsIn(page, 'light'), []);

    // Conflicts: both tasks wrote the same line.
    await page.keyboard.press('4');
    const conflicts = page.getByRole('region', { name: 'Conflicts' });
    await conflicts.getByText('hello from the work').waitFor({ timeout: 60_000 });
    const text = await conflicts.innerText();
    assert.match(text, /both changed the same lines/);
    assert.match(text, /before/);
    assert.match(text, /another/);
    assert.deepEqual(await violationsIn(page, 'dark'), []);

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
