// Every page for everybody: no violation that axe finds, in both themes, on a desk and a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { fillBoard, sampleFiles, sampleScripts } from '../support/web/sample-board.ts';
import type { Sample } from '../support/web/sample-board.ts';
import { violations } from '../support/web/violations.ts';

const windows = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const themes = ['light', 'dark'] as const;

test(
  'axe finds no violation on any page, in both themes, on a desk and on a phone',
  { skip: noBrowser, timeout: 280_000 },
  async (context) => {
    const stage = await createStage(context, { files: sampleFiles, scripts: sampleScripts });
    await stage.run('project', 'add');
    const sample = await fillBoard(stage);
    await stage.client().call(endpoints.addComment, {
      params: { task: sample.ready.id },
      body: { path: 'src/search.js', start_line: 2, text: 'Why an import?' },
    });
    const browser = await openBrowser(context);
    for (const [name, size] of Object.entries(windows)) {
      const { page, context: window, problems } = await openWindow(browser, stage, { size });
      const found: string[] = [];
      // A page is opened once: its theme changes with the system's while it is open.
      const look = async (where: string): Promise<void> => {
        for (const theme of themes) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          found.push(...(await violations(page, `${where}, ${theme}, ${name}`)));
        }
      };
      const go = async (path: string): Promise<void> =>
        void (await page.goto(new URL(path, page.url()).href));
      for (const [path, seen] of pagesOf(sample)) {
        await go(path);
        await page.getByText(seen).filter({ visible: true }).first().waitFor();
        await look(path);
      }
      await go('/');
      await page.getByText('Send a reminder').filter({ visible: true }).first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search tasks, or type a command').waitFor();
      await look('palette');
      await page.keyboard.press('Escape');
      await page.keyboard.press('c');
      await page.getByRole('textbox', { name: 'What do you want?' }).waitFor();
      await look('new task');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await look('shortcuts');
      await page.keyboard.press('Escape');
      await page.evaluate('localStorage.clear()');
      await go('/');
      await page.getByRole('heading', { name: 'Sign in to Tasklane' }).waitFor();
      await look('sign-in');
      assert.deepEqual(found, []);
      assert.deepEqual(problems, []);
      await window.close();
    }
  },
);

function pagesOf({ ready, failed }: Sample): readonly (readonly [path: string, seen: RegExp])[] {
  return [
    ['/', /Send a reminder/],
    ['/inbox', /Questions and approvals/],
    ['/queue', /At work/],
    ['/?by=status', /Send a reminder|Completed/],
    ['/usage', /Tokens in/],
    ['/graph', /same as a table/],
    ['/jobs', /job running/],
    [`/tasks/${ready.id}`, /Ready: every check passed/],
    [`/tasks/${failed.id}`, /View error/],
    [`/tasks/${ready.id}?view=review`, /of 4 viewed/],
    [`/tasks/${ready.id}?view=preview`, /Start the preview/],
    [`/tasks/${ready.id}?view=conflicts`, /Nothing stands in its way/],
    ['/trash', /Nothing is in it/],
    ['/nowhere', /no page at this address/],
  ];
}
