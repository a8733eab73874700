import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { agentGit, workspaceStrategyContract } from '../../test/contracts/workspace-strategy.contract.ts';
import { createRepository, gitEnvironment } from '../../test/support/git-repo.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { author, openIn, openRoom } from '../../test/support/workspace-room.ts';
import { createGit } from './git.ts';
import { privateClone } from './private-clone.ts';

workspaceStrategyContract('private-clone', (room) => room.workspaces.strategy);

test('a git that is too old is named with the version that is needed', async (context) => {
  const dir = tempDir(context);
  writeFileSync(join(dir, 'git'), '#!/bin/sh\necho git version 2.37.9\n');
  chmodSync(join(dir, 'git'), 0o755);
  const git = createGit({ environment: { PATH: dir }, configFile: join(dir, 'config') });
  assert.deepEqual(await privateClone(git).probe(dir), {
    works: false,
    reason: 'git version 2.37.9 is too old; Tasklane needs git 2.38 or newer.',
  });
});

test('a repository whose object ids are SHA-256 works from hub to snapshot', async (context) => {
  const dir = tempDir(context);
  const personDir = join(dir, 'person');
  mkdirSync(personDir);
  execFileSync('git', ['init', '-q', '-b', 'main', '--object-format=sha256'], {
    cwd: personDir,
    env: gitEnvironment,
  });
  const person = createRepository(personDir, { 'a.txt': 'a\n' });
  const workspaces = openIn(join(dir, 'home'), dir);
  const hub = await workspaces.openHub('project', person.dir);
  const { head } = await hub.sync('main');
  assert.equal(head.length, 64);
  const workspace = await workspaces.strategy.create(
    hub,
    workspaces.dirOf('project', 'task'),
    head,
    'tasklane/x',
  );
  assert.equal(agentGit(workspace, 'status', '--porcelain'), '');
  assert.equal(agentGit(workspace, 'rev-parse', 'HEAD'), head);
  writeFileSync(join(workspace.tree, 'a.txt'), 'b\n');
  const snapshot = await hub.snapshot(workspace, head, { message: 'x', author });
  assert.equal(await hub.readFile(snapshot.head, 'a.txt'), 'b\n');
  assert.deepEqual(await hub.publish('tasklane/1-x', snapshot.head), { kind: 'published' });
  assert.equal(await hub.moveBranch('main', snapshot.head, head), true);
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
});

test('the history of a shallow repository ends where it was cut, without an error', async (context) => {
  const dir = tempDir(context);
  const origin = createRepository(join(dir, 'origin'));
  origin.commit({ 'a.txt': '1\n' }, 'second');
  origin.git('clone', '-q', '--depth', '1', `file://${origin.dir}`, join(dir, 'person'));
  const workspaces = openIn(join(dir, 'home'), dir);
  const { root, warnings } = await workspaces.repositories.inspect(join(dir, 'person'));
  assert.match(warnings.join(), /shallow/);
  const hub = await workspaces.openHub('project', root);
  const { head } = await hub.sync('main');
  const workspace = await workspaces.strategy.create(
    hub,
    workspaces.dirOf('project', 'task'),
    head,
    'tasklane/x',
  );
  assert.equal(agentGit(workspace, 'log', '--format=%s'), 'second');
  writeFileSync(join(workspace.tree, 'a.txt'), '2\n');
  const snapshot = await hub.snapshot(workspace, head, { message: 'x', author });
  assert.equal(await hub.moveBranch('main', snapshot.head, head), true);
  assert.deepEqual(await hub.deliver('main'), { kind: 'fast_forwarded' });
});

test('line endings that .gitattributes asks for are in the files, and are no change', async (context) => {
  const files = { '.gitattributes': '*.bat text eol=crlf\n', 'run.bat': 'echo\n', 'a.txt': 'a\n' };
  const { workspace, hub, base } = await openRoom(context, { files });
  const made = await workspace();
  assert.equal(agentGit(made, 'status', '--porcelain'), '');
  assert.equal((await hub.snapshot(made, base, { message: 'x', author })).changed, false);
});
