// The main job in the page, as a person does it: say what is wanted, watch it, look at the work, apply it. Once by mouse, once by
// keyboard alone. Daemon, agent, git and browser are real; only the model's words are canned.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

const skip = noBrowser;

test(
  'R12 R23 R170 R171 R175 R179 R183 R184 R186 by mouse: a task from the dialog over its thread and review to its apply',
  { skip },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    assert.match(await page.getByText('No tasks yet').innerText(), /No tasks yet/);
    assert.ok(!new URL(page.url()).hash.includes('code'), 'the code of the link is gone from the address');

    await page.getByRole('main').getByRole('button', { name: 'New task' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New task' });
    await dialog.getByRole('textbox', { name: 'What do you want?' }).fill(promptOf('hello'));
    await dialog.getByText('More: title').click();
    await dialog.getByLabel('Title').fill('Say hello');
    await dialog.getByLabel('Check').fill('test -f hello.txt');
    await dialog.getByRole('button', { name: 'Start task' }).click();
    await dialog.waitFor({ state: 'hidden' });

    // It moves by itself from column to column.
    const ready = page.getByRole('region', { name: 'Ready' }).getByRole('article', { name: /Say hello/ });
    await ready.waitFor({ timeout: 60_000 });
    assert.match(await ready.innerText(), /1 check/);
    assert.equal(existsSync(join(stage.repository.dir, 'hello.txt')), false, 'nothing is applied yet');
    assert.equal(await page.title(), '(1) Tasklane');

    await ready.getByRole('link', { name: 'Say hello' }).click();
    await page.getByRole('navigation', { name: 'Changed files' }).getByText('hello.txt').waitFor();
    await page.getByText('hello from the script').first().waitFor();
    await page.getByRole('region', { name: 'Checks' }).getByRole('button').first().click();
    await page.getByText('exit code 0').waitFor();
    await page.getByRole('checkbox', { name: 'Viewed hello.txt' }).click();
    await page.getByText('1 of 1 viewed').waitFor();

    await page.getByRole('link', { name: 'Thread' }).click();
    await page.getByRole('log').getByText('Ready: every check passed').waitFor();
    await page.getByText(/\bat work\b/).waitFor({ state: 'hidden' });
    // To what was changed, from the end on; there is nothing before it, and the page says so.
    await page.getByRole('button', { name: 'Previous change' }).click();
    const marked = page.locator('[data-marked]');
    await marked.getByText('hello from the script').waitFor();
    assert.match(await marked.innerText(), /Write hello\.txt/);
    await page.getByRole('button', { name: 'Previous change' }).click();
    await page.getByText('No file was changed before this').waitFor();

    await page
      .getByRole('link', { name: /^Review/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Apply changes' }).click();
    await page.getByText(/Part of main as/).waitFor({ timeout: 60_000 });
    assert.equal(readFileSync(join(stage.repository.dir, 'hello.txt'), 'utf8'), 'hello from the script\n');
    await page.getByRole('link', { name: 'Back to the board' }).click();
    await page
      .getByRole('region', { name: 'Done' })
      .getByRole('article', { name: /Say hello/ })
      .waitFor();
    assert.deepEqual(problems, []);
  },
);

test(
  'R187 by keyboard alone: a draft is written, accepted, reviewed and applied, and another dismissed',
  { skip },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    const keys = page.keyboard;
    await page.getByText('No tasks yet').waitFor();

    await keys.press('c');
    await page.getByRole('textbox', { name: 'What do you want?' }).waitFor();
    await keys.insertText(promptOf('hello'));
    await keys.press('Control+Shift+Enter');
    await card(page, 'Drafts').waitFor();

    await focusCard(page, 'Drafts');
    await keys.press('a');
    await card(page, 'Ready')
      .or(card(page, 'Active').filter({ hasText: 'Failed' }))
      .waitFor({ timeout: 60_000 });
    await focusCard(page, 'Ready');
    await keys.press('Enter');
    await page.getByText('hello from the script').first().waitFor();
    await keys.press('1');
    await page.getByRole('log').waitFor();
    await keys.press('2');
    await page.getByRole('navigation', { name: 'Changed files' }).waitFor();
    await keys.press('v');
    await page.getByText('1 of 1 viewed').waitFor();
    await keys.press('Escape');
    await card(page, 'Ready').waitFor();

    await focusCard(page, 'Ready');
    await keys.press('d');
    await page.getByRole('alertdialog').waitFor();
    await keys.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
    await focusCard(page, 'Ready');
    await keys.press('a');
    await card(page, 'Done').waitFor({ timeout: 60_000 });
    assert.ok(existsSync(join(stage.repository.dir, 'hello.txt')));

    await keys.press('Control+k');
    await page.getByPlaceholder('Search tasks, or type a command').waitFor();
    await keys.insertText('queue');
    await keys.press('Enter');
    await page.getByRole('heading', { name: 'Queue', level: 1 }).waitFor();
    await keys.press('g');
    await keys.press('b');
    await card(page, 'Done').waitFor();
    await keys.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    assert.deepEqual(problems, []);
  },
);

function card(page: Page, column: string) {
  return page.getByRole('region', { name: column }).getByRole('article').first();
}

/** With the arrow keys, from wherever the focus is. */
async function focusCard(page: Page, column: string): Promise<void> {
  const wanted = `[data-column="${column.toLowerCase()}"] [data-card-link]`;
  await page.locator(wanted).first().waitFor();
  for (let step = 0; step < 12; step += 1) {
    if ((await page.locator(`${wanted}:focus`).count()) > 0) return;
    await page.keyboard.press(step < 6 ? 'ArrowRight' : 'ArrowLeft');
  }
  assert.fail(`no card of ${column} could be reached`);
}
