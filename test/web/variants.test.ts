// One thing attempted twice in the page: made, judged with evidence, looked at side by side, one of them kept; and the trash, where
// the other one is then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { until } from '../support/web/until.ts';
import { violationsIn } from '../support/web/violations.ts';

const lines = Array.from({ length: 300 }, (_, index) => `line ${index + 1}`);
const files = {
  'long.txt': ['head', 'neck', ...lines, ''].join('\n'),
  // The second one has forty lines more, before those that both change.
  'make.sh': [
    'sed -i "s/^line/$1/" long.txt',
    'if [ "$1" = b ]; then seq 1 40 | sed "s/^/top /" > top.txt; sed -i "1r top.txt" long.txt; rm top.txt; fi',
    'echo same > same.txt; echo only $1 > only-$1.txt',
    '',
  ].join('\n'),
};

const check = (outcome: string) => ({ kind: 'check', name: 'check', outcome });
const line = { kind: 'line', path: 'only-b.txt', line: 1, text: 'only b' };
function opinion(): string {
  const reasons = (...evidence: readonly object[]) =>
    evidence.map((one) => ({ text: '<b>Good</b>.', evidence: [one] }));
  const ranking = [
    { variant: 2, reasons: reasons(line, { kind: 'count', what: 'additions', value: 4 }) },
    { variant: 1, reasons: reasons(check('passed')) },
  ];
  return `\`\`\`json\n${JSON.stringify({ summary: 'Take the second.', ranking })}\n\`\`\``;
}

// The judge is told what was asked, so the same words are for it too, from the third turn on.
const scripts = {
  attempt: [
    { say: 'I do it.', do: [{ shell: { command: 'sh make.sh ${name}' } }] },
    { say: 'Done.' },
    { say: opinion() },
    { say: opinion(), delayMs: 300 },
  ],
};

