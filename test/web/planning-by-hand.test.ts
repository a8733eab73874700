// A proposal changed by hand in the page: drafts moved, split, merged and put away, and a prompt done in several directions. What
// somebody else does meanwhile is seen at once, and stands beside what one wanted oneself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import type { DraftChangeJson } from '../../src/api/request-change-schemas.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { planFiles, planScripts } from '../support/web/sample-plan.ts';
import { violations } from '../support/web/violations.ts';

const skip = noBrowser;
const long = { timeout: 60_000 };

test(
  'R163 R165 R166 R181 R216 drafts are moved by keyboard and mouse, split, merged and put away; two who change the same see both',
  { skip, timeout: 120_000 },
  async (context) => {
    const stage = await createStage(context, { files: planFiles, scripts: planScripts });
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.getByRole('link', { name: 'Planning' }).click();
    await page.getByText('What should happen in sample?').waitFor();
    // Asked for on a command line, seen here without being asked for.
    const id = await asked(stage, 'plan', promptOf('plan-three'));
    await page.getByRole('link', { name: 'View plan' }).click(long);
    await rows(page, 'Serve orders', 'Show orders', 'Write tests');

    await page.getByRole('button', { name: 'Move Write tests' }).focus();
    await page.keyboard.press('ArrowUp');
    await rows(page, 'Serve orders', 'Write tests', 'Show orders');
    await page.getByRole('button', { name: 'Move Write tests' }).click({ trial: true });
    assert.equal(
      await page.evaluate('document.activeElement.getAttribute("aria-label")'),
      'Move Write tests',
      'the one that was moved can be moved further',
    );
    // Folded, so that all of them are in sight.
    await page.getByRole('button', { name: 'Plan of Serve orders' }).click();
    await page
      .getByRole('button', { name: 'Move Serve orders' })
      .dragTo(page.getByRole('listitem', { name: 'Show orders' }), { targetPosition: { x: 60, y: 40 } });
    await rows(page, 'Write tests', 'Show orders', 'Serve orders');

    await choose(page, 'Show orders', 'Split…');
    const split = page.getByRole('dialog', { name: 'Split “Show orders”' });
    await split.getByRole('textbox', { name: 'Title' }).nth(1).fill('x'.repeat(121));
    await split.getByRole('textbox', { name: 'Prompt' }).nth(1).fill('Show one order.');
    await split.getByRole('button', { name: 'Split into 2' }).click();
    const title = split.getByRole('textbox', { name: 'Title' }).nth(1);
    await split.getByText(/expected string to have <=120/).waitFor();
    assert.equal(await title.getAttribute('aria-invalid'), 'true', 'said at its field');
    await title.fill('Show one order');
    // What is half written is there again, and somebody else changes the same meanwhile.
    await page.keyboard.press('Escape');
    await choose(page, 'Show orders', 'Split…');
    assert.equal(await title.inputValue(), 'Show one order');
    await change(stage, id, { type: 'edit', key: 'api', title: 'Serve all orders' });
    await change(stage, id, { type: 'edit', key: 'page', title: 'Show each order' });
    await split.getByRole('button', { name: 'Split into 2' }).click();
    const clash = page.getByRole('alert', { name: 'Changed by somebody else' });
    assert.match(
      await clash.innerText(),
      /theirs, saved\s+Show each order: A page[^]*yours, not saved\s+Split “Show orders” into:/,
    );
    assert.deepEqual(await violations(page, 'both versions'), []);
    await clash.getByRole('button', { name: 'Save mine over it' }).click();
    await split.waitFor({ state: 'hidden' });
    await rows(page, 'Write tests', 'Show orders', 'Show one order', 'Serve all orders');

    // Somebody else changes another one: that is not in the way.
    await choose(page, 'Show orders', 'Merge with others…');
    const merge = page.getByRole('dialog', { name: /^Merge/ });
    await merge.getByRole('checkbox', { name: 'Show one order' }).check();
    await merge.getByRole('textbox', { name: 'Title' }).fill('Show them all');
    await change(stage, id, { type: 'edit', key: 'tests', title: 'Test it' });
    await merge.getByRole('button', { name: 'Merge these 2' }).click();
    await merge.waitFor({ state: 'hidden' });
    await rows(page, 'Test it', 'Show them all', 'Serve all orders');

    // What is planned, and what waits for what.
    await choose(page, 'Serve all orders', 'Change the plan…');
    const plan = page.getByRole('dialog', { name: /^Plan of/ });
    await plan.getByRole('textbox', { name: 'Done looks like' }).fill('GET /orders answers in time');
    await plan.getByRole('checkbox', { name: 'Test it' }).check();
    await plan.getByRole('textbox', { name: 'Why Test it comes first' }).fill('tests say what is wanted');
    assert.deepEqual(await violations(page, 'plan'), []);
    await plan.getByRole('button', { name: 'Save the plan' }).click();
    await plan.waitFor({ state: 'hidden' });
    assert.deepEqual((await stage.show('1')).depends_on, [(await stage.show('3')).id]);

    await choose(page, 'Test it', 'Put away');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Put away' }).click();
    await rows(page, 'Show them all', 'Serve all orders');
    assert.equal((await stage.show('3')).state, 'cancelled');
    await page.getByRole('button', { name: 'Add to Task Queue 2' }).waitFor();
    // One that somebody starts alone is no longer counted.
    await stage.task(['task', 'accept', '1']);
    await page.getByRole('button', { name: 'Add to Task Queue', exact: true }).waitFor();
    assert.deepEqual(
      problems.filter((problem) => !/40[09]/.test(problem)),
      [],
    );
  },
);

