import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseToken } from './token.ts';
import { isUsername, usernameFrom } from './user.ts';

test('a username is what Coder allows too, in lower case, and means nobody else', () => {
  for (const name of ['ada', 'ada-lovelace', 'a1', '7', 'a'.repeat(32)]) assert.ok(isUsername(name), name);
  for (const name of ['', 'Ada', 'a--b', '-a', 'a-', 'a b', 'me', 'system', 'a'.repeat(33), 'ä', 'a/b'])
    assert.ok(!isUsername(name), name);
});

test('any name of an operating system becomes one', () => {
  const cases = {
    'Ada Lovelace': 'ada-lovelace',
    'DOMAIN\\José': 'domain-jose',
    root: 'root',
    '': 'owner',
    me: 'owner',
    山田: 'owner',
  };
  for (const [given, made] of Object.entries(cases)) assert.equal(usernameFrom(given), made);
  assert.ok(isUsername(usernameFrom(`${'a'.repeat(31)} b`)));
});

test('R71 a token is ten characters, a hyphen, twenty-two characters; nothing else is one', () => {
  const [id, secret] = ['Ab3defghij', 'Ab3defghijKlmnopqrstuv'];
  assert.deepEqual(parseToken(`${id}-${secret}`), { id, secret });
  for (const text of [
    '',
    id,
    `${id}-`,
    `${id}-${secret}x`,
    `${id}_${secret}`,
    ` ${id}-${secret}`,
    `${id}-${secret}\n`,
  ])
    assert.equal(parseToken(text), null, text);
});