test(
  'R188 R191 variants are made, judged with evidence, looked at side by side, and one of them kept; the other comes back from the trash, or is deleted for good',
  { skip: noBrowser, timeout: 115_000 },
  async (context) => {
    const stage = await createStage(context, { files, scripts });
    const work = await stage.ready('attempt', { name: 'a' }, '--name', 'work', '--check', 'true');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${work.id}?view=variants`, page.url()).href);
    const form = page.getByRole('form', { name: 'Another variant' });
    await form.getByLabel('Prompt').fill(promptOf('attempt', { name: 'b' }));
    await form.getByRole('button', { name: 'Add a variant' }).click();
    const table = page.getByRole('table');
    await table.getByRole('link', { name: '#2 work-2' }).waitFor({ timeout: 60_000 });
    await table.getByRole('button', { name: 'Keep this one' }).nth(1).waitFor({ timeout: 60_000 });
    assert.match(await table.innerText(), /same\.txt\s+changed\s+changed/);

    await judged(page);
    await sideBySide(page);
    assert.deepEqual(await violationsIn(page, 'dark'), []);

    await page.getByRole('button', { name: 'What was measured' }).click();
    await table.getByRole('button', { name: 'Keep this one' }).nth(1).click();
    const sure = page.getByRole('alertdialog');
    assert.match(await sure.innerText(), /#1 is let go of/);
    await sure.getByRole('button', { name: 'Keep #2' }).click();
    await stage.until(work.id, 'dismissed');
    await trashed(stage, page, work.id);
    // A task without variants is asked for them when the view is opened, and the browser notes that there are none; so it does of
    // a judge that cannot be had.
    assert.deepEqual(
      problems.filter((problem) => !/status of 4\d\d/.test(problem)),
      [],
    );
  },
);

/** Asked in the page, followed live, and what it cites is one click away. */
async function judged(page: Page): Promise<void> {
  const judge = page.getByRole('region', { name: 'Judge' });
  await judge.getByRole('button', { name: 'Ask a judge' }).click();
  await judge.getByText(/ compares them/).waitFor();
  const order = judge.getByRole('list', { name: 'Order' });
  await order.waitFor({ timeout: 60_000 });
  assert.match(await judge.innerText(), /Take the second\./);
  assert.match(await judge.innerText(), /sent back twice.*tokens/s);
  assert.match(await order.innerText(), /^1\.\s+#2 work-2[\s\S]*<b>Good<\/b>[\s\S]*2\.\s+#1 work/);
  assert.match(await order.innerText(), /additions of #2 is \d+, not 4/);
  assert.equal(await order.getByRole('img', { name: /does not prove it/ }).count(), 1);
  assert.equal(await order.getByRole('img', { name: /as we measured it/ }).count(), 2);
  assert.deepEqual(await violationsIn(page, 'light'), []);

  await order.getByRole('link', { name: '#2 only-b.txt:1 only b' }).click();
  const diff = page.getByRole('region', { name: 'Diff' });
  await diff.locator('[data-selected-line]').first().waitFor();
  await page.goBack();
  await order.getByRole('link', { name: '#1 check check: passed' }).click();
  await page.getByRole('region', { name: 'Checks' }).getByText('exit code 0').waitFor();
  await page.goBack();

  // One that cannot work says why, and the page shows it.
  await judge.getByLabel('Model of the judge').fill('anthropic/none');
  await judge.getByRole('button', { name: 'Ask again' }).click();
  await judge.getByText(/tasklane · anthropic\/none found no order/).waitFor({ timeout: 60_000 });
  assert.match(await judge.innerText(), /ANTHROPIC_API_KEY|key/i);
}

/** The best two stand side by side, at the same place of the same file, however one of them is scrolled. */
async function sideBySide(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Diffs side by side' }).click();
  const list = page.getByRole('navigation', { name: 'Files of both' });
  await list.getByText('only #1').waitFor();
  assert.deepEqual(
    (await list.getByRole('button').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')),
    ['long.txt different', 'only-a.txt only #1', 'only-b.txt only #2', 'same.txt same'],
  );
  const column = (number: number) => page.getByRole('region', { name: `Diff of #${number}` });
  const heights = async (text: string): Promise<readonly (number | undefined)[]> =>
    Promise.all([2, 1].map(async (number) => (await boxOf(column(number), text))?.y));
  const together = async (text: string): Promise<boolean> => {
    const [one, other] = await heights(text);
    return one !== undefined && other !== undefined && Math.abs(one - other) < 3;
  };
  await list.getByRole('button', { name: /long\.txt/ }).click();
  await column(2).getByText('top 1', { exact: true }).waitFor();
  await column(2).hover();
  await page.mouse.wheel(0, 3000);
  await until(page, () => together('line 120'));
  await column(1).hover();
  await page.mouse.wheel(0, 2000);
  await until(page, () => together('line 230'));

  await page.keyboard.press('n');
  await column(1).getByText('only a', { exact: true }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  const [first, second] = await Promise.all([column(1).boundingBox(), column(2).boundingBox()]);
  assert.ok(first !== null && second !== null && first.y + first.height <= second.y && second.width > 360);
  await page.screenshot({ path: '/tmp/v3.png' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('First variant').selectOption('2');
  await page
    .getByRole('region', { name: /Diff of/ })
    .first()
    .and(column(2))
    .waitFor();
  assert.match(page.url(), /pair=2-1/);
}

async function boxOf(column: ReturnType<Page['getByRole']>, text: string) {
  const found = column.getByText(text, { exact: true });
  return (await found.count()) === 1 ? found.boundingBox() : null;
}

/** What was let go of comes back; what is deleted for good is told first. */
async function trashed(stage: Stage, page: Page, id: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByPlaceholder('Search tasks, or type a command');
  await palette.fill('trash');
  await page.getByRole('option', { name: 'Trash' }).waitFor();
  await page.keyboard.press('Enter');
  const trash = page.getByRole('region', { name: 'Trash of sample' });
  await trash.getByText('dismissed just now').waitFor();
  assert.deepEqual(await violationsIn(page, 'light'), []);
  await trash.getByRole('button', { name: 'Restore' }).click();
  await stage.until(id, 'ready');
  await trash.getByText('Nothing is in it.').waitFor();
  await stage.client().call(endpoints.dismissTask, { params: { task: id } });
  await page.reload();
  await trash.getByRole('button', { name: 'Empty the trash …' }).click();
  const sure = page.getByRole('alertdialog');
  assert.match(await sure.innerText(), /1 task.*cannot be undone/);
  await sure.getByRole('button', { name: 'Delete for good' }).click();
  await trash.getByText('Nothing is in it.').waitFor();
}
