import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { tempDir } from '../../test/support/temp-dir.ts';
import { BadArchive, packed, unpacked } from './tar-gz.ts';
import type { ArchiveFile } from './tar-gz.ts';

const text = (path: string, content: string): ArchiveFile => ({ path, bytes: Buffer.from(content) });

async function* some(): AsyncGenerator<ArchiveFile> {
  yield text('one.txt', 'first\n');
  yield text('empty', '');
  yield text('a/folder/ünï.json', '{"a":1}');
  yield { path: 'large.bin', bytes: Buffer.alloc(3_000_001, 7) };
}

const archive = (): Promise<Buffer> => buffer(packed(some(), new Date(0)));

async function read(bytes: Uint8Array, maxBytes = 10_000_000): Promise<readonly ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  for await (const file of unpacked(bytes, maxBytes)) files.push(file);
  return files;
}

test('what is packed is unpacked again, byte for byte, and tar itself can read it', async (context) => {
  const bytes = await archive();
  const files = await read(bytes);
  assert.deepEqual(
    files.map(({ path, bytes: content }) => [path, content.length]),
    [
      ['one.txt', 6],
      ['empty', 0],
      ['a/folder/ünï.json', 7],
      ['large.bin', 3_000_001],
    ],
  );
  assert.equal(Buffer.from(files[0]?.bytes ?? []).toString(), 'first\n');
  const file = join(tempDir(context), 'one.tar.gz');
  writeFileSync(file, bytes);
  const listed = spawnSync('tar', ['-tzf', file], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  assert.deepEqual([listed.status, listed.stderr], [0, '']);
  assert.deepEqual(listed.stdout.trim().split('\n').length, 4);
});

test('an archive that is cut, changed or none at all is named as damaged', async () => {
  const bytes = await archive();
  const changed = Buffer.from(bytes);
  changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 0xff;
  const bad = [
    bytes.subarray(0, bytes.length - 20),
    bytes.subarray(0, 40),
    changed,
    Buffer.from('no archive'),
  ];
  for (const one of [...bad, gzipSync('no tar '.repeat(1000)), new Uint8Array()])
    await assert.rejects(
      async () => assert.deepEqual(await read(one), 'something else than a failure'),
      (error: unknown) => error instanceof BadArchive && error.message.startsWith('is damaged'),
    );
});

test('an archive that is small only while it is packed is not unpacked to its end', async () => {
  await assert.rejects(read(await archive(), 1_000_000), /holds more than/);
});
