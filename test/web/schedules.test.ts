// Schedules and intakes in the page: made, changed, run and removed, with what the server says against a field at that field.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { violations } from '../support/web/violations.ts';

const skip = noBrowser;
const phone = { theme: 'dark', size: { width: 390, height: 844 } } as const;

test(
  'a schedule is made, changed by two people, paused, run and deleted in the page, which stays true by itself',
  { skip, timeout: 120_000 },
  async (context) => {
    const stage = await createStage(context, { scripts: { look: [{ say: 'I looked.' }] } });
    await stage.run('project', 'add');
    const browser = await openBrowser(context);
    const { page, problems } = await openWindow(browser, stage);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search tasks, or type a command').fill('schedules');
    await page.keyboard.press('Enter');
    await page.getByText('No schedules yet').waitFor();
    const form = page.getByRole('form', { name: 'New schedule' });
    await form.getByRole('textbox', { name: 'What is to be done' }).fill(promptOf('look'));
    const [name, zone, cron] = [
      form.getByRole('textbox', { name: 'Name' }),
      form.getByRole('combobox', { name: 'Time zone' }),
      form.getByRole('textbox', { name: 'Cron expression' }),
    ];
    assert.equal(await zone.inputValue(), 'Europe/Berlin', 'that of the person');
    await name.fill('nightly');
    await zone.fill('Berlin');
    await refusedAt(form, zone, 'There is no time zone “Berlin”');
    await zone.fill('UTC');
    await cron.fill('61 3 * * *');
    await refusedAt(form, cron, 'is no cron expression');
    await cron.fill('0 3 * * *');
    await form.getByRole('button', { name: 'Add schedule' }).click();
    const row = page.getByRole('listitem', { name: 'nightly' });
    await row.getByText(/next: .* at 03:00/).waitFor();
    assert.deepEqual(await violations(page, 'schedules'), []);

    // What somebody else does is seen without being asked for.
    await stage.run('schedule', 'pause', 'nightly');
    await row.getByText('paused: nothing runs until it is resumed').waitFor();
    await row.getByRole('button', { name: 'Resume' }).click();
    await row.getByRole('button', { name: 'Pause' }).waitFor();

    await row.getByRole('button', { name: 'Edit' }).click();
    const edit = page.getByRole('form', { name: 'Edit nightly' });
    await edit.getByRole('textbox', { name: 'Cron expression' }).fill('0 4 * * *');
    const params = { schedule: 'nightly' };
    await stage
      .client()
      .call(endpoints.editSchedule, { params, body: { cron: '0 5 * * *', missed: 'skip' } });
    await edit.getByRole('button', { name: 'Save' }).click();
    const clash = page.getByRole('alert', { name: 'Changed by somebody else' });
    assert.match(
      await clash.innerText(),
      /Cron expression: theirs, saved\s+0 5 \* \* \*[^]*yours, not saved\s+0 4 \* \* \*/,
    );
    await clash.getByRole('button', { name: 'Save mine over it' }).click();
    await row.getByText(/next: .* at 04:00/).waitFor();
    const kept = await stage.client().call(endpoints.showSchedule, { params });
    assert.deepEqual([kept.cron, kept.missed], ['0 4 * * *', 'skip'], 'what only they changed is theirs');

    await row.getByRole('button', { name: 'Run now' }).click();
    await row.getByRole('button', { name: 'Runs of nightly' }).click();
    await row.getByRole('link', { name: 'made a task' }).waitFor();
    const other = await openWindow(browser, stage, phone);
    await other.page.goto(new URL('/planning/schedules?project=sample', page.url()).href);
    await other.page.getByRole('button', { name: 'Runs of nightly' }).click();
    await other.page.getByRole('link', { name: 'made a task' }).waitFor();
    assert.deepEqual(await violations(other.page, 'schedules on a phone'), []);
    await row.getByRole('button', { name: 'Delete nightly' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    for (const each of [page, other.page]) await each.getByText('No schedules yet').waitFor();
    assert.deepEqual(
      problems.filter((problem) => !/40[09]/.test(problem)),
      [],
    );
  },
);

test(
  'a checklist becomes drafts, an issue that cannot be read says so at its field, a tracker gets an address and a secret that is shown once',
  { skip, timeout: 120_000 },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const { page } = await openWindow(await openBrowser(context), stage, phone);
    await page.getByRole('link', { name: 'Planning' }).click();
    await page.getByRole('navigation', { name: 'Planning' }).getByRole('link', { name: 'Intake' }).click();
    const issue = page.getByRole('textbox', { name: 'Address of the issue' });
    await issue.fill('https://example.com/owner/name/issues/1');
    await page.getByRole('button', { name: 'Read the issue' }).click();
    await page
      .getByText(/example\.com/)
      .last()
      .waitFor();
    await isInvalid(page, issue);

    await page.getByRole('button', { name: 'Add intake' }).click();
    const secret = page.getByRole('status').filter({ hasText: 'it is not shown again' });
    const whole = await secret.locator('code').innerText();
    const row = page.getByRole('listitem', { name: 'GitHub: tasklane' });
    const address = await row.locator('code').innerText();
    assert.match(address, /^http:\/\/.*\/api\/v1\/hooks\/[\w-]+$/);
    assert.deepEqual(await violations(page, 'intake'), []);
    await secret.getByRole('button', { name: 'I have it' }).click();
    await page.reload();
    assert.match(await row.innerText(), new RegExp(`secret …${whole.slice(-4)}`));
    assert.equal((await page.content()).includes(whole), false);
    const { intakes } = await stage.client().call(endpoints.listIntakes, {});
    assert.ok(address.endsWith(intakes[0]?.path ?? 'nothing'));
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'hidden' });

    const list = {
      name: 'TODO.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('- [ ] Add a test\n- [x] Done\n'),
    };
    await page.getByLabel('Or read a file').setInputFiles(list);
    await page.getByRole('button', { name: 'Make drafts' }).click();
    await page.getByRole('listitem', { name: 'Add a test' }).waitFor();
    assert.equal((await stage.show('1')).state, 'draft');
  },
);

/** Sends the form, and expects to be told at this field. */
async function refusedAt(form: Locator, field: Locator, words: string): Promise<void> {
  await form.getByRole('button', { name: 'Add schedule' }).click();
  await form.getByText(words).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
}

async function isInvalid(page: Page, field: Locator): Promise<void> {
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  assert.match(await page.locator(`[id="${ids.split(' ')[0] ?? ''}"]`).innerText(), /example\.com/);
}
