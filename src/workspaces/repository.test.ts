import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createRepository, gitEnvironment } from '../../test/support/git-repo.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { openIn, openRoom } from '../../test/support/workspace-room.ts';
import type { Workspaces } from './workspaces.ts';

const isRoot = process.getuid?.() === 0;

function scene(context: TestContext): { dir: string; workspaces: Workspaces } {
  const dir = tempDir(context);
  return { dir, workspaces: openIn(join(dir, 'home'), dir) };
}

/** Makes a folder and everything in it belong to somebody else. */
function giveAway(dir: string): void {
  execFileSync('chown', ['-R', '65534:65534', dir]);
}

test('a repository is found from any folder inside it, also through a symlink', async (context) => {
  const { dir, workspaces } = scene(context);
  const person = createRepository(join(dir, 'größe mit Leerzeichen'), { 'src/deep/a.txt': 'a\n' });
  symlinkSync(join(person.dir, 'src'), join(dir, 'link'));
  for (const path of [person.dir, join(person.dir, 'src/deep'), join(dir, 'link')])
    assert.deepEqual(await workspaces.repositories.inspect(path), {
      root: person.dir,
      bare: false,
      branch: 'main',
      head: person.git('rev-parse', 'HEAD'),
      warnings: [],
    });
});

test('a bare repository, a linked work tree, a detached HEAD and a branch with slashes are described as they are', async (context) => {
  const { dir, workspaces } = scene(context);
  const { inspect } = workspaces.repositories;
  const person = createRepository(join(dir, 'person'));
  person.git('clone', '-q', '--bare', '.', join(dir, 'bare.git'));
  const bare = await inspect(join(dir, 'bare.git'));
  assert.deepEqual([bare.root, bare.bare, bare.branch], [join(dir, 'bare.git'), true, 'main']);
  person.git('worktree', 'add', '-q', '-b', 'feature/x', join(dir, 'linked'));
  const linked = await inspect(join(dir, 'linked'));
  assert.deepEqual([linked.root, linked.bare, linked.branch], [join(dir, 'linked'), false, 'feature/x']);
  person.git('checkout', '-q', '--detach');
  assert.equal((await inspect(person.dir)).branch, null);
});

test('submodules and LFS work with a warning each', async (context) => {
  const { dir, workspaces } = scene(context);
  const person = createRepository(join(dir, 'person'), {
    '.gitmodules': '[submodule "x"]\n',
    '.gitattributes': '*.png filter=lfs\n',
  });
  const { warnings } = await workspaces.repositories.inspect(person.dir);
  assert.equal(warnings.length, 2);
  assert.match(warnings.join('\n'), /submodules[^]*LFS/);
});

test('no folder, and a folder without a repository, are not_a_repository with the next step', async (context) => {
  const { dir, workspaces } = scene(context);
  await assert.rejects(workspaces.repositories.inspect(join(dir, 'none')), {
    code: 'not_a_repository',
    message: /There is no folder/,
  });
  mkdirSync(join(dir, 'plain'));
  await assert.rejects(workspaces.repositories.inspect(join(dir, 'plain')), {
    code: 'not_a_repository',
    message: `There is no git repository at ${join(dir, 'plain')} or above it.`,
    next: /git init/,
  });
});

test('a repository without a commit is refused with the command that makes one', async (context) => {
  const { dir, workspaces } = scene(context);
  const { dir: person } = createRepository(join(dir, 'person'), {});
  await assert.rejects(workspaces.repositories.inspect(person), {
    code: 'unsupported_repository',
    message: `The repository at ${person} has no commit yet on its branch main.`,
    next: /git commit/,
  });
});

test('the inside of a git directory is no place to work', async (context) => {
  const { dir, workspaces } = scene(context);
  const { dir: person } = createRepository(join(dir, 'person'));
  await assert.rejects(workspaces.repositories.inspect(join(person, '.git/refs')), {
    code: 'not_a_repository',
  });
});

test('a partial clone is refused, because files would be missing when they are needed', async (context) => {
  const { dir, workspaces } = scene(context);
  const origin = createRepository(join(dir, 'origin'));
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('clone', '-q', '--filter=blob:none', `file://${origin.dir}`, join(dir, 'partial'));
  await assert.rejects(workspaces.repositories.inspect(join(dir, 'partial')), {
    code: 'unsupported_repository',
    message: /partial clone/,
    next: /--filter/,
  });
});

test("Tasklane's own copies are not taken for repositories of the person", async (context) => {
  const { workspace, workspaces, hub } = await openRoom(context);
  const made = await workspace();
  for (const path of [made.tree, hub.dir])
    await assert.rejects(workspaces.repositories.inspect(path), {
      code: 'not_a_repository',
      message: /own copies/,
    });
});

test(
  'the repository of another user is refused with git’s own advice, and works once the person followed it',
  { skip: !isRoot && 'only root can give files away' },
  async (context) => {
    const { dir, workspaces } = scene(context);
    const { dir: person } = createRepository(join(dir, 'person'));
    giveAway(person);
    await assert.rejects(workspaces.repositories.inspect(person), {
      code: 'unsupported_repository',
      message: /belongs to another user/,
      next: `If you trust it, run \`git config --global --add safe.directory ${person}\`.`,
    });
    await assert.rejects(workspaces.openHub('project', person), { code: 'unsupported_repository' });
    writeFileSync(join(dir, 'person-home/.gitconfig'), `[safe]\n\tdirectory = ${person}\n`);
    const { head } = await workspaces.repositories.inspect(person);
    const hub = await workspaces.openHub('project', person);
    assert.deepEqual(await hub.sync('main'), { head, relation: 'same' });
  },
);

test(
  'a git directory that may not be read is named',
  { skip: !isRoot && 'needs a second user' },
  async (context) => {
    const { dir } = scene(context);
    const { dir: person } = createRepository(join(dir, 'person'));
    giveAway(dir);
    chmodSync(join(person, '.git'), 0o000);
    chmodSync(dir, 0o755);
    // Root may read everything, so another user looks: a small program of its own.
    const program = `
    import { createGit } from '${import.meta.dirname}/git.ts';
    import { createRepositories } from '${import.meta.dirname}/repository.ts';
    const git = createGit({ environment: { PATH: process.env.PATH }, configFile: '/dev/null' });
    process.setuid(65534);
    await createRepositories(git, '/nonexistent').inspect(${JSON.stringify(person)}).catch((error) => console.log(error.code, error.message, error.next));
  `;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      env: gitEnvironment,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    assert.match(
      output,
      /unsupported_repository We may not read the repository at .*person\. .*access to .*person\/\.git/,
    );
  },
);

test("the identity is the one the person's git would use there, or null", async (context) => {
  const { dir, workspaces } = scene(context);
  const person = createRepository(join(dir, 'person'));
  const { identity } = workspaces.repositories;
  assert.deepEqual(await identity(person.dir), { name: 'Test Person', email: 'person@example.com' });
  person.git('config', '--unset', 'user.name');
  assert.equal(await identity(person.dir), null);
  writeFileSync(join(dir, 'person-home/.gitconfig'), '[user]\n\tname = Näme From Home\n');
  assert.deepEqual(await identity(person.dir), { name: 'Näme From Home', email: 'person@example.com' });
});
