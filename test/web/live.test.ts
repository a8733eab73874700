// What is live in the page: two browsers see the same, and a daemon that is killed under an open page costs nothing.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

const skip = noBrowser;

test(
  'R28 R216 two browsers on one board see every change, and a task dragged in one moves in the other',
  { skip },
  async (context) => {
    // No agent is started, so that all wait.
    const stage = await createStage(context, { config: { plan: 1 } });
    await stage.run('project', 'add');
    const browser = await openBrowser(context);
    const one = await openWindow(browser, stage);
    const other = await openWindow(browser, stage);
    const create = async (title: string, script = 'hello'): Promise<void> => {
      await stage
        .client()
        .call(endpoints.createTask, { body: { project: 'sample', title, prompt: promptOf(script) } });
    };
    await create('The one that runs', 'hello-then-hang');
    for (const { page } of [one, other])
      await active(page)
        .getByRole('article', { name: /The one that runs, Running/ })
        .waitFor({ timeout: 60_000 });
    for (const title of ['First', 'Second', 'Third']) await create(title);
    for (const { page } of [one, other]) await until(page, ['First', 'Second', 'Third']);

    await one.page
      .locator('[data-card]', { hasText: 'Third' })
      .dragTo(one.page.locator('[data-card]', { hasText: 'First' }), {
        targetPosition: { x: 40, y: 6 },
      });
    for (const { page } of [one, other]) await until(page, ['Third', 'First', 'Second']);
    const { waiting } = await stage.client().call(endpoints.queue);
    assert.deepEqual(
      waiting.map((task) => task.title),
      ['Third', 'First', 'Second'],
    );

    await other.page.getByRole('link', { name: 'Third' }).focus();
    await other.page.keyboard.press('Alt+ArrowDown');
    for (const { page } of [one, other]) await until(page, ['First', 'Third', 'Second']);
    assert.deepEqual([...one.problems, ...other.problems], []);
  },
);

test(
  'a daemon that is killed and comes back under an open page: said honestly, nothing missed, nothing twice',
  { skip },
  async (context) => {
    const port = await freePort();
    const stage = await createStage(context, {
      env: { TASKLANE_PORT: String(port) },
      scripts: { talk: [{ say: words(1, 400), wordDelayMs: 15 }, { say: 'The end.' }] },
    });
    await stage.run('project', 'add');
    const task = await stage.client().call(endpoints.createTask, {
      body: { project: 'sample', title: 'Talk', prompt: promptOf('talk') },
    });
    const { page } = await openWindow(await openBrowser(context), stage);
    await page.goto(`http://127.0.0.1:${port}/tasks/${task.id}`);
    await page.getByRole('log').getByText('w20 ').first().waitFor({ timeout: 60_000 });
    await stage.killDaemon();
    await page.getByTestId('reconnecting').waitFor();
    assert.match(await page.getByTestId('reconnecting').innerText(), /Reconnecting/);
    await stage.run('project', 'list');
    await page.getByTestId('reconnecting').waitFor({ state: 'hidden', timeout: 40_000 });
    await stage.until(task.id, 'ready', 'waiting', 'failed');

    const events = await stage.client().call(endpoints.events, { query: { task: task.id, limit: 5000 } });
    const said = events.events
      .filter((event) => event.type === 'agent.message')
      .map((event) => String(event.data['text']))
      .join('');
    // All that the log has, and each word as often as it is there.
    await page.getByRole('log').getByText(lastWord(said)).first().waitFor();
    const shown = (await page.locator('[data-kind=message]').allInnerTexts()).join(' ');
    assert.deepEqual(shown.match(/\bw\d+\b/g), said.match(/\bw\d+\b/g));
  },
);

function words(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `w${from + index}`).join(' ');
}

function lastWord(text: string): string {
  return text.match(/\bw\d+\b/g)?.at(-1) ?? '';
}

function active(page: Page) {
  return page.getByRole('region', { name: 'Active' });
}

/** Until the waiting cards stand in this order, one below the other. */
async function until(page: Page, titles: readonly string[]): Promise<void> {
  const deadline = performance.now() + 20_000;
  const topOf = async (title: string): Promise<number> => {
    const box = await active(page).getByRole('article', { name: title }).boundingBox();
    return box?.y ?? Number.NaN;
  };
  for (;;) {
    const tops = await Promise.all(titles.map(topOf));
    if (tops.every((top, index) => index === 0 || top > (tops[index - 1] ?? Infinity))) return;
    assert.ok(performance.now() < deadline, `${titles.join(', ')} stand at ${tops.join(', ')}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => void server.close(resolve));
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}
