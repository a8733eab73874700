// A person who is away, and a network that is slow, gives no answers, or is gone: who is needed is told so once, what the page says
// is so, nothing that was typed is lost, and nothing is done or shown twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { until } from '../support/web/until.ts';

const skip = noBrowser;

async function create(stage: Stage, title: string, script: string): Promise<string> {
  const body = { project: 'sample', title, prompt: promptOf(script) };
  return (await stage.client().call(endpoints.createTask, { body })).id;
}

async function titles(stage: Stage): Promise<readonly string[]> {
  const { tasks } = await stage.client().call(endpoints.listTasks, { query: { limit: 100 } });
  return tasks.map((task) => task.title);
}

test(
  'who is needed is told on the desktop when they look elsewhere, and not of what they have seen; the title counts both',
  { skip, timeout: 110_000 },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const browser = await openBrowser(context);
    const { page, context: window, problems } = await openWindow(browser, stage);
    await window.grantPermissions(['notifications']);
    await page.evaluate(`(() => {
      const Real = Notification;
      globalThis.told = [];
      globalThis.Notification = class extends Real {
        constructor(title, options) { super(title, options); globalThis.told.push([title, options.body, this]); }
      };
    })()`);
    const told = async (): Promise<unknown> => page.evaluate('told.map(([title, body]) => [title, body])');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button').last().click();
    await page.getByRole('menuitem', { name: 'Notify me on the desktop' }).click();
    await page.getByText('You are told on the desktop').waitFor();

    // Somebody who looks sees it.
    await create(stage, 'Seen', 'say');
    await until(page, async () => (await page.title()) === '(1) Tasklane');
    assert.deepEqual(await told(), []);

    // Somebody who reads another tab is told, of what is new alone.
    const session = await window.newCDPSession(page);
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const other = await window.newPage();
    await other.bringToFront();
    await until(page, async () => (await page.evaluate('document.hasFocus()')) === false);
    const needed = await create(stage, 'Not <b>seen</b>', 'hello');
    await until(page, async () => (await page.title()) === '(2) Tasklane');
    await until(page, async () => (await page.evaluate('told.length')) === 1);
    assert.deepEqual(await told(), [['#2 Not <b>seen</b>', 'Ready for review.']]);
    await page.evaluate('told[0][2].dispatchEvent(new Event("click"))');
    await page.waitForURL(new RegExp(`/tasks/${needed}`));
    assert.deepEqual(problems, []);
  },
);

test(
  'a network that is slow, loses an answer or is gone: said honestly, nothing typed is lost, nothing happens twice',
  { skip, timeout: 115_000 },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const first = await create(stage, 'There before', 'say');
    await stage.until(first, 'waiting');
    const { page, context: window } = await openWindow(await openBrowser(context), stage);
    const go = async (path: string): Promise<void> => void (await page.goto(new URL(path, page.url()).href));
    const card = (title: string) => page.getByRole('article', { name: new RegExp(title) });
    const prompt = page.getByRole('textbox', { name: 'What do you want?' });
    const dialog = page.getByRole('dialog', { name: 'New task' });

    // Slow, and somebody who presses twice because nothing seems to happen.
    const session = await window.newCDPSession(page);
    const slow = { offline: false, latency: 200, downloadThroughput: 500_000, uploadThroughput: 100_000 };
    await session.send('Network.emulateNetworkConditions', slow);
    await page.reload();
    await card('There before').waitFor({ timeout: 60_000 });
    await page.keyboard.press('c');
    await prompt.fill('Pressed twice');
    await prompt.press('Control+Shift+Enter');
    await prompt.press('Control+Shift+Enter').catch(() => undefined); // the dialog may be gone by then
    await card('Pressed twice').waitFor({ timeout: 60_000 });
    await session.send('Network.emulateNetworkConditions', {
      ...slow,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });

    // The task is made, and its answer lost on the way. Sent again, it is the same one.
    let lost = 0;
    await page.route('**/api/v1/tasks', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.keyboard.press('c');
    await prompt.fill('Its answer is lost');
    await dialog.getByRole('button', { name: 'Save as draft' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'The daemon does not answer' }).waitFor();
    assert.equal(await prompt.inputValue(), 'Its answer is lost');
    await dialog.getByRole('button', { name: 'Save as draft' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await card('Its answer is lost').waitFor();
    assert.equal(lost, 1);
    assert.deepEqual((await titles(stage)).toSorted(), [
      'Its answer is lost',
      'Pressed twice',
      'There before',
    ]);

    // Gone, in the middle of a thread: what is shown is said to be old, and what is written stays.
    await go(`/tasks/${first}`);
    const message = page.getByRole('textbox', { name: 'Message to the agent' });
    await message.waitFor();
    await window.setOffline(true);
    await page.getByTestId('reconnecting').waitFor();
    assert.match(await page.getByTestId('reconnecting').innerText(), /What you see is from \d/);
    const words = `Go on. ${promptOf('hello')}`;
    await message.fill(words);
    await message.press('Enter');
    await page.locator('[data-sonner-toast]', { hasText: 'The daemon does not answer' }).waitFor();
    assert.equal(await message.inputValue(), words);
    const meanwhile = await create(stage, 'Made meanwhile', 'hello');
    await stage.until(meanwhile, 'ready');
    await window.setOffline(false);
    await page.getByTestId('reconnecting').waitFor({ state: 'hidden', timeout: 40_000 });
    assert.equal(await message.inputValue(), words);
    await message.press('Enter');
    await page.getByRole('log').getByText('Go on.').waitFor();
    await stage.until(first, 'ready');
    assert.equal(await page.getByRole('log').getByText('Go on.').count(), 1);
    await page.getByRole('link', { name: 'Back to the board' }).click();
    await card('Made meanwhile, Ready').waitFor();
    for (const title of await titles(stage)) assert.equal(await card(title).count(), 1, title);
  },
);
