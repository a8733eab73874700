// Every page for everybody: no violation that axe finds, in both themes, on a desk and a phone; and what is wrong from outside:
// unknown ids, a session that has ended, text that would like to be more than text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { fillBoard, sampleFiles, sampleScripts } from '../support/web/sample-board.ts';

const skip = noBrowser;

test(
  'axe finds no violation on any page, light and dark, on a desk and a phone',
  { skip },
  async (context) => {
    const stage = await createStage(context, { files: sampleFiles, scripts: sampleScripts });
    await stage.run('project', 'add');
    const sample = await fillBoard(stage);
    const browser = await openBrowser(context);
    const found: string[] = [];
    const windows = [
      await openWindow(browser, stage, { theme: 'light' }),
      await openWindow(browser, stage, { theme: 'dark' }),
      await openWindow(browser, stage, { theme: 'light', size: { width: 390, height: 844 } }),
    ];
    const pages: readonly (readonly [path: string, seen: RegExp])[] = [
      ['/', /Send a reminder/],
      ['/inbox', /Questions and approvals/],
      ['/queue', /At work/],
      ['/usage', /Tokens in/],
      [`/tasks/${sample.ready.id}`, /Ready: every check passed/],
      [`/tasks/${sample.running.id}`, /Writing the streaming export/],
      [`/tasks/${sample.failed.id}`, /Checks failed/],
      [`/tasks/${sample.ready.id}?view=review`, /of 4 viewed/],
      ['/nowhere', /no page at this address/],
    ];
    for (const { page, problems } of windows) {
      for (const [path, seen] of pages) {
        await page.goto(new URL(path, page.url()).href);
        await page.getByText(seen).first().waitFor();
        found.push(...(await violations(page, path)));
      }
      await page.goto(new URL('/', page.url()).href);
      await page.getByText('Send a reminder').first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search tasks, or type a command').waitFor();
      found.push(...(await violations(page, 'palette')));
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await page.getByRole('textbox', { name: 'What do you want?' }).waitFor();
      found.push(...(await violations(page, 'new task')));
      assert.deepEqual(problems, []);
    }
    assert.deepEqual(found, []);
  },
);

async function violations(page: Page, where: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map((node) => `${where}: ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}

test(
  'unknown ids, a task that is deleted while it is open, and a session that has ended are said in words',
  { skip },
  async (context) => {
    const stage = await createStage(context);
    await stage.run('project', 'add');
    const { page } = await openWindow(await openBrowser(context), stage);
    const go = async (path: string): Promise<void> => void (await page.goto(new URL(path, page.url()).href));
    await go('/tasks/no-such-task');
    assert.match(await page.getByRole('alert').innerText(), /no-such-task/);
    const draft = await stage.client().call(endpoints.createTask, {
      body: { project: 'sample', title: 'Soon gone', prompt: 'x', draft: true },
    });
    await go(`/tasks/${draft.id}`);
    await page.getByRole('heading', { name: /Soon gone/ }).waitFor();
    await stage.client().call(endpoints.deleteTask, { params: { task: draft.id } });
    await page.getByRole('alert').waitFor();

    await go('/');
    await page.getByRole('button', { name: 'New task' }).first().click();
    await page.getByRole('textbox', { name: 'What do you want?' }).fill('Half written');
    const { tokens } = await stage.client().call(endpoints.listTokens);
    for (const token of tokens.filter((one) => one.kind === 'session'))
      await stage.client().call(endpoints.revokeToken, { params: { token: token.id } });
    await page.getByRole('heading', { name: 'Sign in to Tasklane' }).waitFor();
    assert.match(await page.getByRole('alert').innerText(), /session has ended/);
    // Signed in again, what was half written is there.
    const link = await stage.run('open');
    await page.goto(link.stdout.trim());
    await page.reload();
    await page.getByRole('button', { name: 'New task' }).first().click();
    assert.equal(await page.getByRole('textbox', { name: 'What do you want?' }).inputValue(), 'Half written');
  },
);

test(
  'what an agent writes stays text: HTML, scripts, escape sequences, marks that reorder, pictures from elsewhere',
  { skip },
  async (context) => {
    const hostile = [
      '<img src=x onerror="document.title=1"><script>document.title=2</script>',
      '![see](https://example.invalid/pixel.png) [click](javascript:document.title=3)',
      '\u001b[31mred\u001b[0m and \u202Eesrever\u202C',
    ].join('\n\n');
    const stage = await createStage(context, {
      scripts: {
        hostile: [
          { say: hostile, do: [{ shell: { command: "printf '\\033[31mred\\033[0m <b>bold</b>\\n'" } }] },
          { say: 'Done.' },
        ],
      },
    });
    await stage.run('project', 'add');
    const task = await stage.client().call(endpoints.createTask, {
      body: {
        project: 'sample',
        title: '<b>Bold</b> title',
        prompt: promptOf('hostile'),
        policy: 'workspace',
      },
    });
    await stage.until(task.id, 'waiting', 'failed', 'ready');
    const { page } = await openWindow(await openBrowser(context), stage);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(new URL(`/tasks/${task.id}`, page.url()).href);
    const log = page.getByRole('log');
    await log.getByText('<img src=x').waitFor();
    const text = await log.innerText();
    assert.match(text, /red and ‹U\+202E›esrever‹U\+202C›/);
    assert.equal(text.includes('\u001b'), false);
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /<b>Bold<\/b> title/);
    assert.equal(await log.locator('img, script, b, a[href^="javascript"]').count(), 0);
    assert.deepEqual(
      asked.filter((url) => url.includes('example.invalid')),
      [],
    );
    assert.match(await page.title(), /Tasklane$/);
  },
);
