// The way from plain words to work in the page: a wish and a goal become drafts, which are read, changed, revised and queued by a
// person. Daemon, planner, git and browser are real; only the model's words are canned.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { planFiles, planScripts } from '../support/web/sample-plan.ts';
import { violations } from '../support/web/violations.ts';

const skip = noBrowser;
const long = { timeout: 60_000 };

test(
  'R2 R3 R9 R10 R11 R42 R43 R159 a wish becomes a prompt beside its original, is asked about, edited on the spot by two people, and queued; a failed task goes back there with its error',
  { skip, timeout: 280_000 },
  async (context) => {
    const config = { checkRetries: 0, checkReruns: 0 };
    const stage = await createStage(context, { files: planFiles, scripts: planScripts, config });
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.getByRole('link', { name: 'Planning' }).click();
    await page.getByText('What should happen in sample?').waitFor();
    const box = page.getByRole('textbox', { name: 'What do you want to say?' });

    await page.getByRole('radio', { name: 'Ask' }).check();
    await box.fill(promptOf('where'));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Totals are made in').waitFor(long);

    // What is half written is there again after a reload, with what it is.
    await page.getByRole('radio', { name: 'Request' }).check();
    await box.fill(`Serve orders. Don’t change any prices. ${promptOf('one-wish')}`);
    await page.reload();
    assert.match(await box.inputValue(), /^Serve orders/);
    assert.equal(await page.getByRole('radio', { name: 'Request' }).isChecked(), true);
    await box.press('Enter');
    await page.getByRole('link', { name: 'Review the prompt' }).click(long);

    assert.match(
      await page.getByRole('region', { name: 'You wrote' }).innerText(),
      /Don’t change any prices/,
    );
    const prompt = page.getByRole('region', { name: 'Optimised prompt' });
    await prompt.getByText('The person said').waitFor();
    assert.match(await page.getByRole('region', { name: 'Look at this' }).innerText(), /src\/gone\.ts/);
    assert.match(
      await page.getByRole('region', { name: 'Plan', exact: true }).innerText(),
      /src\/gone\.ts\s*not found/,
    );
    const files = page.getByRole('checkbox', { name: /right files/ });
    await files.check();
    await page.getByRole('checkbox', { name: /tests that you wanted\?.*pytest/ }).check();
    await page.getByRole('checkbox', { name: /boundaries right\?.*may change src\/api\.ts/ }).waitFor();

    await prompt.getByRole('button', { name: 'Edit' }).click();
    const text = prompt.getByRole('textbox', { name: 'Prompt' });
    await text.fill('Serve orders, newest first.');
    await page.reload();
    assert.equal(
      await text.inputValue(),
      'Serve orders, newest first.',
      'a change that is not saved is kept',
    );
    assert.equal(await files.isChecked(), true);
    // Somebody else was faster; both versions are shown, and nothing is lost.
    const [draft] = (await stage.client().call(endpoints.listTasks, {})).tasks;
    assert.ok(draft !== undefined);
    const params = { task: draft.id };
    await stage.client().call(endpoints.editTask, { params, body: { prompt: 'Serve orders by customer.' } });
    await prompt.getByRole('button', { name: /^Save/ }).click();
    const clash = page.getByRole('alert', { name: 'Changed by somebody else' });
    assert.match(
      await clash.innerText(),
      /theirs, saved\s+Serve orders by customer\.[^]*yours, not saved\s+Serve orders, newest first\./,
    );
    await clash.getByRole('button', { name: 'Save mine over it' }).click();
    await clash.waitFor({ state: 'hidden' });
    await prompt.getByText('Serve orders, newest first.').waitFor();
    await prompt.getByRole('button', { name: 'Edit' }).waitFor();
    assert.equal((await stage.show('1')).prompt, 'Serve orders, newest first.');
    assert.equal((await stage.show('1')).state, 'draft', 'nothing runs before it is added');

    await page.getByRole('button', { name: 'Add to Task Queue' }).click();
    await page.getByText('In the Task Queue').waitFor(long);
    assert.notEqual((await stage.show('1')).state, 'draft');
    await updateFailed(page, stage);
    assert.deepEqual(
      problems.filter((problem) => !problem.includes('409')),
      [],
    );
  },
);

