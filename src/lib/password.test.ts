import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, isPassword } from './password.ts';
import { hashOf, isSameSecret, randomText } from './secrets.ts';

test('a password fits its own hash alone, and two hashes of one differ', async () => {
  const [one, other] = [await hashPassword('grün'), await hashPassword('grün')];
  assert.match(one, /^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
  assert.notEqual(one, other);
  assert.equal(await isPassword('grün', one), true);
  assert.equal(await isPassword('gru\u0308n', one), true, 'the same letter, written in another way');
  for (const wrong of ['grun', '', 'grün ']) assert.equal(await isPassword(wrong, one), false);
});

test('where there is no hash, or a damaged one, nothing fits', async () => {
  for (const hash of [null, '', 'scrypt$32768$8$1$$', 'scrypt$32768$8$1$AAAA$AAAA', 'plain$32768$8$1$a$b'])
    assert.equal(await isPassword('', hash), false, String(hash));
});

test('a name without a password costs as much as one with: the time does not tell', async () => {
  const hash = await hashPassword('x');
  const costOf = async (given: string | null): Promise<number> => {
    const before = process.cpuUsage();
    for (const _ of [1, 2, 3]) await isPassword('y', given);
    return process.cpuUsage(before).user;
  };
  const [known, unknown] = [await costOf(hash), await costOf(null)];
  assert.ok(unknown > known / 3 && known > unknown / 3, `${known} µs and ${unknown} µs`);
});

test('secrets are letters and digits, never the same, and compared whole', () => {
  const made = new Set(Array.from({ length: 1000 }, () => randomText(22)));
  assert.equal(made.size, 1000);
  for (const text of made) assert.match(text, /^[A-Za-z0-9]{22}$/);
  const letters = new Set([...made].join(''));
  assert.equal(letters.size, 62);
  assert.equal(isSameSecret('abc', 'abc'), true);
  for (const other of ['abd', 'ab', 'abcd', '']) assert.equal(isSameSecret('abc', other), false);
  assert.equal(hashOf('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
