// What is wrong from outside, and how the page takes it: unknown ids, a session that has ended, text that would like to be more
// than text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

const skip = noBrowser;

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
    // Signed in again in another tab, this one goes on where it was, and what was half written is there.
    const link = await stage.run('open');
    const tab = await page.context().newPage();
    await tab.goto(link.stdout.trim());
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

test(
  'pasted megabytes, pictures that are none, hostile names in a review, a daemon that is newer: said, folded or kept as text',
  { skip, timeout: 110_000 },
  async (context) => {
    const hostile = '<img src=x onerror="document.title=1">\u202Etxt.js';
    const rtl = 'const a = "\u202E";\u001b[31m';
    const stage = await createStage(context, {
      scripts: {
        odd: [
          {
            do: [
              { write: { path: 'photo.png', content: '<script>document.title=2</script>\n' } },
              { write: { path: 'src/rtl.js', content: `${rtl}\n` } },
              { shell: { command: "printf '\\211PNG\\r\\n\\032\\n\\000\\000not a picture' > broken.png" } },
            ],
          },
          { say: 'Pictures ![p](http://example.invalid/p.png).' },
        ],
      },
    });
    await stage.run('project', 'add');
    const create = async (title: string, prompt: string, draft: boolean) =>
      stage.client().call(endpoints.createTask, { body: { project: 'sample', title, prompt, draft } });
    const odd = await create(hostile, promptOf('odd'), false);
    const huge = await create('A megabyte', 'm'.repeat(90_000), true);
    await stage.until(odd.id, 'ready', 'failed', 'waiting');
    const { page } = await openWindow(await openBrowser(context), stage);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const go = async (path: string): Promise<void> => void (await page.goto(new URL(path, page.url()).href));

    // A long request is folded; all of it is there when it is asked for.
    await go(`/tasks/${huge.id}`);
    const more = page.getByRole('button', { name: 'all 90 kB' });
    await more.waitFor();
    assert.ok((await page.getByRole('log').innerText()).length < 6000);
    await more.click();
    assert.ok((await page.getByRole('log').innerText()).length > 90_000);

    // In the review: text that would be more, a picture that is text, one that is broken, marks that reorder.
    await go(`/tasks/${odd.id}?view=review`);
    const diff = page.getByRole('region', { name: 'Diff' });
    await diff.getByText('<script>document.title=2').waitFor();
    const list = page.getByRole('navigation', { name: 'Changed files' });
    assert.match(
      await list
        .getByRole('button', { name: /broken\.png/ })
        .first()
        .innerText(),
      /binary/,
    );
    assert.equal(await page.locator('main img, main script').count(), 0);
    // Marks that reorder code are shown by their number: nobody reviews what is not there (CVE-2021-42574).
    await diff.getByText('‹U+202E›').first().waitFor();
    assert.match(await page.title(), /Tasklane$/);
    assert.deepEqual(
      asked.filter((url) => url.includes('example.invalid')),
      [],
    );

    // Five megabytes into the field for the agent: refused with a reason, and nothing of it is lost.
    const field = page.getByRole('textbox', { name: 'What should change' });
    await field.evaluate((element, text) => {
      const area = element as unknown as { value: string; dispatchEvent: (event: Event) => boolean };
      const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value')?.set;
      set?.call(area, text);
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }, 'x'.repeat(5_000_000));
    await page.getByRole('button', { name: 'Request changes' }).click();
    await page.locator('[data-sonner-toast]').first().waitFor();
    assert.equal((await field.inputValue()).length, 5_000_000);

    // A comment on a line that is not there any more is refused in words.
    await page.route('**/api/v1/tasks/*/comments', async (route) => {
      if (route.request().method() === 'GET') return route.fallback();
      const body = { ...(route.request().postDataJSON() as object), start_line: 999, end_line: 999 };
      return route.continue({ postData: JSON.stringify(body) });
    });
    await diff.getByText('const a').first().click();
    await list
      .getByRole('button', { name: /rtl\.js/ })
      .first()
      .click();
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: /^Comment on/ }).fill('Hm');
    await page.getByRole('button', { name: 'Add comment' }).click();
    await page.getByText(/there are no lines 999/).waitFor();
    assert.equal(await page.getByRole('textbox', { name: /^Comment on/ }).inputValue(), 'Hm');

    // A daemon of another version: the page says that it is old, and goes on.
    await page.route('**/api/v1/board*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'x-tasklane-version': '99.0.0' } });
    });
    await go('/');
    await page.getByText('Tasklane was updated').waitFor();
    await page.getByRole('article', { name: /A megabyte/ }).waitFor();

    for (const path of [
      '/tasks/no-such-task?view=review',
      '/tasks/%00?view=preview',
      '/tasks/x?view=conflicts',
    ]) {
      await go(path);
      await page.getByRole('alert').waitFor();
    }
  },
);
