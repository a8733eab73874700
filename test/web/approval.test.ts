// An agent that needs leave: asked in the inbox, decided there with one click, and again in its thread.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';

test(
  'R146 what an agent may do only with leave is allowed in the inbox and denied in the thread',
  { skip: noBrowser },
  async (context) => {
    const write = (path: string) => ({ write: { path, content: 'one\n' } });
    const stage = await createStage(context, {
      config: { permission: 'ask' },
      scripts: {
        two: [
          { say: 'I write.', do: [write('a.txt')] },
          { say: 'And another.', do: [write('b.txt')] },
          { say: 'That was all.' },
        ],
      },
    });
    await stage.run('task', 'create', promptOf('two'), '--name', 'it');
    const { id } = await stage.until('it', 'waiting');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.getByRole('link', { name: /Inbox/ }).click();
    const first = page.getByRole('region', { name: 'Approval', exact: true });
    assert.match(await first.innerText(), /a\.txt/);
    await first.getByRole('button', { name: 'Allow', exact: true }).click();
    await first.filter({ hasText: 'b.txt' }).waitFor({ timeout: 60_000 });

    await page.goto(new URL(`/tasks/${id}`, page.url()).href);
    await first.filter({ hasText: 'b.txt' }).getByRole('button', { name: 'Deny', exact: true }).click();
    await first.waitFor({ state: 'hidden' });
    const task = await stage.until(id, 'ready', 'failed');
    assert.deepEqual(
      task.result?.files.map((file) => file.path),
      ['a.txt'],
    );
    assert.deepEqual(problems, []);
  },
);
