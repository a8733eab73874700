// The review as a reviewer does it: comments on lines collected into one message to the agent, white space, generated files,
// marks that last, and what an apply and its undo would do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { until } from '../support/web/until.ts';

const skip = noBrowser;
const cart = [
  'export function total(items) {',
  'let sum = 0;',
  'for (const item of items) sum += item.price;',
  'return sum;',
  '}',
  '',
];
const indented = [
  cart[0],
  '  let sum = 0;',
  '  for (const item of items) sum += item.price;',
  '  return Math.trunc(sum);',
  '}',
  '',
];
const fixed = [...indented.slice(0, 3), '  return Math.round(sum);', '}', ''];
const lock = Array.from({ length: 300 }, (_, index) => `line ${index}`);

const write = (path: string, lines: readonly (string | undefined)[]) => ({
  write: { path, content: lines.join('\n') },
});
const scripts = {
  first: [
    {
      do: [
        write('src/cart.js', indented),
        write('package-lock.json', lock),
        write('src/new.js', ['one', '']),
      ],
    },
    { say: 'Amounts are whole numbers now.' },
  ],
  second: [{ do: [write('src/cart.js', fixed)] }, { say: 'Rounded.' }],
};

test(
  'R34 R170 R184 R186 a review by keyboard and mouse: comments become one message, the agent goes on, marks last, then apply and undo',
  { skip, timeout: 110_000 },
  async (context) => {
    const stage = await createStage(context, { files: { 'src/cart.js': cart.join('\n') }, scripts });
    const task = await stage.ready('first', {}, '--name', 'cart', '--check', 'test -f src/cart.js');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${task.id}?view=review`, page.url()).href);
    const files = page.getByRole('navigation', { name: 'Changed files' });
    const diff = page.getByRole('region', { name: 'Diff' });
    await diff.getByText('Math.trunc').waitFor();

    // A file that a program wrote is folded, and opens.
    assert.equal(await diff.getByText('line 299').count(), 0);
    const lockLines = diff.getByRole('button', { name: 'Lines of package-lock.json' });
    await files
      .getByRole('button', { name: /package-lock\.json/ })
      .first()
      .click();
    assert.equal(await lockLines.getAttribute('aria-expanded'), 'false');

    // White space: the whole function was indented; without that, one line is changed.
    await files
      .getByRole('button', { name: /cart\.js/ })
      .first()
      .click();
    await diff.getByText('let sum = 0;').first().waitFor();
    await page.getByRole('checkbox', { name: 'Viewed src/new.js' }).click();
    await page.getByRole('button', { name: 'Ignore changes of white space' }).click();
    await until(
      page,
      async () => (await diff.locator('[data-line-type=change-deletion][data-line]').count()) === 1,
    );
    await page.getByText('1 of 3 viewed').waitFor();
    await page.getByRole('button', { name: 'Ignore changes of white space' }).click();

    // By keyboard: the first line, three further, two of them chosen.
    await page.keyboard.press('j');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('j');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: /^Comment on/ }).waitFor();
    await page.keyboard.insertText('<b>Why</b> these?');
    await page.keyboard.press('Control+Enter');
    const comments = page.getByRole('region', { name: 'Comments' });
    await comments.getByText('<b>Why</b> these?').waitFor();

    // By mouse: the button beside a line. What is half written is kept over a reload.
    await commentOn(page, 'Math.trunc');
    const field = page.getByRole('textbox', { name: 'Comment on line 4' });
    await field.fill('Round it, do not cut');
    await page.reload();
    await commentOn(page, 'Math.trunc');
    assert.equal(await field.inputValue(), 'Round it, do not cut');
    await field.press('Control+Enter');
    await comments.getByText('Round it, do not cut').waitFor();
    const drafts = (await stage.client().call(endpoints.listComments, { params: { task: task.id } }))
      .comments;
    assert.deepEqual(
      drafts.map(({ path, side, start_line, end_line, sent_at }) => [
        path,
        side,
        start_line,
        end_line,
        sent_at,
      ]),
      [
        ['src/cart.js', 'new', 2, 3, null],
        ['src/cart.js', 'new', 4, 4, null],
      ],
    );

    await page.getByRole('textbox', { name: 'What should change' }).fill(promptOf('second'));
    const before = stage.model.requests.length;
    await page.getByRole('button', { name: /Request changes with 2 comments/ }).click();
    await diff.getByText('Math.round').waitFor({ timeout: 60_000 });
    const told = JSON.stringify(stage.model.requests.slice(before)[0]?.body);
    assert.match(told, /with 2 comments on its lines/);
    await comments.getByText('its lines were changed since').waitFor();
    // What was viewed and did not change is viewed; what changed again is not.
    await page.getByText('1 of 3 viewed').waitFor();

    await page.getByRole('button', { name: 'What exactly will happen' }).click();
    const plan = page.getByRole('list', { name: 'What Apply will do' });
    await plan.getByText(/does not conflict with main/).waitFor();
    assert.match(await plan.innerText(), /test -f src\/cart\.js/);
    await page.getByRole('button', { name: 'Apply changes' }).click();
    await page.getByText(/Part of main as/).waitFor({ timeout: 60_000 });
    assert.equal(readFileSync(join(stage.repository.dir, 'src/cart.js'), 'utf8'), fixed.join('\n'));

    await page.getByRole('button', { name: /Undo the apply/ }).click();
    const sure = page.getByRole('alertdialog');
    assert.match(await sure.innerText(), /taken from main .* again: 3 files \(.*src\/cart\.js/);
    await sure.getByRole('button', { name: 'Undo the apply' }).click();
    await page.getByRole('button', { name: 'Apply changes' }).waitFor({ timeout: 60_000 });
    assert.equal(readFileSync(join(stage.repository.dir, 'src/cart.js'), 'utf8'), cart.join('\n'));
    assert.deepEqual(problems, []);
  },
);

/** With the button that stands beside the line under the mouse. */
async function commentOn(page: Page, text: string): Promise<void> {
  const line = page.getByRole('region', { name: 'Diff' }).getByText(text);
  const button = page.getByTestId('comment-here').locator('visible=true').first();
  await until(page, async () => {
    await line.hover();
    const [at, beside] = [await line.boundingBox(), await button.boundingBox()];
    return at !== null && beside !== null && Math.abs(at.y - beside.y) < at.height;
  });
  const box = await button.boundingBox();
  assert.ok(box !== null);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
