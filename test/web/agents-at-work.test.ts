// Agents at work under the eyes of a person: words that wait for the end of a turn and words that end it, subagents as live boxes
// with what they ask, and one of them stopped.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { violations } from '../support/web/violations.ts';

const delegate = (script: string) => ({
  call: {
    match: '^task$',
    args: { description: `Run ${script}`, prompt: `Go. [[script:${script}]]`, subagent_type: 'helper' },
  },
});

const scripts = {
  endless: [{ say: 'I begin.', hang: true as const }],
  blue: [{ say: 'Blue it is.' }],
  lead: [{ do: [delegate('asks'), delegate('stuck')] }, { say: 'Both have ended.' }],
  asks: [{ do: [{ write: { path: 'a.txt', content: 'one\n' } }] }, { say: 'Wrote it.' }],
  stuck: [{ do: [{ read: { path: 'README.md' } }] }, { hang: true as const }],
};

test(
  'R145 R146 R157 R170 words for an agent at work wait or interrupt it; its subagents are live boxes that ask, end, and can be stopped',
  { skip: noBrowser, timeout: 110_000 },
  async (context) => {
    const helper = '---\nname: helper\ndescription: Helps.\n---\nYou help with what you are asked for.\n';
    const stage = await createStage(context, {
      files: { 'README.md': 'one\n', '.tasklane/agents/helper.md': helper },
      config: { permission: 'ask' },
      scripts,
    });
    await stage.run('project', 'add');
    const create = async (script: string) =>
      stage.client().call(endpoints.createTask, {
        body: { project: 'sample', title: script, prompt: promptOf(script), policy: 'workspace' },
      });
    const endless = await create('endless');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.goto(new URL(`/tasks/${endless.id}`, page.url()).href);
    const log = page.getByRole('log');
    await log.getByText('I begin.').waitFor({ timeout: 60_000 });

    // Words that wait: they stand in the thread, and the agent has not heard them.
    const message = page.getByRole('textbox', { name: 'Message to the agent' });
    await message.fill('Mind the colour.');
    await message.press('Enter');
    await log.getByText('Mind the colour.').waitFor();
    const heard = () =>
      stage.model.requests.filter(({ body }) => JSON.stringify(body).includes('Mind the colour.'));
    assert.equal(heard().length, 0);
    assert.equal((await stage.show(endless.id)).state, 'running');

    // Words that end its turn: it hears both.
    await message.fill(`Now. ${promptOf('blue')}`);
    await page.getByRole('button', { name: 'Interrupt the agent with it' }).click();
    await log.getByText('Blue it is.').waitFor({ timeout: 60_000 });
    assert.match(JSON.stringify(heard().at(-1)?.body), /Mind the colour\.[^]*Now\. /);
    assert.equal(await log.getByText('Mind the colour.').count(), 1);

    const lead = await create('lead');
    await stage.until(lead.id, 'waiting');
    await stage.model.waitFor(({ script, step }) => script === 'stuck' && step === 1);
    // Found by its name, and live all the same.
    await page.goto(new URL(`/tasks/${lead.name}?view=thread`, page.url()).href);
    await page.waitForURL(new RegExp(`/tasks/${lead.id}`));
    const box = (description: string) => log.getByRole('group', { name: `Subagent helper: ${description}` });
    // Both are at work, also while one of them waits for a word.
    await box('Run stuck')
      .getByText(/Round 2/)
      .waitFor();
    await box('Run stuck').getByRole('listitem').getByLabel('Done').waitFor();
    await box('Run asks').getByRole('listitem').getByLabel('Running').waitFor();
    for (const name of ['Run asks', 'Run stuck'])
      await box(name).getByRole('heading').getByLabel('Running').waitFor();
    const approval = page.getByRole('region', { name: 'Approval', exact: true });
    assert.match(await approval.innerText(), /a\.txt/);
    assert.deepEqual(await violations(page, 'subagents'), []);
    await approval.getByRole('button', { name: 'Allow', exact: true }).click();
    await box('Run asks').getByRole('heading').getByLabel('Done').waitFor({ timeout: 60_000 });
    await box('Run asks').getByRole('button', { name: 'Its answer' }).click();
    await box('Run asks').getByText('Wrote it.').waitFor();

    await box('Run stuck').getByRole('button', { name: 'Stop helper' }).click();
    await box('Run stuck').getByText('cancelled', { exact: true }).waitFor({ timeout: 60_000 });
    await log.getByText('Both have ended.').waitFor({ timeout: 60_000 });
    assert.equal(await page.getByRole('button', { name: 'Stop helper' }).count(), 0);
    assert.deepEqual(problems, []);
  },
);