test(
  'R164 R165 R166 R167 R181 by keyboard alone: a goal becomes drafts with plans, is revised in words, one is queued, then all',
  { skip },
  async (context) => {
    const stage = await createStage(context, { files: planFiles, scripts: planScripts });
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    const keys = page.keyboard;
    await page.getByText('No tasks yet').waitFor();
    await keys.press('g');
    await keys.press('p');
    await page.getByText('What should happen in sample?').waitFor();
    await keys.press('m');
    await keys.insertText(promptOf('plan-orders'));
    await keys.press('Tab');
    await keys.press('ArrowRight');
    assert.equal(await page.getByRole('radio', { name: 'Plan' }).isChecked(), true);
    await keys.press('Shift+Tab');
    await keys.press('Enter');
    const view = page.getByRole('link', { name: 'View plan' });
    await view.waitFor(long);
    assert.match(await page.getByRole('group', { name: 'Proposal' }).innerText(), /Show orders\s+after #1/);
    await view.focus();
    await keys.press('Enter');

    const first = page.getByRole('listitem', { name: 'Serve orders' });
    for (const part of ['Done looks like', 'GET /orders answers', 'Risks', 'Out of scope', 'May change only'])
      await first.getByText(part, { exact: true }).waitFor();
    const second = page.getByRole('listitem', { name: 'Show orders' });
    await second.getByRole('button', { name: 'Plan of Show orders' }).focus();
    await keys.press('Enter');
    await second.getByText('#1 Serve orders: it asks for them').waitFor();

    await focusText(page, 'What should be otherwise?');
    await keys.insertText(`Say it more clearly. ${promptOf('clearer')}`);
    await keys.press('Enter');
    const changes = page.getByRole('region', { name: 'Changes since revision 1' });
    await changes.getByText('Serve all orders', { exact: true }).waitFor(long);
    assert.match(await changes.innerText(), /New\s+Write tests[^]*Gone\s+Show orders/);

    await page.getByRole('combobox', { name: 'Revision' }).selectOption('1');
    await page.getByRole('listitem', { name: 'Show orders' }).waitFor();
    await page.getByRole('combobox', { name: 'Revision' }).selectOption('2');
    const tests = page.getByRole('listitem', { name: 'Write tests' });
    await tests.getByRole('button', { name: 'Queue this one' }).focus();
    await keys.press('Enter');
    await tests.getByRole('button', { name: 'Queue this one' }).waitFor({ state: 'hidden' });
    assert.notEqual((await stage.show('3')).state, 'draft');
    assert.equal((await stage.show('1')).state, 'draft');
    await page.getByRole('button', { name: 'Add to Task Queue' }).focus();
    await keys.press('Enter');
    await page.getByText('In the Task Queue').waitFor(long);
    assert.notEqual((await stage.show('1')).state, 'draft');
    assert.deepEqual(problems, []);
  },
);

test(
  'axe finds no violation in the main thread and in a proposal, in both themes',
  { skip },
  async (context) => {
    const stage = await createStage(context, { files: planFiles, scripts: planScripts });
    await stage.run('project', 'add');
    const ask = async (...words: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await stage.run(...words, '--json');
      assert.notEqual(stdout, '', stderr);
      return (JSON.parse(stdout) as { readonly id: string }).id;
    };
    const wish = await ask('request', `Serve orders. Don’t change any prices. ${promptOf('one-wish')}`);
    const plan = await ask('plan', promptOf('plan-orders'));
    const browser = await openBrowser(context);
    const found: string[] = [];
    for (const options of [
      { theme: 'light' },
      { theme: 'dark', size: { width: 390, height: 844 } },
    ] as const) {
      const { page, problems } = await openWindow(browser, stage, options);
      const look = async (path: string, seen: string): Promise<void> => {
        await page.goto(new URL(path, page.url()).href);
        await page.getByText(seen, { exact: true }).first().waitFor();
        found.push(...(await violations(page, `${path}, ${options.theme}`)));
      };
      await look('/planning', 'Review the prompt');
      await look(`/planning/${plan}`, 'Done looks like');
      await look(`/planning/${wish}`, 'Edit');
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
      found.push(...(await violations(page, `edit, ${options.theme}`)));
      assert.deepEqual(problems, []);
    }
    assert.deepEqual(found, []);
  },
);

async function updateFailed(page: Page, stage: Stage): Promise<void> {
  const checks = [{ command: 'echo the sum is wrong; exit 1' }];
  const body = { project: 'sample', name: 'sums', prompt: promptOf('hello'), checks };
  const { id } = await stage.client().call(endpoints.createTask, { body });
  await stage.until(id, 'failed');
  await page.goto(new URL(`/tasks/${id}`, page.url()).href);
  const panel = page.getByRole('region', { name: 'Failure' });
  await panel.getByRole('button', { name: 'Update with the Prompt Engineer' }).click();
  const about = page.getByRole('region', { name: 'It is about' });
  await about.waitFor(long);
  assert.match(await about.innerText(), /#2[^]*was tried once[^]*the sum is wrong/);
  const [request] = (await stage.client().call(endpoints.listRequests, {})).requests;
  assert.equal(request?.about?.task_id, id);
  assert.equal((await stage.show('sums')).state, 'draft');
}

async function focusText(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name }).focus();
}
