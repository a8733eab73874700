// Tab in real shells, with a real daemon behind it. What is offered where is in src/cli/completion/place.test.ts.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { daemonPid } from '../support/cli.ts';
import { fishOffers, missing, pressTab, withNames } from '../support/shells.ts';
import type { Terminal } from '../support/shells.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface Room extends Omit<Terminal, 'shell'> {
  readonly stage: Stage;
}

async function room(context: TestContext, names: readonly string[] = ['tasklane']): Promise<Room> {
  const stage = await createStage(context, { files: { 'notes one.md': 'One.\n' } });
  mkdirSync(stage.personHome, { recursive: true });
  const env = withNames(stage.dir, stage.cli.env, names);
  return { stage, dir: stage.dir, cwd: stage.repository.dir, env };
}

async function withTask(context: TestContext, names?: readonly string[]): Promise<Room> {
  const made = await room(context, names);
  await made.stage.task(['task', 'create', '--draft', '--name', 'fix-the-dates', 'Fix the dates.']);
  return made;
}

for (const shell of ['bash', 'zsh'] as const)
  test(
    `Tab in ${shell} completes commands, flags, choices, names, lists and files`,
    {
      skip: missing('script', shell),
    },
    async (context) => {
      const terminal = { ...(await withTask(context)), shell };
      const lines: Readonly<Record<string, string>> = {
        'tasklane task acc': 'tasklane task accept',
        'tasklane task list --lim': 'tasklane task list --limit',
        'tasklane run --policy dev': 'tasklane run --policy develop',
        'tasklane run --policy=dev': 'tasklane run --policy=develop',
        'tasklane task list --state ready,dr': 'tasklane task list --state ready,draft',
        'tasklane task accept fix': 'tasklane task accept fix-the-dates',
        'tasklane task accept 1': 'tasklane task accept 1',
        'tasklane project show sam': 'tasklane project show sample',
        'tasklane run --agent qw': 'tasklane run --agent qwen',
        'tasklane template show work': 'tasklane template show workspace',
        'tasklane queue import note': 'tasklane queue import notes\\ one.md',
      };
      for (const [line, expected] of Object.entries(lines))
        assert.equal(await pressTab(terminal, line), expected, line);
    },
  );

test('Tab in bash runs nothing of the line', { skip: missing('script', 'bash') }, async (context) => {
  const made = await room(context);
  const planted = join(made.dir, 'planted');
  const line = `tasklane run --name $(touch ${planted}) --polic`;
  assert.equal(await pressTab({ ...made, shell: 'bash' }, line), line.replace(/--polic$/, '--policy'));
  assert.equal(existsSync(planted), false);
});

test('Tab in fish offers the same, and says what each is', { skip: missing('fish') }, async (context) => {
  const { cwd, env } = await withTask(context);
  const offers = (line: string): Promise<readonly string[]> => fishOffers(line, cwd, env);
  assert.deepEqual(await offers('tasklane task acc'), ['accept\tgive a draft to the queue']);
  assert.deepEqual(await offers('tasklane task accept fix'), ['fix-the-dates\t#1 draft: Fix the dates.']);
  assert.deepEqual(await offers('tasklane task accept 1'), ['1\t#1 draft: Fix the dates.']);
  assert.deepEqual(await offers('tasklane run --policy=dev'), ['--policy=develop']);
  assert.deepEqual(
    (await offers('tasklane queue import note')).map((offer) => offer.split('\t')[0]),
    ['notes one.md'],
  );
});

test(
  'the name coder is completed where it is this program, and any other that is named',
  {
    skip: missing('script', 'bash'),
  },
  async (context) => {
    const both = { ...(await withTask(context, ['tasklane', 'coder'])), shell: 'bash' as const };
    assert.equal(await pressTab(both, 'coder task accept fix'), 'coder task accept fix-the-dates');
    const own = { ...both, env: withNames(both.dir, both.stage.cli.env, ['tasklane']) };
    const script = await both.stage.run('completion', 'bash');
    assert.match(script.stdout, /^complete -F _tasklane tasklane$/m, 'there is no coder in PATH');
    assert.equal(await pressTab(own, 'tasklane task accept fix'), 'tasklane task accept fix-the-dates');
    const named = await both.stage.run('completion', 'zsh', '--name', 'tl');
    assert.match(named.stdout, /^#compdef tasklane tl$/m);
    const wrong = await both.stage.run('completion', 'zsh', '--name', 'a;b');
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /“a;b” cannot be the name of a command/);
  },
);

test('Tab starts no daemon, and leaves no trace', async (context) => {
  const { stage } = await room(context);
  const result = await stage.run('__complete', '--', 'task', 'show', '');
  assert.deepEqual(result, { code: 0, stdout: '', stderr: '' });
  assert.equal(daemonPid(stage.home), null);
  assert.deepEqual(existsSync(stage.home) ? readdirSync(stage.home) : [], []);
});

test('Tab does not wait for a daemon that says nothing', async (context) => {
  const { stage } = await room(context);
  const mute = createServer(() => undefined);
  await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
  context.after(() => void mute.close());
  mkdirSync(stage.home, { recursive: true });
  writeFileSync(join(stage.home, 'token'), 'anything');
  const { port } = mute.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(join(stage.home, 'daemon.json'), JSON.stringify({ pid: process.pid, url, version: '0' }));
  const result = await stage.run('__complete', '--', 'task', 'show', '');
  assert.deepEqual(result, { code: 0, stdout: '', stderr: '' });
});
