// A thread of 100,000 events: it opens at its end, any time of it is one move away, from change to change is one press, and the
// page stays small whatever is looked at. And a diff of 50,000 lines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { writeLongLog } from '../support/web/long-log.ts';

const events = 100_000;
const changeEvery = 1000;
const lines = 50_000;
const files = 100;

test(
  'R183 100,000 events open at their end, are moved through by time and by change, and keep the page small',
  { skip: noBrowser, timeout: 115_000 },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const draft = await stage.client().call(endpoints.createTask, {
      body: { project: 'sample', title: 'A long day', prompt: 'x', draft: true },
    });
    await writeLongLog({
      home: stage.home,
      task: draft.id,
      events,
      changeEvery,
      from: Date.parse(draft.created_at),
      stepMs: 100,
    });
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${draft.id}`, page.url()).href);
    const log = page.getByRole('log');
    await log.getByText(`Word ${events - 1} of a long day.`).waitFor({ timeout: 60_000 });
    assert.ok((await nodes(page)) < 3000, 'only what is in sight is drawn');

    // By time, to the middle; what comes after it is fetched when it is scrolled to.
    const time = page.getByRole('slider', { name: 'Time in the run' });
    await time.fill('500');
    await log
      .getByText(/Word 5\d{4} of a long day|Word 49\d{3} of a long day/)
      .first()
      .waitFor({ timeout: 30_000 });
    await log.getByText(`Word ${events - 1} of a long day.`).waitFor({ state: 'detached' });
    assert.ok((await nodes(page)) < 3000, 'only what is in sight is drawn');

    // From change to change, also over what is not read yet.
    await page.getByRole('button', { name: 'Next change' }).click();
    const marked = page.locator('[data-marked]');
    await marked.waitFor({ timeout: 60_000 });
    const first = Number(/file-(\d+)/.exec(await marked.innerText())?.[1]);
    assert.equal(first % changeEvery, 0);
    await page.getByRole('button', { name: 'Next change' }).click();
    await marked.filter({ hasText: `file-${first + changeEvery}.txt` }).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Previous change' }).click();
    await marked.filter({ hasText: `file-${first}.txt` }).waitFor({ timeout: 60_000 });
    assert.ok((await nodes(page)) < 3000, 'only what is in sight is drawn');

    await page.getByRole('button', { name: 'Newest' }).click();
    await log.getByText(`Word ${events - 1} of a long day.`).waitFor({ timeout: 30_000 });
    // By keyboard: the slider moves with the arrows, and the beginning is Home.
    await time.focus();
    await page.keyboard.press('Home');
    await log.getByText('Word 1 of a long day.').waitFor({ timeout: 30_000 });

    assert.deepEqual(problems, []);
  },
);

test(
  'R34 a diff of 50,000 lines opens with its first files, goes to its last, and keeps the page small',
  { skip: noBrowser, timeout: 115_000 },
  async (context) => {
    const command = `mkdir -p big && seq 1 ${lines} | split -l ${lines / files} - big/part- --additional-suffix=.txt`;
    const scripts = { big: [{ do: [{ shell: { command } }] }, { say: 'Many lines.' }] };
    const stage = await createStage(context, { scripts });
    await stage.run('project', 'add');
    const big = await stage.task(['task', 'create', promptOf('big'), '--name', 'big']);
    await stage.until(big.id, 'ready', 'failed', 'waiting');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${big.id}?view=review`, page.url()).href);
    const diff = page.getByRole('region', { name: 'Diff' });
    await diff.locator('[data-line]').first().waitFor({ timeout: 60_000 });
    assert.ok((await nodes(page)) < 9000, 'only what is in sight is drawn');
    // The last file is read a moment later, and can be gone to at once all the same.
    const last = page
      .getByRole('navigation', { name: 'Changed files' })
      .getByRole('button', { name: /part-/ })
      .last();
    await last.click();
    await diff
      .getByText(String(lines - 495), { exact: true })
      .first()
      .waitFor({ timeout: 60_000 });
    assert.deepEqual(problems, []);
  },
);

/** How many elements there are, those of shadow trees too. */
async function nodes(page: Page): Promise<number> {
  return page.evaluate<number>(`(() => {
    const count = (root) => {
      const all = [...root.querySelectorAll('*')];
      return all.reduce((sum, one) => sum + (one.shadowRoot === null ? 0 : count(one.shadowRoot)), all.length);
    };
    return count(document);
  })()`);
}
