import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allCommands, idleProgram } from '../../../test/support/program.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';

const { root } = idleProgram();
const at = (...words: readonly string[]): Place => placeOf(root, words);
const offered = (...words: readonly string[]): readonly string[] =>
  at(...words).candidates.map(({ value }) => value);

test('every command and every flag of the table is offered where it belongs', () => {
  const all = allCommands(root);
  assert.ok(all.length > 40, `only ${all.length} commands were found`);
  for (const { command, path } of all) {
    const commands = offered(...path, '');
    for (const one of command.commands)
      if (!one.name().startsWith('_') && !['agent', 'session'].includes(one.name()))
        assert.ok(commands.includes(one.name()), `${[...path, one.name()].join(' ')} is not offered`);
    const flags = offered(...path, '--');
    for (const option of [...command.options, { long: '--help', hidden: false }])
      if (!option.hidden)
        assert.ok(flags.includes(option.long ?? ''), `${option.long} of ${path.join(' ')} is not offered`);
  }
});

test('every choice of a flag or an argument is offered', () => {
  for (const { command, path } of allCommands(root)) {
    for (const option of command.options)
      if (option.argChoices !== undefined)
        assert.deepEqual(offered(...path, option.long ?? '', ''), option.argChoices, option.flags);
    command.registeredArguments.forEach((argument, index) => {
      if (argument.argChoices === undefined) return;
      const before = Array<string>(index).fill('x');
      assert.deepEqual(offered(...path, ...before, ''), argument.argChoices, argument.name());
    });
  }
});

test('commands by their other names lead to the same place', () => {
  assert.deepEqual(offered('tasks', 'ls', '--'), offered('task', 'list', '--'));
});

test('a value is named by its flag, its placeholder, or its argument and group', () => {
  const valueAt = (...words: readonly string[]): readonly string[] => at(...words).value;
  assert.deepEqual(valueAt('run', '--agent', ''), ['--agent', 'name']);
  assert.deepEqual(valueAt('run', '-a', ''), ['--agent', 'name']);
  assert.deepEqual(valueAt('task', 'apply', ''), ['task task', 'task']);
  assert.deepEqual(valueAt('queue', 'phase', 'heartbeat', ''), ['phase task', 'task']);
  assert.deepEqual(
    valueAt('task', 'delete', 'one', 'two', ''),
    ['task task', 'task'],
    'takes all that follow',
  );
  assert.deepEqual(valueAt('task', 'show', 'one', ''), [], 'takes only one');
  assert.deepEqual(valueAt('task', 'apply', '--', ''), ['task task', 'task'], 'behind -- too');
});

test('the value of a flag is no argument, and a flag without one is followed by arguments', () => {
  assert.deepEqual(at('task', '--json', 'apply', '').value, ['task task', 'task']);
  assert.deepEqual(at('task', 'apply', '--project', 'x', '').value, ['task task', 'task']);
  assert.deepEqual(at('task', 'apply', '--project=x', '').value, ['task task', 'task']);
  assert.deepEqual(at('task', 'apply', '--json', '').value, ['task task', 'task']);
  assert.equal(at('task', 'apply', '-p', 'web', '').given.get('--project'), 'web');
  assert.deepEqual(
    offered('--url', 'http://x', 'config', ''),
    ['show', 'help'],
    'a flag of the program itself',
  );
});

test('a value in the same word as its flag keeps the flag, unless the shell broke the word', () => {
  const { kept, typed, candidates } = at('run', '--policy=de');
  assert.deepEqual([kept, typed], ['--policy=', 'de']);
  assert.ok(candidates.some(({ value }) => value === 'develop'));
  for (const word of ['', 'de']) {
    const words = word === '' ? ['='] : ['=', word];
    const broken = at('run', '--policy', ...words);
    assert.deepEqual([broken.kept, broken.typed], ['', word]);
    assert.deepEqual(broken.value, ['--policy', 'policy']);
  }
});

test('behind -- no flag is offered', () => {
  assert.deepEqual(offered('run', '--', '--'), []);
});
