// Setup and checks of other kinds of projects, each from the files that say so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposeCommands } from './commands.ts';

function of(files: Readonly<Record<string, string>>): readonly (string | undefined)[] {
  const { setup, checks } = proposeCommands({
    has: (path) => Object.hasOwn(files, path),
    texts: new Map(Object.entries(files)),
  });
  return [setup?.command, ...checks.map(({ command }) => command)];
}

test('each kind of project gets its own commands, and one without any gets none', () => {
  assert.deepEqual(of({}), [undefined]);
  assert.deepEqual(of({ 'Cargo.toml': '' }), [undefined, 'cargo test']);
  assert.deepEqual(of({ 'go.mod': '' }), [undefined, 'go test ./...']);
  assert.deepEqual(of({ 'pyproject.toml': '[tool.pytest]', 'uv.lock': '' }), [
    'uv sync --frozen',
    'uv run --frozen pytest',
  ]);
  assert.deepEqual(of({ 'pyproject.toml': '', 'poetry.lock': '' }), ['poetry install']);
  assert.deepEqual(of({ Makefile: 'test: build\n\tgo run .\n' }), [undefined, 'make test']);
  assert.deepEqual(of({ Makefile: 'test := 3\n' }), [undefined]);
  assert.deepEqual(of({ 'pom.xml': '' }), [undefined, 'mvn -q verify']);
});

test('a repository of two languages gets both, and what a Makefile says only where nothing else is found', () => {
  const both = of({
    'package.json': '{"scripts":{"test":"node --test"}}',
    'package-lock.json': '',
    'Gemfile.lock': '',
    '.rspec': '',
    Makefile: 'test:\n',
  });
  assert.deepEqual(both, ['npm ci && bundle install', 'npm run test', 'bundle exec rspec']);
});
