// The command line under the name `coder`, with Coder's variables and flags, against a real daemon.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CoderTaskJson } from '../../src/api/coder-schemas.ts';
import type { CliResult } from '../support/cli.ts';
import { createCoderStage, pushTemplate } from '../support/coder-stage.ts';
import type { CoderStage } from '../support/coder-stage.ts';
import { promptOf } from '../support/stage.ts';

async function prints(running: Promise<CliResult>): Promise<string> {
  const { code, stdout, stderr } = await running;
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return stdout.trimEnd();
}

async function withTask(coder: CoderStage, name: string, script = 'hello'): Promise<string> {
  const id = await prints(
    coder.bash(`coder task create -q --template simple --name ${name} "${promptOf(script)}"`),
  );
  return id;
}

async function withTemplate(coder: CoderStage): Promise<void> {
  await pushTemplate(coder, { name: 'simple', script: 'hello', preset: 'Default' });
}

test('R91 R92 R93 R94 R95 R96 R97 list and status have the columns, words and formats of Coder under both names', async (context) => {
  const coder = await createCoderStage(context);
  await withTemplate(coder);
  const none = await coder.bash('coder task list');
  assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', 'No tasks found.\n']);
  const first = await withTask(coder, 'b-first');
  const second = await withTask(coder, 'a-second', 'hang');
  await coder.stage.until(first, 'waiting');
  await coder.stage.untilTask(second, ({ state }) => state === 'running');
  const list = await prints(coder.bash('coder task ls'));
  const [header, ...rows] = list.split('\n');
  assert.match(header ?? '', /^NAME +STATUS +STATE +STATE CHANGED +MESSAGE$/);
  assert.match(rows[0] ?? '', /^a-second +active +working +\d+s ago +\S/, 'sorted by name');
  assert.match(rows[1] ?? '', /^b-first +active +idle +\d+s ago +Created hello\.txt as asked\.$/);
  assert.equal(
    await prints(coder.bash('coder tasks list -q --status active | sort')),
    [first, second].toSorted().join('\n'),
  );
  assert.equal((await coder.bash('coder task list --status error')).stderr, 'No tasks found.\n');
  assert.equal((await coder.bash('coder task list --user somebody')).stdout, '');
  const json = JSON.parse(await prints(coder.bash('coder task list -a -o json'))) as CoderTaskJson[];
  assert.deepEqual(
    json.map(({ name, status }) => [name, status]),
    [
      ['a-second', 'active'],
      ['b-first', 'active'],
    ],
  );
  assert.equal(
    await prints(coder.bash('coder task list -c name,status -c id | grep b-first')),
    `b-first   active  ${first}`,
  );

  for (const ref of [first, 'b-first', 'me/b-first', `${json[0]?.owner_name ?? ''}/b-first`])
    assert.equal(
      await prints(coder.bash(`coder task status ${ref} | awk 'NR==2 {print $2, $4}'`)),
      'active idle',
      ref,
    );
  const one = JSON.parse(await prints(coder.bash(`coder task stat b-first -o json`))) as CoderTaskJson;
  assert.equal(one.id, first);
  // Our own name, without Coder's variables: the same columns.
  const ours = await coder.stage.run('task', 'status', 'b-first');
  assert.match(
    ours.stdout,
    /^STATE CHANGED {2}STATUS {2}HEALTHY {2}STATE {2}MESSAGE\n\d+s +active {2}true +idle /,
  );
  assert.equal(
    await prints(
      coder.bash(`shopt -s expand_aliases\nalias c=coder\nc task status -c name b-first | tail -n 1`),
    ),
    'b-first',
  );
  const slashes = await coder.bash('coder task status a/b/c');
  assert.deepEqual([slashes.code === 0, slashes.stdout], [false, '']);
  assert.match(slashes.stderr, /invalid task identifier: “a\/b\/c”/);
});

test('R84 R86 R88 R90 R109 create takes Coder’s flags, variables and standard input, and fails on stderr alone', async (context) => {
  const coder = await createCoderStage(context);
  await withTemplate(coder);
  const variables = {
    CODER_TASK_TEMPLATE_NAME: 'simple',
    CODER_TASK_TEMPLATE_VERSION: 'v1',
    CODER_TASK_PRESET_NAME: 'Default',
  };
  const id = await prints(
    coder.bash(`echo "${promptOf('hello')}" | coder task create -q --stdin --owner me -O sample`, variables),
  );
  const task = await coder.stage.show(id);
  assert.deepEqual(
    [task.template?.name, task.template?.version, task.template?.preset, task.project_name],
    ['simple', 'v1', 'Default', 'sample'],
  );
  const plain = await prints(coder.bash('coder task create -q --preset none x', variables));
  assert.equal((await coder.stage.show(plain)).template?.preset, null);
  assert.match(
    await prints(coder.bash('coder task create --template simple --name said x')),
    /^The task said has been created at \S+Z!$/,
  );
  assert.equal((await coder.stage.run('user', 'create', 'eve')).code, 0);
  const hers = await prints(coder.bash('coder task create -q --owner eve --template simple x'));
  assert.equal((await coder.stage.show(hers)).owner, 'eve');
  assert.equal(await prints(coder.bash('coder task list --user eve -q')), hers);
  for (const [command, said] of [
    ['create --template nope x', /no template “nope”/],
    ['create --template simple --preset Nope x', /no preset “Nope”.*\n.*“Default”/],
    ['create --template simple ""', /prompt is empty/],
    ['create --template simple --owner nobody x', /no user “nobody”/],
    ['status nope', /no task “nope”/],
    ['logs nope', /no task “nope”/],
    ['send nope x', /no task “nope”/],
    ['rm nope', /no task “nope”/],
  ] as const) {
    const { code, stdout, stderr } = await coder.bash(`coder task ${command}`);
    assert.deepEqual([code === 0, stdout], [false, ''], command);
    assert.match(stderr, said, command);
  }
});

