// Settings in the page: what may be changed through the API is changed there, what is wrong is said beside it, secrets are shown
// once or never, and what two people change at once is shown to both.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { endpoints } from '../../src/api/endpoints.ts';
import { createStage, promptOf } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';
import { noBrowser, openBrowser, openWindow } from '../support/web/browser.ts';
import { violations } from '../support/web/violations.ts';
import { WebhookReceiver } from '../support/webhook-receiver.ts';

const long = { timeout: 60_000 };
const files = {
  '.tasklane/config.json': JSON.stringify({
    check: 'npm test',
    checks: [{ name: 'lint', command: 'npm run lint' }],
  }),
};
const templateYaml = [
  'name: shop',
  'display_name: A shop',
  'agent: tasklane',
  'parameters:',
  '  - { name: port, type: number, default: 3000, validation: { min: 1024, max: 65535, error: "A port from {min} to {max}." } }',
  '  - { name: size, options: [small, { name: As large as it gets, value: large }], default: small }',
  '  - { name: api-key, required: false, sensitive: true }',
  'presets:',
  '  - { name: Big, parameters: { size: large } }',
  '',
].join('\n');

test(
  'R155 R156 settings: projects, agents, subagents with what is wrong with them, templates, people, tokens, webhooks',
  { skip: noBrowser, timeout: 280_000 },
  async (context) => {
    const stage = await createStage(context, { files });
    await stage.run('project', 'add');
    const { page, problems } = await openWindow(await openBrowser(context), stage);
    await page.getByText('No tasks yet').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await projects(page, stage);
    await agents(page);
    await subagents(page, stage);
    await templates(page, stage);
    await tokens(page, stage);
    await people(page, stage);
    const receiver = new WebhookReceiver();
    await receiver.listen();
    context.after(() => receiver.close());
    await webhooks(page, receiver);
    const expected = /status of (400|409|422)/;
    assert.deepEqual(
      problems.filter((problem) => !expected.test(problem)),
      [],
    );
  },
);

async function open(page: Page, section: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('link', { name: section, exact: true })
    .click();
  await page.getByRole('heading', { name: section, level: 2 }).waitFor();
}

async function projects(page: Page, stage: Stage): Promise<void> {
  const project = page.getByRole('listitem', { name: 'sample' });
  await project.getByRole('button', { name: /^sample/ }).click();
  const form = project.getByRole('form', { name: 'Settings of sample' });
  const checks = form.getByRole('group', { name: 'Checks', exact: true });
  const limit = checks.getByRole('textbox', { name: 'Time limit of a check, in seconds' });
  await checks.getByText('From .tasklane/config.json of the repository').waitFor();
  assert.equal(await checks.getByLabel('Command').nth(0).inputValue(), 'npm test');
  assert.equal(await checks.getByLabel('Command').nth(1).inputValue(), 'npm run lint');

  await checks.getByRole('button', { name: 'Add a check' }).click();
  await checks.getByLabel('Name').nth(2).fill('types');
  await limit.fill('soon');
  await form.getByRole('button', { name: 'Save settings' }).click();
  await checks.getByText(/checks\.2\.command is "" \(a string\); allowed: a command line/).waitFor();
  await checks.getByText(/checkTimeoutMs is "soon"/).waitFor();
  await checks.getByLabel('Command').nth(2).fill('tsc');
  await limit.fill('90');
  await checks.getByRole('button', { name: 'Move types up' }).click();
  await checks.getByRole('button', { name: 'Remove lint' }).click();
  await page.reload();
  await project.getByRole('button', { name: /^sample/ }).click();
  await checks.getByText(/^Set here, instead of check, lint/).waitFor();
  const client = stage.client();
  const params = { project: 'sample' };
  const theirs = { checkTimeoutMs: 5000, setup: 'make' };
  await client.call(endpoints.changeProjectSettings, { params, body: { set: theirs } });
  await form.getByRole('button', { name: 'Save settings' }).click();
  const clash = project.getByRole('alert', { name: 'Changed by somebody else' });
  await clash.getByText('Time limit of a check, in seconds: theirs, saved').waitFor();
  assert.match(await clash.innerText(), /theirs, saved\s+5\s+.*yours, not saved\s+90/);
  await clash.getByRole('button', { name: 'Save mine over it' }).click();
  await form.getByText('2 set here').waitFor();
  const { settings } = await client.call(endpoints.projectSettings, { params });
  const valueOf = (key: string): unknown => settings.find((one) => one.key === key)?.value;
  assert.deepEqual(
    [valueOf('checks'), valueOf('check'), valueOf('checkTimeoutMs'), valueOf('setup')],
    [
      [
        { name: 'check', command: 'npm test' },
        { name: 'types', command: 'tsc' },
      ],
      null,
      90_000,
      'make',
    ],
    'what only they changed stays',
  );
  await checks.getByRole('button', { name: 'Reset Checks' }).click();
  await form.getByRole('button', { name: 'Save settings' }).click();
  await checks.getByText('From .tasklane/config.json of the repository').waitFor();
  await form.getByText('1 set here').first().waitFor();
  await client.call(endpoints.changeProjectSettings, { params, body: { set: { checkRetries: 7 } } });
  await form.getByText('2 set here').waitFor();

  await page.getByRole('textbox', { name: 'Path of a repository' }).fill('/no/such/place');
  await page.getByRole('button', { name: 'Add project' }).click();
  await page
    .getByText(/no\/such\/place/)
    .first()
    .waitFor();
}

