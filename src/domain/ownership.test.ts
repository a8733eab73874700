import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from './errors.ts';
import { meet, notOwned, overlap, owns, parseOwnership } from './ownership.ts';
import type { OwnershipOptions } from './ownership.ts';

function overlapOf(
  mine: string | readonly string[],
  theirs: string | readonly string[],
  options: OwnershipOptions = {},
): string | null {
  return overlap(parseOwnership([mine].flat(), options), parseOwnership([theirs].flat(), options));
}

test('R200 an ownership owns exactly the paths that its globs describe', () => {
  const cases: readonly (readonly [glob: string, owned: readonly string[], others: readonly string[]])[] = [
    ['src/api', ['src/api', 'src/api/a.ts', 'src/api/b/c.ts'], ['src', 'src/apiary', 'src/ap']],
    ['src/api/', ['src/api', 'src/api/a.ts'], ['src/apiary']],
    ['./src/api/**', ['src/api', 'src/api/b/c.ts'], ['src/apiary', 'a/src/api']],
    ['docs/*.md', ['docs/a.md', 'docs/.md'], ['docs/a/b.md', 'docs/a.md/b', 'docs/a.mdx']],
    ['**/*.ts', ['a.ts', 'src/a.ts', 'src/.hidden/a.ts'], ['a.tsx', 'src/a.ts/b']],
    ['a/**/z', ['a/z', 'a/b/z', 'a/b/c/z'], ['az', 'a/bz', 'a/z/b']],
    ['*', ['a', 'a/b', '.env'], []],
    ['packages/*/**', ['packages/a/b', 'packages/a/b/c'], ['packages/readme.md', 'packages']],
    ['a?c', ['abc', 'a.c', 'aéc', 'a😀c'], ['ac', 'a/c', 'abbc']],
    ['[a-c!][^x-z]', ['a1', '!1'], ['d1', 'ax', 'a/']],
    ['[]a-]', [']', 'a', '-'], ['b']],
    ['src/{a,b{1,2}}.ts', ['src/a.ts', 'src/b1.ts', 'src/b2.ts'], ['src/b.ts', 'src/{a}.ts']],
    ['{src,test}/*', ['src/a', 'test/b/c', 'src'], ['lib/a']],
    ['v{8..11}', ['v8', 'v9', 'v10/a', 'v11'], ['v12', 'v1']],
    ['v{08..10}', ['v08', 'v10'], ['v8']],
    ['{a..c}x', ['ax', 'cx/y'], ['dx']],
    ['app/\\[id\\]/\\*.ts', ['app/[id]/*.ts', 'app/[id]/*.ts/a'], ['app/i/a.ts']],
    ['\\!a', ['!a'], ['a']],
    ['a**b', ['ab', 'axb'], ['a/b']],
    ['caf\u0065\u0301', ['caf\u00e9', 'caf\u0065\u0301/menu'], ['cafe']],
  ];
  for (const [glob, owned, others] of cases) {
    const ownership = parseOwnership([glob]);
    for (const path of owned) assert.ok(owns(ownership, path), `${glob} owns ${path}`);
    for (const path of others) assert.ok(!owns(ownership, path), `${glob} does not own ${path}`);
  }
});

test('nobody owns what is no relative path', () => {
  const everything = parseOwnership(['**']);
  for (const path of ['', '/', '/a', 'a/', 'a//b', '.', './a', 'a/.', '..', 'a/../b'])
    assert.equal(owns(everything, path), false, path);
  for (const path of ['...', '.a', '..a', 'a./b', 'a/...']) assert.equal(owns(everything, path), true, path);
});

test('R202 src/api/* and src/api/auth/* overlap, and the witness is a path within both', () => {
  assert.deepEqual(meet(parseOwnership(['docs', 'src/api/*']), parseOwnership(['src/api/auth/*'])), {
    path: 'src/api/auth/a',
    mine: 'src/api/*',
    theirs: 'src/api/auth/*',
  });
});

test('R201 an overlap comes with a path that reads well', () => {
  const cases: readonly (readonly [mine: string, theirs: string, path: string])[] = [
    ['src/**/*.ts', 'src/api/**', 'src/api/a.ts'],
    ['src/**', 'src/api/login.ts', 'src/api/login.ts'],
    ['**', 'README.md', 'README.md'],
    ['**', '**', 'a'],
    ['src/api', 'src/api/', 'src/api/a'],
    ['*.config.*', 'vite*', 'vite.config.a'],
    ['[!a-y]*.md', '**/*', 'za.md'],
    ['a/**/z', '**/m/**', 'a/m/z'],
    ['a*', '*a', 'aa'],
    ['{a,b,c}/x', '[b-z]/x', 'b/x'],
  ];
  for (const [mine, theirs, path] of cases) {
    assert.equal(overlapOf(mine, theirs), path, `${mine} and ${theirs}`);
    assert.notEqual(overlapOf(theirs, mine), null);
  }
});

test('globs that no path can match together do not overlap', () => {
  const cases: readonly (readonly [mine: string, theirs: string])[] = [
    ['src/api/*', 'src/web/*'],
    ['src/api', 'src/apiary'],
    ['**/*.ts', '**/*.css'],
    ['docs/*.md', 'docs/*/a.md'],
    ['a/*', 'b/**/a/*'],
    ['[a-m]*', '[n-z]*'],
    ['?', '??'],
    ['a/?', 'a/?/?'],
    ['*a', '*b'],
    ['{a,b}/c', '{c,d}/c'],
  ];
  for (const [mine, theirs] of cases) {
    assert.equal(overlapOf(mine, theirs), null, `${mine} and ${theirs}`);
    assert.equal(overlapOf(theirs, mine), null, `${theirs} and ${mine}`);
  }
});

