// The map of a repository, drawn from real commits: what is found, what is proposed, and that it stays small and honest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oid } from '../../domain/ids.ts';
import { openRoom } from '../../../test/support/workspace-room.ts';
import { bounds } from './knowledge.ts';
import { look } from './look.ts';
import { nodeCommands } from './node-commands.ts';

const scripts = { test: 'node --test', lint: 'eslint .', dev: 'vite', 'test:watch': 'vitest --watch' };

test('R42 a commit is drawn as a map: languages, folders, manifests, guides, log, and what would prove work', async (context) => {
  const room = await openRoom(context, {
    files: {
      'package.json': JSON.stringify({ scripts }),
      'package-lock.json': '{}',
      'AGENTS.md': 'Use \u001b[31mtabs\u001b[0m.\u202e\n',
      'src/billing/invoice.ts': 'export const total = 1;\n',
      'src/billing/tax.ts': 'export const rate = 2;\n',
      'tools/report.py': 'print(1)\n',
    },
  });
  const { knowledge, paths, isWhole } = await look(room.hub, room.base);
  assert.deepEqual(knowledge.languages, [
    { name: 'TypeScript', files: 2 },
    { name: 'Markdown', files: 1 },
    { name: 'Python', files: 1 },
  ]);
  assert.deepEqual(
    knowledge.folders.map(({ path, files }) => [path, files]),
    [
      ['./', 6],
      ['src/', 2],
      ['src/billing/', 2],
      ['tools/', 1],
    ],
  );
  assert.deepEqual(knowledge.manifests, ['package.json']);
  assert.equal(knowledge.commands.setup?.command, 'npm ci');
  assert.deepEqual(
    knowledge.commands.checks.map(({ command }) => command),
    ['npm run lint', 'npm run test'],
  );
  assert.deepEqual(knowledge.guides, [{ path: 'AGENTS.md', text: 'Use tabs.\n', isCut: false }]);
  assert.equal(knowledge.log.length, 1);
  assert.deepEqual(knowledge.leftOut, []);
  assert.ok(isWhole && paths.has('src/billing/tax.ts'));
  assert.equal(await room.hub.fileWith(room.base, 'rate', { isWord: true }), 'src/billing/tax.ts');
  assert.equal(await room.hub.fileWith(room.base, 'rat', { isWord: true }), null);
  assert.equal(await room.hub.fileWith(room.base, '--open-files-in-pager=touch x', { isWord: false }), null);
});

test('a map stays small whatever the repository holds, and says what it leaves out', async (context) => {
  const many = Array.from({ length: bounds.folders + 30 }, (_, index) => [`d${index}/f.ts`, 'x\n'] as const);
  const room = await openRoom(context, {
    files: { ...Object.fromEntries(many), 'README.md': 'words '.repeat(5000) },
  });
  const { knowledge } = await look(room.hub, room.base);
  assert.equal(knowledge.folders.length, bounds.folders);
  assert.equal(knowledge.guides[0]?.text.length, bounds.guide);
  assert.deepEqual(knowledge.leftOut, ['31 folders that lie deepest are not listed.', 'README.md goes on.']);
  const list = await room.hub.listFiles(room.base, 10);
  assert.deepEqual([list.files.length, list.truncated], [10, true]);
  await assert.rejects(look(room.hub, oid('a'.repeat(40))), { code: 'git_failed' });
});

test('only scripts that test something and end are proposed, with the manager of the lockfile', () => {
  const of = (manifest: unknown, ...files: readonly string[]) =>
    nodeCommands(typeof manifest === 'string' ? manifest : JSON.stringify(manifest), (path) =>
      files.includes(path),
    );
  assert.deepEqual(of('{ broken'), { setup: null, checks: [] });
  assert.deepEqual(of({ scripts: 7 }), { setup: null, checks: [] });
  const init = { scripts: { test: 'echo "Error: no test specified" && exit 1', lint: 'tsc --watch' } };
  assert.deepEqual(of(init, 'yarn.lock').checks, []);
  assert.equal(of(init, 'yarn.lock').setup?.command, 'yarn install --frozen-lockfile');
  const berry = of({ packageManager: 'yarn@4.1.0', scripts }, 'yarn.lock');
  assert.equal(berry.setup?.command, 'yarn install --immutable');
  assert.deepEqual(
    of({ packageManager: 'pnpm@9.0.0', scripts }).checks.map(({ command }) => command),
    ['pnpm run lint', 'pnpm run test'],
  );
});