async function agents(page: Page): Promise<void> {
  await open(page, 'Agents');
  const own = page.getByRole('listitem', { name: 'Tasklane agent' });
  await own.getByText('key present').waitFor();
  await own.getByRole('button', { name: 'Check' }).click();
  await own.getByText('It works').waitFor(long);
}

async function subagents(page: Page, stage: Stage): Promise<void> {
  await open(page, 'Subagents');
  await page.getByRole('listitem', { name: 'general-purpose' }).getByText('built-in').waitFor();
  await page.getByRole('button', { name: 'New subagent' }).click();
  const form = page.getByRole('form', { name: 'New subagent' });
  await form.getByText('Missing "description"').waitFor();
  await form.getByLabel('Name').fill('reviewer');
  await form.getByLabel('When to use it').fill('Reviews a change for mistakes.');
  await form.getByLabel('System prompt').fill('You review code.');
  await form.getByLabel('Tools', { exact: true }).fill('read_file\ngrep_search');
  await form.getByLabel('Temperature').fill('7');
  await form.getByText(/temperature.*0.*2/i).waitFor();
  assert.equal(await form.getByRole('button', { name: 'Create subagent' }).isDisabled(), true);
  await form.getByLabel('Temperature').fill('');
  await form.getByText('It can be used: read-only').waitFor();
  await form.getByRole('button', { name: 'Create subagent' }).click();
  const row = page.getByRole('listitem', { name: 'reviewer' });
  await row.getByText('only looks').waitFor();
  assert.ok(existsSync(join(stage.repository.dir, '.tasklane/agents/reviewer.md')));

  await row.getByRole('button', { name: 'Edit reviewer' }).click();
  await row.getByLabel('When to use it').fill('Mine.');
  const target = { params: { subagent: 'reviewer' }, query: { project: 'sample' } };
  const body = { description: 'Theirs.', color: 'blue' };
  await stage.client().call(endpoints.editSubagent, { ...target, body });
  await row.getByRole('button', { name: 'Save' }).click();
  const clash = row.getByRole('alert', { name: 'Changed by somebody else' });
  assert.match(await clash.innerText(), /theirs, saved\s+Theirs\.\s+.*yours, not saved\s+Mine\./);
  await clash.getByRole('button', { name: 'Save mine over it' }).click();
  await row.getByText('Mine.').waitFor();
  await row.getByRole('button', { name: 'Edit reviewer' }).waitFor();
  const saved = await stage.client().call(endpoints.showSubagent, target);
  assert.deepEqual([saved.description, saved.color], ['Mine.', 'blue'], 'what only they changed stays');
}

