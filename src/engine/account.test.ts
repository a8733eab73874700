import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Account } from './account.ts';

function turn(account: Account, asked: string | null, said: string): void {
  account.begin(asked);
  account.see({ type: 'agent.message', text: said });
  account.end();
}

test('R33 the account tells of all turns, each after the first under what was asked for it', () => {
  const account = new Account((text) => text.replace('hush', '•••'));
  turn(account, null, 'Added the button.');
  turn(account, 'Make it blue. And round.', 'It is blue.');
  turn(account, null, '');
  turn(account, null, 'Went on.');
  assert.equal(
    account.text,
    'Added the button.\n\nAfter “Make it blue. And round.”: It is blue.\n\nWent on.',
  );
  assert.deepEqual(account.last, { asked: null, said: 'Went on.' });
});

test('R33 a turn under way counts, and what was stored is taken up again', () => {
  const first = new Account((text) => text.replace('hush', '•••'));
  turn(first, null, 'Added the button.');
  const account = new Account((text) => text.replace('hush', '•••'));
  account.restore(JSON.parse(JSON.stringify(first.ended)));
  account.begin('Make it blue.');
  account.see({ type: 'agent.message', text: 'Half' });
  assert.equal(account.text, 'Added the button.\n\nAfter “Make it blue.”: Half');
  assert.deepEqual(account.last, { asked: 'Make it blue.', said: 'Half' });
  account.restore('nonsense');
  assert.equal(account.text, 'Half');
});

test('a secret is hidden in what was said and asked, also one that came in pieces', () => {
  const account = new Account((text) => text.replace('hush', '•••'));
  account.begin('Use hush.');
  for (const text of ['The key is hu', 'sh.']) account.see({ type: 'agent.message', text });
  account.end();
  assert.deepEqual(account.ended, [{ asked: 'Use •••.', said: 'The key is •••.' }]);
});

test('many long turns are each cut, and none is left out', () => {
  const account = new Account((text) => text.replace('hush', '•••'));
  for (let number = 1; number <= 40; number += 1) turn(account, `Turn ${number}`, `${number} `.repeat(2000));
  assert.ok(account.text.length < 20_000, String(account.text.length));
  assert.match(account.text, /^1 1 .*…\n\nAfter “Turn 2”: 2 2/);
  assert.match(account.text, /After “Turn 40”: 40 40 .*…$/);
});
