// What every way of making a private copy must do. Run from a `*.test.ts` with each strategy.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { oid } from '../../src/domain/ids.ts';
import type { Workspace, WorkspaceStrategy } from '../../src/workspaces/workspaces.ts';
import { gitEnvironment } from '../support/git-repo.ts';
import { author, openRoom } from '../support/workspace-room.ts';
import type { Room, RoomOptions } from '../support/workspace-room.ts';

const message = { message: 'snapshot', author };

/** `choose` picks the strategy under test out of a room whose hub is open. */
export function workspaceStrategyContract(name: string, choose: (room: Room) => WorkspaceStrategy): void {
  const open = async (context: TestContext, options?: RoomOptions) => {
    const room = await openRoom(context, options);
    const strategy = choose(room);
    const dirOf = (task: string): string => room.workspaces.dirOf('project', task);
    const create = (task = 'task'): Promise<Workspace> =>
      strategy.create(room.hub, dirOf(task), room.base, `tasklane/${task}`);
    return { ...room, strategy, create, dirOf };
  };

  describe(`the strategy ${name}`, () => {
    test('says whether it works on this machine', async (context) => {
      const { strategy, home } = await open(context);
      const probe = await strategy.probe(home);
      assert.equal(probe.works, true, probe.reason);
      assert.notEqual(probe.reason, '');
    });

    test('makes the files of the base commit, a home, and a branch for the agent', async (context) => {
      const { create, base } = await open(context, { files: { 'a.txt': 'a\n', 'src/deep/b.txt': 'b\n' } });
      const workspace = await create();
      assert.equal(workspace.base, base);
      assert.equal(readFileSync(join(workspace.tree, 'src/deep/b.txt'), 'utf8'), 'b\n');
      assert.equal(lstatSync(workspace.home).isDirectory(), true);
      assert.equal(agentGit(workspace, 'symbolic-ref', '--short', 'HEAD'), 'tasklane/task');
      assert.equal(agentGit(workspace, 'rev-parse', 'HEAD'), base);
      assert.equal(agentGit(workspace, 'log', '--format=%s'), 'first');
    });

    test("is clean for the agent's own git, without reading a single file again", async (context) => {
      const { create } = await open(context, { files: { 'a.txt': 'a\n', 'b/c.txt': 'c\n' } });
      const workspace = await create();
      // `diff-files` compares what the index remembers; a file it would have to read counts as changed.
      assert.equal(agentGit(workspace, 'diff-files'), '');
      assert.equal(agentGit(workspace, 'status', '--porcelain'), '');
      assert.equal(agentGit(workspace, 'fsck', '--connectivity-only'), '');
    });

    test('lets the agent commit for itself, and the hub and the person see nothing of it', async (context) => {
      const { create, hub, person } = await open(context);
      const workspace = await create();
      const before = [refs(hub.dir), refs(join(person.dir, '.git'))];
      writeFileSync(join(workspace.tree, 'new.txt'), 'new\n');
      agentGit(workspace, 'add', '-A');
      agentGit(workspace, 'commit', '-q', '-m', 'mine');
      agentGit(workspace, 'config', 'core.hooksPath', '/tmp');
      const head = agentGit(workspace, 'rev-parse', 'HEAD');
      assert.equal(agentGit(workspace, 'log', '-1', '--format=%an'), 'Tasklane');
      assert.deepEqual([refs(hub.dir), refs(join(person.dir, '.git'))], before);
      assert.equal(await hub.readFile(oid(head), 'new.txt').catch(() => 'unknown'), 'unknown');
      assert.doesNotMatch(readFileSync(join(person.dir, '.git/config'), 'utf8'), /hooksPath/);
    });

    test('takes what the agent wrote, committed or not, as one snapshot', async (context) => {
      const { create, hub, base } = await open(context, { files: { 'a.txt': 'a\n', 'gone.txt': 'x\n' } });
      const workspace = await create();
      writeFileSync(join(workspace.tree, 'committed.txt'), '1\n');
      agentGit(workspace, 'add', '-A');
      agentGit(workspace, 'commit', '-q', '-m', 'mine');
      writeFileSync(join(workspace.tree, 'a.txt'), 'changed\n');
      rmSync(join(workspace.tree, 'gone.txt'));
      const snapshot = await hub.snapshot(workspace, base, message);
      const files = await hub.changedFiles(base, snapshot.head);
      assert.deepEqual(
        files.map((file) => [file.status, file.path]),
        [
          ['modified', 'a.txt'],
          ['added', 'committed.txt'],
          ['deleted', 'gone.txt'],
        ],
      );
    });

    test('keeps names in any language, spaces, executable bits and symlinks', async (context) => {
      const files = { 'mit Leerzeichen/größe 名前.txt': 'ü\n', 'line\nbreak': 'x\n', run: '#!/bin/sh\n' };
      const { create, hub, base } = await open(context, {
        files,
        folder: 'person größe 名前',
        prepare: (person) => {
          chmodSync(join(person.dir, 'run'), 0o755);
          symlinkSync('../outside', join(person.dir, 'link'));
          person.commit({}, 'modes');
        },
      });
      const workspace = await create();
      assert.equal(readFileSync(join(workspace.tree, 'mit Leerzeichen/größe 名前.txt'), 'utf8'), 'ü\n');
      assert.equal(readFileSync(join(workspace.tree, 'line\nbreak'), 'utf8'), 'x\n');
      assert.equal(lstatSync(join(workspace.tree, 'run')).mode & 0o111, 0o111);
      assert.equal(lstatSync(join(workspace.tree, 'link')).isSymbolicLink(), true);
      assert.equal(agentGit(workspace, 'status', '--porcelain'), '');
      assert.equal((await hub.snapshot(workspace, base, message)).changed, false);
    });

    test('makes a tree of 3,000 files whole', async (context) => {
      const files = Object.fromEntries(
        Array.from({ length: 3000 }, (_, index) => [`d${index % 50}/f${index}.txt`, `${index}\n`]),
      );
      const { create, hub, base } = await open(context, { files });
      const workspace = await create();
      assert.equal(agentGit(workspace, 'ls-files').split('\n').length, 3000);
      assert.equal(agentGit(workspace, 'status', '--porcelain'), '');
      assert.equal((await hub.snapshot(workspace, base, message)).changed, false);
    });

    test('makes ten at the same time, each whole and apart from the others', async (context) => {
      const { create, hub, base } = await open(context, { files: { 'a.txt': 'a\n' } });
      const tasks = Array.from({ length: 10 }, (_, index) => `task-${index}`);
      const made = await Promise.all(tasks.map((task) => create(task)));
      for (const [index, workspace] of made.entries())
        writeFileSync(join(workspace.tree, 'a.txt'), `${index}\n`);
      const heads = await Promise.all(made.map((workspace) => hub.snapshot(workspace, base, message)));
      const contents = await Promise.all(heads.map(({ head }) => hub.readFile(head, 'a.txt')));
      assert.deepEqual(
        contents,
        tasks.map((_, index) => `${index}\n`),
      );
    });

    test('writes nothing into the hub and nothing into the person’s repository', async (context) => {
      const { create, hub, person } = await open(context);
      const before = [listing(hub.dir), listing(person.dir)];
      await create();
      assert.deepEqual([listing(hub.dir), listing(person.dir)], before);
    });

    test('leaves nothing behind when it fails', async (context) => {
      const { strategy, hub, dirOf } = await open(context);
      const missing = oid('1'.repeat(40));
      await assert.rejects(strategy.create(hub, dirOf('task'), missing, 'tasklane/task'), {
        code: 'git_failed',
      });
      assert.equal(existsSync(dirOf('task')), false);
    });

    test('refuses a folder that is there already and leaves it as it is', async (context) => {
      const { create } = await open(context);
      const workspace = await create();
      await assert.rejects(create(), { code: 'already_exists' });
      assert.equal(agentGit(workspace, 'status', '--porcelain'), '');
    });

    test('refuses a branch name that could be taken for something else', async (context) => {
      const { strategy, hub, base, dirOf } = await open(context);
      for (const branch of ['-x', '../../config', 'a\nb', 'x.lock', ''])
        await assert.rejects(strategy.create(hub, dirOf('task'), base, branch), { code: 'invalid_input' });
      assert.equal(existsSync(dirOf('task')), false);
    });

    test('opens again what an earlier process made', async (context) => {
      const { create, strategy, dirOf } = await open(context);
      const workspace = await create();
      assert.deepEqual(await strategy.open(dirOf('task')), workspace);
    });

    test('opens nothing where there is nothing, or where a creation was cut short', async (context) => {
      const { create, strategy, dirOf } = await open(context);
      assert.equal(await strategy.open(dirOf('task')), undefined);
      const workspace = await create();
      rmSync(workspace.tree, { recursive: true });
      assert.equal(await strategy.open(dirOf('task')), undefined);
      await create('other');
      rmSync(join(dirOf('other'), 'base'));
      assert.equal(await strategy.open(dirOf('other')), undefined);
    });
  });
}

/** Git as the agent runs it: in the workspace, with the workspace's configuration. */
export function agentGit(workspace: Workspace, ...args: string[]): string {
  const env = { ...gitEnvironment, HOME: workspace.home };
  const options = { cwd: workspace.tree, env, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', args, options).replace(/\n$/, '');
}

function refs(gitDir: string): string {
  return execFileSync('git', ['for-each-ref'], {
    env: { ...gitEnvironment, GIT_DIR: gitDir },
    encoding: 'utf8',
  });
}

function listing(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
}
