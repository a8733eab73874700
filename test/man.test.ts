// The manual pages say what the table of commands says, and man can read them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { manPages } from '../scripts/man-page.ts';
import { examples } from '../src/cli/examples.ts';
import { topics } from '../src/cli/topics.ts';
import { allCommands, idleProgram } from './support/program.ts';

const { root } = idleProgram();
const pages = manPages(root);
const groff = spawnSync('groff', ['--version']).error === undefined;

const oneSpace = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('’', "'");

/** As it stands on a screen, with single spaces. */
function shown(file: string): string {
  const input = pages.get(file);
  assert.ok(input !== undefined, `there is no ${file}`);
  const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-c', '-P-b', '-P-u'], {
    input,
    encoding: 'utf8',
  });
  assert.equal(stderr, '', `groff complains about ${file}`);
  return oneSpace(stdout.replaceAll(/[\u2010\u2212]/g, '-').replaceAll(/-\n\s*/g, '-'));
}

test(
  'the manual has every command, flag, argument, example and topic',
  { skip: !groff && 'groff is not installed' },
  () => {
    for (const { command, path } of allCommands(root)) {
      const page = shown(path[0] === undefined ? 'tasklane.1' : `tasklane-${path[0]}.1`);
      assert.ok(page.includes(`tasklane${path.length > 0 ? ` ${path.join(' ')}` : ''}`), path.join(' '));
      for (const option of command.options.filter(({ hidden }) => !hidden))
        assert.ok(page.includes(oneSpace(option.flags)), `${path.join(' ')} ${option.flags}`);
      for (const line of examples[path.join(' ')] ?? []) assert.ok(page.includes(oneSpace(line)), line);
    }
    const first = shown('tasklane.1');
    for (const text of Object.values(topics))
      for (const line of text.split('\n').slice(1)) assert.ok(first.includes(oneSpace(line).trim()), line);
  },
);

test(
  'a line of a page that begins with a dot or a quote, and a backslash, are shown as they are',
  { skip: !groff },
  () => {
    const { root: other } = idleProgram();
    const run = other.commands.find((command) => command.name() === 'run');
    run?.description(".hidden 'quoted' C:\\temp");
    const text = manPages(other).get('tasklane-run.1') ?? '';
    const { stdout } = spawnSync('groff', ['-man', '-Tascii', '-P-c', '-P-b', '-P-u'], {
      input: text,
      encoding: 'utf8',
    });
    assert.match(stdout, /\.hidden 'quoted' C:\\temp\./);
  },
);