test('an exclusion takes away from the whole list, wherever it stands', () => {
  assert.equal(overlapOf(['!src/api', 'src/**'], 'src/api/**'), null);
  assert.equal(overlapOf(['src/**', '!src/api'], ['src/**', '!src/web']), 'src/a');
  assert.equal(overlapOf(['src/a*', '!src/aa*'], 'src/?a*'), null);
  assert.equal(overlapOf(['**', '!**/*.test.ts'], '**/*.test.ts'), null);
  assert.equal(overlapOf(['**', '!**/*.test.ts'], '**/*test.ts'), 'atest.ts');
  assert.equal(overlapOf(['src/**', '!**'], 'src'), null);
  assert.equal(overlapOf(['[ab]', '!a'], ['[bc]', '!b']), null);
  const ownership = parseOwnership(['src/**', '!src/**/generated/**']);
  assert.deepEqual(notOwned(ownership, ['src/a', 'src/x/generated/b', 'docs/c']), [
    'src/x/generated/b',
    'docs/c',
  ]);
});

test('an empty list owns nothing and meets nobody, but holds nobody back', () => {
  const none = parseOwnership([]);
  assert.equal(overlap(none, parseOwnership(['**'])), null);
  assert.equal(overlap(parseOwnership(['**']), none), null);
  assert.equal(owns(none, 'a'), false);
  assert.deepEqual(notOwned(none, ['a']), []);
});

test('a bare path that is known to be a file owns nothing below it', () => {
  const options = { isFile: (path: string) => path === 'package.json' };
  assert.equal(overlapOf('package.json', '**/*.ts', options), null);
  assert.equal(overlapOf('package.json', '*.json', options), 'package.json');
  assert.equal(overlapOf('package.json/', '**/*.ts', options), 'package.json/a.ts');
  assert.equal(overlapOf('package.json', '**/*.ts'), 'package.json/a.ts');
});

test('case counts unless it is folded', () => {
  const fold = { foldCase: true };
  assert.equal(overlapOf('SRC/Api', 'src/api/x'), null);
  assert.equal(overlapOf('SRC/Api', 'src/aPI/x', fold), 'src/api/x');
  assert.equal(overlapOf('[A-C]x', '[!a-c]X', fold), null);
  assert.equal(overlapOf('[!a-z]*', '*', fold), '0a');
  assert.equal(owns(parseOwnership(['Ärger/[À-Ö]'], fold), 'ÄRGER/ä'), true);
  assert.throws(() => overlap(parseOwnership(['a']), parseOwnership(['a'], fold)), /folding case/);
});

test('what cannot be decided exactly is refused with the glob and the rule', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `a${index}`).join(',');
  const cases: readonly (readonly [glob: string, rule: RegExp])[] = [
    ['', /"" is empty/],
    ['!', /"!" is empty/],
    ['./', /is empty/],
    ['/etc/passwd', /absolute/],
    ['C:\\src', /absolute/],
    ['../a', /segment "\.\."/],
    ['a/../b', /segment "\.\."/],
    ['a/./b', /segment "\."/],
    ['.', /segment "\."/],
    ['a/{x,..}/b', /segment "\.\."/],
    ['a//b', /empty path segment/],
    ['[a', /"\[" that nothing closes/],
    ['a]', /"\]" that nothing opens/],
    ['[z-a]', /"z-a", which runs backwards/],
    ['[a/b]', /"\/" within/],
    ['[[:alpha:]]', /named class/],
    ['{a,b', /"\{" that nothing closes/],
    ['a}', /"\}" that nothing opens/],
    ['{a}', /single alternative/],
    ['@(a|b)', /extended group "@\("/],
    ['!(a)', /extended group "!\("/],
    ['src\\api', /backslash before "a"/],
    ['a\\', /backslash before nothing/],
    ['*\u0301', /accent without its letter/],
    [`{${many}}`, /more than 1000 alternatives/],
    ['{1..1001}', /more than 1000 alternatives/],
    ['{a,b}'.repeat(30), /more than 1000 alternatives/],
    ['{'.repeat(10_000), /more than 10 deep/],
    ['a/'.repeat(300), /longer than 500/],
    ['a'.repeat(200_000), /more than 100000 characters/],
  ];
  for (const [glob, rule] of cases)
    assert.throws(
      () => parseOwnership(['src', glob]),
      (thrown) => {
        assert.ok(thrown instanceof AppError, String(thrown));
        assert.equal(thrown.code, 'invalid_input');
        assert.match(thrown.message, rule);
        assert.ok(thrown.message.length < 300 && thrown.next !== undefined);
        return true;
      },
    );
});

test('lists that are too large, only exclude, or exclude what cannot be untangled are refused', () => {
  const files = Array.from({ length: 400 }, (_, index) => `packages/server/src/file-${index}.ts`);
  assert.throws(() => parseOwnership(files), /too large to compare/);
  assert.throws(() => parseOwnership(['!src']), /"!src" excludes, but nothing is owned/);
  assert.throws(() => parseOwnership(['**', '!**/*a??????????????????']), /too tangled/);
  const kinds = ['test', 'spec', 'snap', 'gen', 'min', 'mock', 'story', 'bench', 'map', 'lock'];
  const usual = kinds.flatMap((kind) => [`!**/*.${kind}.ts`, `!**/${kind}/**`]);
  assert.equal(owns(parseOwnership(['**', ...usual]), 'src/a.ts'), true);
});

test('the largest lists that are accepted are compared within seconds', () => {
  const ends = (end: string) =>
    parseOwnership(Array.from({ length: 3 }, (_, index) => `**/*${'?'.repeat(480 - index)}${end}`));
  const from = performance.now();
  assert.equal(overlap(ends('x'), ends('y')), null);
  assert.ok(performance.now() - from < 30_000);
});
