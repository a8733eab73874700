import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CheckCause } from '../domain/evidence.ts';
import { causeOf } from './cause.ts';
import { readOutput } from './results/read-output.ts';

function recorded(name: string): string {
  return readFileSync(new URL(`../../test/support/runner-output/${name}`, import.meta.url), 'utf8');
}

const outputs: readonly [CheckCause, number, string, RegExp?][] = [
  [
    'compile',
    2,
    'src/a.ts(3,1): error TS2304: Cannot find name "x".\nnpm error code 2',
    /^src\/a\.ts\(3,1\): error TS2304/,
  ],
  ['compile', 1, 'src/a.ts:3:1 - error TS2322: Type', /TS2322/],
  [
    'compile',
    101,
    recorded('cargo-broken.txt'),
    /^error: this file contains an unclosed delimiter \(src\/lib\.rs:1:20\)$/,
  ],
  ['compile', 1, recorded('go-build-failed.txt'), /^\.\/sum\.go:4:9: undefined: nothing$/],
  ['compile', 1, recorded('maven-broken.txt'), /Sum\.java:\[5,16\] cannot find symbol/],
  ['compile', 1, 'main.c:3:5: error: expected ";"', /main\.c:3:5/],
  ['compile', 1, '  File "a.py", line 1\nSyntaxError: invalid syntax', /^SyntaxError: invalid syntax$/],
  ['compile', 1, 'e: file:///repo/A.kt:3:1 Unresolved reference: x', /A\.kt/],
  ['compile', 1, '✘ [ERROR] Could not resolve "x"', /Could not resolve/],
  ['file_not_found', 1, "Error: ENOENT: no such file or directory, open 'a'", /ENOENT/],
  ['file_not_found', 1, 'cat: notes.md: No such file or directory', /notes\.md/],
  ['file_not_found', 1, recorded('pytest-broken.txt'), /No module named 'nothing_here'/],
  ['no_command', 1, 'npm error Missing script: "test"\nnpm error\n', /Missing script/],
  ['no_command', 2, "make: *** No rule to make target 'check'.  Stop.", /No rule/],
  ['no_command', 1, '/usr/bin/python3: No module named pytest', /No module named pytest/],
  ['no_command', 127, 'sh: 1: nmp: not found', /nmp: not found/],
  ['no_command', 126, 'sh: 1: ./check.sh: Permission denied', /Permission denied/],
  ['test', 1, recorded('node-test-spec.txt')],
  ['test', 1, recorded('gradle.txt')],
  ['test', 101, recorded('cargo.txt')],
  ['test', 1, 'boom at line 3'],
  ['test', 1, ''],
];

for (const [cause, exitCode, output, sign] of outputs)
  test(`R36 R37 R38 ${cause}: ${output.trim().split('\n')[0]?.slice(0, 60) ?? ''}`, () => {
    const counts = readOutput({ text: output, isWhole: true })?.counts ?? null;
    const found = causeOf({ exitCode, counts }, output);
    assert.equal(found.cause, cause);
    if (sign !== undefined) assert.match(found.signs[0] ?? '', sign);
    else assert.deepEqual(found.signs, []);
  });

test('a sign far above the end of the output is found', () => {
  const output = `src/a.ts(3,1): error TS2304: Cannot find name\n${'npm error more\n'.repeat(500)}`;
  assert.equal(causeOf({ exitCode: 2, counts: null }, output).cause, 'compile');
});