test(
  'R191 a wish is done in several directions, said with it or beside its prompt; a refusal stands at its field',
  { skip, timeout: 120_000 },
  async (context) => {
    const stage = await createStage(context, { files: planFiles, scripts: planScripts });
    await stage.run('project', 'add');
    const { page } = await openWindow(await openBrowser(context), stage, { theme: 'dark' });
    await page.goto(new URL('/planning', page.url()).href);
    const box = page.getByRole('textbox', { name: 'What do you want to say?' });
    await box.fill(`Serve orders. Don’t change any prices. ${promptOf('one-wish')}`);
    await page.getByRole('button', { name: 'Several directions' }).click();
    const ways = page.getByRole('textbox', { name: 'In this way' });
    await ways.nth(0).fill('with less text');
    await ways.nth(1).fill('x'.repeat(2001));
    assert.deepEqual(await violations(page, 'wish with directions'), []);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(/expected string to have <=2000/).waitFor();
    await ways.nth(1).fill('with fewer colours');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('link', { name: 'Review the prompt' }).click(long);
    const said = page.getByRole('region', { name: 'Directions' });
    assert.match(await said.innerText(), /with less text\s+with fewer colours/);

    await said.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Several directions' });
    await dialog.getByRole('button', { name: 'One more direction' }).click();
    await dialog.getByRole('textbox', { name: 'In this way' }).nth(2).fill('with a table');
    assert.deepEqual(await violations(page, 'directions'), []);
    await dialog.getByRole('button', { name: 'Do it in 3 directions' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await said.getByText('with a table').waitFor();
    await page.getByRole('button', { name: 'Add to Task Queue' }).click();
    await page.getByText('In the Task Queue').waitFor(long);
    const { tasks } = await stage.client().call(endpoints.listTasks, {});
    assert.equal(tasks.length, 3);
    assert.match(tasks.map(({ prompt }) => prompt).join('\n'), /in this way: with a table/);
  },
);

async function asked(stage: Stage, ...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await stage.run(...words, '--json');
  assert.notEqual(stdout, '', stderr);
  return (JSON.parse(stdout) as RequestJson).id;
}

/** As somebody else would, on what there is now. */
async function change(stage: Stage, id: string, wanted: DraftChangeJson): Promise<void> {
  const params = { request: id };
  const { revisions } = await stage.client().call(endpoints.showRequest, { params });
  const body = { revision: revisions.length, change: wanted };
  await stage.client().call(endpoints.editRequest, { params, body });
}

/** Waits until the plan has these tasks, in this order. */
async function rows(page: Page, ...titles: readonly string[]): Promise<void> {
  const list = page.getByRole('list', { name: 'Proposed tasks' });
  for (const [index, title] of titles.entries())
    await list.locator(`li[data-task-key]:nth-child(${index + 1})[aria-label="${title}"]`).waitFor();
  assert.equal(await list.locator('li[data-task-key]').count(), titles.length);
}

async function choose(page: Page, title: string, what: string): Promise<void> {
  await page.getByRole('button', { name: `Change ${title} by hand` }).click();
  await page.getByRole('menuitem', { name: what }).click();
}
