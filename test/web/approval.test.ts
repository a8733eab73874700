// An agent that needs leave: asked in the inbox, decided there with one key, and again in its thread.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

test(
  'R146 what an agent may do only with leave is allowed in the inbox and denied in the thread, each with one key',
  { skip: noBrowser },
  async (context) => {
    const write = (path: string) => ({ write: { path, content: 'one\n' } });
    const stage = await createStage(context, {
      config: { permission: 'ask' },
      scripts: {
        two: [
          { say: 'I write.', do: [write('a.txt')] },
          { say: 'And another.', do: [write('b.txt')] },
          { say: 'That was all.' },
        ],
      },
    });
    await stage.run('task', 'create', promptOf('two'), '--name', 'it');
    const { id } = await stage.until('it', 'waiting');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.getByRole('link', { name: /Inbox/ }).click();
    const first = page.getByRole('region', { name: 'Approval', exact: true });
    assert.match(await first.innerText(), /a\.txt/);
    await pressUntil(page, 'Alt+KeyY', () => first.filter({ hasText: 'a.txt' }));
    await first.filter({ hasText: 'b.txt' }).waitFor({ timeout: 60_000 });

    await page.goto(new URL(`/tasks/${id}`, page.url()).href);
    await first.filter({ hasText: 'b.txt' }).waitFor();
    // Also while something is being written.
    await page.getByRole('textbox', { name: 'Message to the agent' }).fill('Hm');
    await pressUntil(page, 'Alt+KeyN', () => first);
    const task = await stage.until(id, 'ready', 'failed');
    assert.deepEqual(
      task.result?.files.map((file) => file.path),
      ['a.txt'],
    );
    assert.deepEqual(problems, []);
  },
);

/** A key counts only for what has been there to be read: pressed until it did. */
async function pressUntil(page: Page, key: string, asked: () => Locator): Promise<void> {
  const deadline = performance.now() + 30_000;
  await asked().waitFor();
  while (await asked().isVisible()) {
    assert.ok(performance.now() < deadline, 'the question is still there');
    await page.keyboard.press(key);
    await asked()
      .waitFor({ state: 'hidden', timeout: 2000 })
      .catch(() => undefined);
  }
}