test('R98 R99 R101 R102 R103 a task is read, paused, told something, resumed and deleted as in Coder', async (context) => {
  const coder = await createCoderStage(context);
  await withTemplate(coder);
  const id = await withTask(coder, 'one');
  const early = await coder.bash('coder task send one "Also this."');
  assert.deepEqual(
    [early.code, early.stdout, early.stderr],
    [0, '', ''],
    'a task that starts takes messages too, silently',
  );
  await coder.stage.until(id, 'waiting');
  assert.match(
    await prints(coder.bash('coder task logs one')),
    /^TYPE {4}CONTENT\ninput {3}Please do as[^\n]*\n/,
  );
  const entries = JSON.parse(await prints(coder.bash('coder task logs one -o json'))) as { type: string }[];
  assert.equal(entries[0]?.type, 'input');
  assert.match(await prints(coder.bash('coder task logs one -c id,type,time')), /^ID {2}TYPE {4}TIME\n/);
  const paused = await coder.bash('coder task pause -y one && coder task status one -c status,state');
  assert.match(paused.stdout, /^STATUS {2}STATE\npaused {2}idle\n$/);
  const kept = await coder.bash('coder task logs one');
  assert.match(kept.stderr, /^WARN: Task is paused\. Showing last \d+ messages from snapshot\.\n\n$/);
  await prints(coder.bash('echo "More." | coder task send one --stdin'));
  await coder.stage.event(id, ({ type, data }) => type === 'task.changed' && data['from'] === 'paused');
  await coder.stage.until(id, 'waiting');
  await prints(coder.bash('coder task pause -y one'));
  const resumed = await coder.bash('coder task resume -y one && coder task status one -c status');
  assert.match(resumed.stdout, /active/, 'resume has waited');
  const watched = await prints(coder.bash('coder task status one --watch'));
  assert.match(watched, /idle/);
  const other = await withTask(coder, 'two');
  const removed = await prints(coder.bash(`coder task rm -y one ${other}`));
  assert.match(removed, /^Deleted task \S+\/one at \S+Z\nDeleted task \S+\/two at \S+Z$/);
  assert.equal((await coder.bash('coder task list')).stderr, 'No tasks found.\n');
});

test('R110 R111 another version of the server is said once on stderr, and the command goes on', async (context) => {
  const coder = await createCoderStage(context);
  await prints(coder.bash(`curl -fsSL "$CODER_URL/install.sh" | sh`));
  const installed = join(coder.stage.dir, 'coder-person', '.local', 'share', 'tasklane', 'cli');
  const [version = ''] = (await prints(coder.bash(`ls '${installed}'`))).split('\n');
  const file = join(installed, version, 'package.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(`"version": "${version}"`, '"version": "0.0.9"'));
  const run = (flags: string): Promise<CliResult> =>
    coder.bash(`"$HOME/.local/bin/coder" task list ${flags}`);
  const warned = await run('-o json');
  const line = `download v${version} with: 'curl -fsSL ${coder.url}/install.sh | sh'`;
  assert.deepEqual(
    [warned.code, warned.stdout, warned.stderr],
    [0, '[]\n', `version mismatch: client v0.0.9, server v${version}\n${line}\n`],
  );
  assert.equal((await run('-o json --no-version-warning')).stderr, '');
});

test('R111 what was damaged on its way is not installed', async (context) => {
  const coder = await createCoderStage(context);
  const { code, stderr } = await coder.bash(
    `curl -fsSL "$CODER_URL/install.sh" | sed "s/sha256='./sha256='x/" | sh; rc=$?; ls "$HOME/.local/bin"; exit $rc`,
  );
  assert.equal(code, 1);
  assert.match(stderr, /^install\.sh: The package was damaged on its way/m);
  assert.deepEqual((await coder.bash('find "$HOME/.local" -name "coder" -o -name "tasklane.js"')).stdout, '');
});

test('a task that names no project goes to the one there is, or to the setting’s, or is refused with those there are', async (context) => {
  const coder = await createCoderStage(context);
  await withTemplate(coder);
  const second = join(coder.stage.dir, 'second');
  await prints(
    coder.bash(
      `git init -q -b main '${second}' && cd '${second}' && git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m x`,
    ),
  );
  assert.equal((await coder.stage.run('project', 'add', second)).code, 0);
  const unsure = await coder.bash('coder task create --template simple x');
  assert.notEqual(unsure.code, 0);
  assert.match(unsure.stderr, /several projects of .*: sample, second\./);
  const inside = await prints(coder.bash(`cd '${second}' && coder task create -q --template simple x`));
  assert.equal((await coder.stage.show(inside)).project_name, 'second');
  assert.equal((await coder.stage.run('user', 'create', 'eve')).code, 0);
  const create = 'coder task create -q --template simple --name same';
  const mine = await prints(coder.bash(`${create} -O sample x`));
  const hers = await prints(coder.bash(`${create} -O second --owner eve x`));
  for (const [ref, id] of [
    ['me/same', mine],
    ['eve/same', hers],
  ])
    assert.match(await prints(coder.bash(`coder task status ${ref} -c id`)), new RegExp(`${id}$`), ref);
  await coder.stage.writeHome('config.json', JSON.stringify({ defaultProject: 'second' }));
  const usual = await prints(coder.bash('coder task create -q --template simple x'));
  assert.equal((await coder.stage.show(usual)).project_name, 'second');
});
