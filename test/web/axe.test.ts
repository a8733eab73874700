// Every page for everybody: no violation that axe finds, in both themes, on a desk and a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import type { WindowOptions } from '../support/web/browser.ts';
import { fillBoard, sampleFiles, sampleScripts } from '../support/web/sample-board.ts';
import { violations } from '../support/web/violations.ts';

const windows: readonly (readonly [name: string, options: WindowOptions])[] = [
  ['light, on a desk', { theme: 'light' }],
  ['dark, on a desk', { theme: 'dark' }],
  ['dark, on a phone', { theme: 'dark', size: { width: 390, height: 844 } }],
  ['light, on a phone', { theme: 'light', size: { width: 390, height: 844 } }],
];

for (const [name, options] of windows)
  test(
    `axe finds no violation on any page: ${name}`,
    { skip: noBrowser, timeout: 280_000 },
    async (context) => {
      const stage = await createStage(context, { files: sampleFiles, scripts: sampleScripts });
      await stage.run('project', 'add');
      const sample = await fillBoard(stage);
      await stage.client().call(endpoints.addComment, {
        params: { task: sample.ready.id },
        body: { path: 'src/search.js', start_line: 2, text: 'Why an import?' },
      });
      const { page, problems } = await openWindow(await openBrowser(context), stage, options);
      const pages: readonly (readonly [path: string, seen: RegExp])[] = [
        ['/', /Send a reminder/],
        ['/inbox', /Questions and approvals/],
        ['/queue', /At work/],
        ['/?by=status', /Send a reminder|Completed/],
        ['/usage', /Tokens in/],
        ['/graph', /same as a table/],
        ['/jobs', /job running/],
        [`/tasks/${sample.ready.id}`, /Ready: every check passed/],
        [`/tasks/${sample.failed.id}`, /View error/],
        [`/tasks/${sample.ready.id}?view=review`, /of 4 viewed/],
        [`/tasks/${sample.ready.id}?view=preview`, /Start the preview/],
        [`/tasks/${sample.ready.id}?view=conflicts`, /Nothing stands in its way/],
        ['/trash', /Nothing is in it/],
        ['/nowhere', /no page at this address/],
      ];
      const found: string[] = [];
      for (const [path, seen] of pages) {
        await page.goto(new URL(path, page.url()).href);
        await page.getByText(seen).filter({ visible: true }).first().waitFor();
        found.push(...(await violations(page, path)));
      }
      await page.goto(new URL('/', page.url()).href);
      await page.getByText('Send a reminder').filter({ visible: true }).first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search tasks, or type a command').waitFor();
      found.push(...(await violations(page, 'palette')));
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await page.getByRole('textbox', { name: 'What do you want?' }).waitFor();
      found.push(...(await violations(page, 'new task')));
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      found.push(...(await violations(page, 'shortcuts')));
      await page.keyboard.press('Escape');
      await page.evaluate('localStorage.clear()');
      await page.goto(new URL('/', page.url()).href);
      await page.getByRole('heading', { name: 'Sign in to Tasklane' }).waitFor();
      found.push(...(await violations(page, 'sign-in')));
      assert.deepEqual(found, []);
      assert.deepEqual(problems, []);
    },
  );
