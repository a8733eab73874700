// A project whose work goes to a git host: what the page says before, the pull request that Apply opens, how it stands, and the
// same over MCP. The host is a server on this machine with a real repository.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { startGitHost } from '../support/git-host-server.ts';
import { connectMcp } from '../support/mcp.ts';
import { createStage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { violations } from '../support/web/violations.ts';

test(
  'R186 R187 where a project asks a git host, Apply opens a pull request that is looked at, closed and followed',
  { skip: noBrowser, timeout: 110_000 },
  async (context) => {
    const stage = await createStage(context);
    const dir = join(stage.dir, 'hosted');
    stage.repository.git('clone', '-q', '--bare', '.', join(dir, 'team/app.git'));
    const host = await startGitHost(context, { kind: 'gitea', dir });
    stage.repository.git('remote', 'add', 'origin', host.remote);
    const task = await stage.ready('hello', {}, '--name', 'hello');
    const set = await stage.run('project', 'set', 'applyBy=pull_request', 'gitHost=gitea');
    assert.equal(set.code, 0, set.stderr);

    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${task.id}?view=review`, page.url()).href);
    await page.getByText(/Apply opens a pull request of 1 file into main/).waitFor();
    await page.getByText(/no token for/).waitFor();
    const token = { [host.origin]: host.token };
    await stage.writeHome('config.json', JSON.stringify({ gitTokens: token, pullRequestPollMs: 600_000 }));
    await page.reload();
    await page.getByText(new RegExp(`into main on 127\\.0\\.0\\.1:\\d+/team/app`)).waitFor();
    await page.getByRole('button', { name: 'What exactly will happen' }).click();
    await page
      .getByRole('list', { name: 'What Apply will do' })
      .getByText('Nothing is merged here')
      .waitFor();
    await page.getByRole('button', { name: 'Open a pull request' }).click();

    const section = page.getByRole('region', { name: 'Pull request' });
    const link = section.getByRole('link', { name: /^Pull request #1/ });
    await section.getByText(/is open/).waitFor();
    assert.match((await link.getAttribute('href')) ?? '', /^http:\/\/127.*\/1$/);
    await page.getByRole('button', { name: 'Update the pull request' }).waitFor();
    assert.deepEqual(await violations(page, 'pull request'), []);

    // What the host refuses is said with what to do; nothing else changes.
    host.answerNext({ status: 401, body: { message: 'token expired' } });
    await section.getByRole('button', { name: 'Look again' }).click();
    await page
      .getByText(/token expired|401/)
      .first()
      .waitFor();
    host.verdict = 'failed';
    await section.getByRole('button', { name: 'Look again' }).click();
    await section.getByText('its checks failed').waitFor();
    await close(page);
    await section.getByText('was closed without being merged').waitFor();
    assert.equal(host.pulls[0]?.state, 'closed');

    const mcp = await connectMcp(context, stage);
    const opened = await mcp.client.callTool({ name: 'apply', arguments: { task: '1' } });
    assert.match(JSON.stringify(opened.content), /Pull request #2 \(open\)/);
    await section.getByText(/Pull request #2/).waitFor();
    host.merge(2);
    const looked = await mcp.client.callTool({ name: 'pull_request', arguments: { task: '1' } });
    assert.match(JSON.stringify(looked.content), /\[done/);
    await section.getByText('was merged').waitFor();
    assert.equal(stage.repository.git('show', 'main:hello.txt').trim() !== '', true);
    const expected = /status of (401|409|422|502|400)/;
    assert.deepEqual(
      problems.filter((problem) => !expected.test(problem)),
      [],
    );
  },
);

async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close it' }).first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close it' }).click();
}