async function templates(page: Page, stage: Stage): Promise<void> {
  const file = { path: 'template.yaml', content: templateYaml };
  await stage.client().call(endpoints.pushTemplate, { body: { files: [{ ...file }] } });
  await open(page, 'Templates');
  await page.reload();
  const row = page.getByRole('listitem', { name: 'A shop' });
  await row.getByRole('button', { name: /^A shop/ }).click();
  const form = row.getByRole('form', { name: 'New task from shop' });
  await form.getByLabel('What do you want?').fill(promptOf('hello'));
  assert.equal(await form.getByLabel('api-key').getAttribute('type'), 'password');
  await form.getByLabel('port').fill('80');
  await form.getByRole('button', { name: 'Start task' }).click();
  await form.getByText(/A port from 1024 to 65535/).waitFor();
  await form.getByLabel('port').fill('8080');
  await form.getByLabel('Preset').selectOption('Big');
  await form.getByLabel('size').waitFor({ state: 'hidden' });
  await form.getByRole('button', { name: 'Start task' }).click();
  await form.getByRole('link', { name: '#1 is queued' }).waitFor();
  const { template } = await stage.show('1');
  assert.equal(template?.preset, 'Big');
  assert.deepEqual(template.parameters.map(({ name, value }) => [name, value]).slice(0, 2), [
    ['port', '8080'],
    ['size', 'large'],
  ]);
}

async function tokens(page: Page, stage: Stage): Promise<void> {
  await open(page, 'Tokens');
  await page.getByLabel('What it is for').fill('ci');
  await page.getByRole('checkbox', { name: 'move a branch' }).uncheck();
  await page.getByRole('button', { name: 'Make a token' }).click();
  const secret = page.getByRole('status').filter({ hasText: 'The new token' });
  const text = await secret.locator('code').innerText();
  await secret.getByRole('button', { name: 'I have it' }).click();
  assert.equal((await page.content()).includes(text), false, 'it is nowhere in the page any more');
  const row = page.getByRole('listitem', { name: 'ci', exact: true });
  assert.doesNotMatch(await row.innerText(), /apply/);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await row.waitFor({ state: 'hidden' });
  const all = (await stage.client().call(endpoints.listTokens)).tokens;
  assert.ok(all.find((one) => one.name === 'ci')?.revoked_at !== null);
}

async function people(page: Page, stage: Stage): Promise<void> {
  await open(page, 'People');
  await page.getByLabel('Name').fill('ada');
  await page.getByRole('button', { name: 'Add person' }).click();
  const row = page.getByRole('listitem', { name: 'ada' });
  await row.getByRole('button', { name: 'Suspend' }).click();
  await row.getByText('suspended').waitFor();
  const ada = await stage.client().call(endpoints.showUser, { params: { user: 'ada' } });
  assert.equal(ada.state, 'suspended');
}

async function webhooks(page: Page, receiver: WebhookReceiver): Promise<void> {
  await open(page, 'Webhooks');
  await page.getByLabel('Address').fill(receiver.url);
  await page.getByRole('button', { name: 'Add webhook' }).click();
  const secret = page.getByRole('status').filter({ hasText: 'The secret' });
  receiver.secret = await secret.locator('code').innerText();
  await secret.getByRole('button', { name: 'I have it' }).click();
  const row = page.getByRole('listitem', { name: receiver.url });
  await row.getByRole('button', { name: 'Send a test' }).click();
  await row.getByText('delivered').first().waitFor(long);
  // What was told before its secret was known could not be checked.
  assert.equal(receiver.received.at(-1)?.isSigned, true);
}

test(
  'axe finds no violation in any section of the settings, in both themes',
  { skip: noBrowser, timeout: 280_000 },
  async (context) => {
    const stage = await createStage(context, { files });
    await stage.run('project', 'add');
    const browser = await openBrowser(context);
    const sections: readonly (readonly [name: string, opens: RegExp | null])[] = [
      ['projects', /^sample/],
      ['agents', null],
      ['subagents', /^New subagent/],
      ['templates', /^Tasks/],
      ['people', /password$/],
      ['tokens', null],
      ['webhooks', null],
    ];
    const found: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      const { page, problems } = await openWindow(browser, stage, { theme });
      for (const [name, opens] of sections) {
        await page.goto(new URL(`/settings/${name}`, page.url()).href);
        await page.getByRole('heading', { level: 2 }).first().waitFor();
        if (opens !== null) await page.getByRole('button', { name: opens }).first().click();
        await page.waitForLoadState('networkidle');
        for (const group of name === 'projects'
          ? ['Setup', 'Preview', 'Policy and limits', 'Apply and host']
          : [])
          await page.getByRole('button', { name: group }).click();
        found.push(...(await violations(page, `${name}, ${theme}`)));
      }
      assert.deepEqual(problems, []);
    }
    assert.deepEqual(found, []);
  },
);
