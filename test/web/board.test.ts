// The board beyond its columns: as a task queue, with saved views, and an agent's question that is answered with one key from it;
// what all of that amounts to is then among the statistics.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

test(
  'R21 R24 R31 R51 R173 R174 R177 the board as a task queue, its views, and a question answered with one key',
  { skip: noBrowser, timeout: 240_000 },
  async (context) => {
    const stage = await createStage(context, {
      config: { permission: 'ask' },
      scripts: {
        asks: [{ say: 'I write.', do: [{ write: { path: 'a.txt', content: 'one\n' } }] }, { say: 'Done.' }],
      },
    });
    await stage.run('project', 'add');
    stage.repository.git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
    const create = async (title: string, more: object = {}) =>
      stage.client().call(endpoints.createTask, {
        body: { project: 'sample', title, prompt: promptOf('asks'), ...more },
      });
    await create('Only proposed', { draft: true });
    const asking = await create('Write a file');
    await create('Behind it', { depends_on: [asking.id] });
    await stage.until(asking.id, 'waiting');

    const { page, problems } = await openWindow(await openBrowser(context), stage);
    const lane = (name: string) => page.getByRole('region', { name, exact: true });
    await page.getByLabel('Group by').selectOption('Task queue');
    await lane('Pending')
      .getByRole('article', { name: /Only proposed, Draft/ })
      .waitFor();
    await lane('Pending')
      .getByRole('article', { name: /Behind it, Queued/ })
      .waitFor();
    await lane('Running')
      .getByRole('article', { name: /Write a file/ })
      .waitFor();
    assert.equal(await page.title(), '(1) Tasklane');

    // The view has a name from now on, also after a reload.
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /Save this view/ }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('My queue');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.goto(new URL('/', page.url()).href);
    await lane('Drafts').waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'My queue' }).click();
    await lane('Pending').waitFor();
    assert.match(page.url(), /by=status/);

    // Which waits for which, drawn and as a table; and what goes on in the background.
    await page.goto(new URL('/graph', page.url()).href);
    const drawing = page.getByRole('region', { name: 'Drawing of the dependencies' });
    const left = async (title: RegExp): Promise<number> =>
      (await drawing.getByRole('link', { name: title }).boundingBox())?.x ?? Number.NaN;
    await drawing.getByRole('link', { name: /Behind it, Queued/ }).waitFor();
    assert.ok((await left(/Write a file/)) < (await left(/Behind it/)));
    await page.getByText('The same as a table').click();
    await page.getByRole('row', { name: /Behind it .*Write a file/ }).waitFor();
    await page.goto(new URL('/jobs', page.url()).href);
    await page.getByRole('list', { name: 'Jobs' }).getByText('Write a file').waitFor();
    await page.goto(new URL('/?by=status', page.url()).href);

    // What the agent asks is read on the board and allowed with one key.
    const dock = page.getByRole('region', { name: 'An agent asks' });
    assert.match(await dock.innerText(), /a\.txt/);
    await dock.getByRole('button', { name: /Allow/ }).waitFor();
    await untilGone();
    await lane('Completed')
      .getByRole('article', { name: /Write a file, Ready/ })
      .waitFor({ timeout: 60_000 });
    await stage.client().call(endpoints.applyTask, { params: { task: asking.id }, timeoutMs: 0 });
    const done = lane('Completed').getByRole('article', { name: /Write a file, Done/ });
    await done.waitFor({ timeout: 60_000 });
    const { applied_commit: commit } = await stage.client().call(endpoints.showTask, {
      params: { task: asking.id },
    });
    assert.ok(commit !== null);
    const link = done.getByRole('link', { name: new RegExp(commit.slice(0, 7)) });
    assert.equal(await link.getAttribute('href'), `https://github.com/acme/shop/commit/${commit}`);

    await page.goto(new URL('/usage', page.url()).href);
    const work = page.getByRole('region', { name: 'By agent' });
    await work.getByRole('row', { name: / \d+ 100 % / }).waitFor();
    await page.getByRole('img', { name: /Runs by day/ }).waitFor();
    assert.deepEqual(problems, []);

    // A key counts only for what has been there to be read: pressed until it did.
    async function untilGone(): Promise<void> {
      const deadline = performance.now() + 30_000;
      while (await dock.isVisible()) {
        assert.ok(performance.now() < deadline, 'the question is still there');
        await page.keyboard.press('Alt+KeyY');
        await dock.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => undefined);
      }
    }
  },
);
