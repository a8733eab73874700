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
