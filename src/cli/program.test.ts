import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from 'commander';
import { allCommands, idleProgram } from '../../test/support/program.ts';
import { examples } from './examples.ts';
import { firstWords } from './program.ts';

test('a first word that saves parts of the table leads to the same command, with the same help', () => {
  const whole = idleProgram().root;
  for (const word of firstWords) {
    const [one, same] = [idleProgram(word).root, whole].map((root) =>
      root.commands.find((command) => command.name() === word || command.aliases().includes(word)),
    );
    assert.ok(one !== undefined && same !== undefined, `${word} is not in the part that is said to have it`);
    assert.equal(one.helpInformation(), same.helpInformation());
    const names = ({ commands }: typeof one): readonly string[] => commands.map((each) => each.name());
    assert.deepEqual(names(one), names(same));
  }
});

test('every command, argument and flag says what it is, and every command has an example that it understands', async () => {
  const { root } = idleProgram();
  const leaves = allCommands(root).filter(({ command }) => hasAction(command));
  const paths = leaves.map(({ path }) => path.join(' '));
  assert.deepEqual(
    Object.keys(examples).filter((path) => !paths.includes(path)),
    [],
    'examples of commands that are none',
  );
  for (const { command, path } of leaves) {
    const name = path.join(' ');
    assert.match(command.description(), /\w{3}/, name);
    for (const one of command.registeredArguments)
      assert.match(one.description, /\w{2}/, `${name} ${one.name()}`);
    for (const one of command.options) assert.match(one.description, /\w{3}/, `${name} ${one.flags}`);
    const lines = examples[name] ?? [];
    assert.ok(lines.length > 0, `add an example for \`tasklane ${name}\` to src/cli/examples.ts`);
    for (const line of lines) assert.deepEqual(await understood(root, line), commandsOf(line, paths), line);
    assert.ok(lines.some((line) => commandsOf(line, paths).includes(name)));
  }
});

// A group with flags of its own does something by itself, such as `queue`.
function hasAction(command: Command): boolean {
  return command.commands.length === 0 || (command.parent !== null && command.options.length > 0);
}

/** The commands that a line calls, by commander: nothing is done, but flags, choices and values are checked. */
async function understood(root: Command, line: string): Promise<readonly string[]> {
  const called: string[] = [];
  for (const { command, path } of allCommands(root))
    if (hasAction(command)) command.action(() => void called.push(path.join(' ')));
  for (const words of callsIn(line)) await root.parseAsync(words, { from: 'user' });
  return called;
}

/** The same by looking at the words alone. */
function commandsOf(line: string, paths: readonly string[]): readonly string[] {
  return callsIn(line).map((words) => {
    const fitting = paths.filter((path) => `${words.join(' ')} `.startsWith(`${path} `));
    return fitting.sort((one, other) => other.length - one.length)[0] ?? '';
  });
}

function callsIn(line: string): readonly (readonly string[])[] {
  return line
    .replace(/^source <\((.*)\)$/, '$1')
    .split(/ \| | && /)
    .filter((part) => part.startsWith('tasklane '))
    .map((part) =>
      [...part.matchAll(/"([^"]*)"|(\S+)/g)].slice(1).map(([, quoted, bare]) => quoted ?? bare ?? ''),
    );
}
