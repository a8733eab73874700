import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkKind } from './network-address.ts';

const kinds = {
  public: ['93.184.216.34', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'],
  private: ['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '192.168.1.1', '0.0.0.0', '::1', 'fd00::1'],
  link_local: ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254'],
} as const;

for (const [kind, addresses] of Object.entries(kinds))
  test(`these addresses are ${kind}`, () => {
    for (const address of addresses) assert.equal(networkKind(address), kind, address);
  });

test('IPv4 inside of IPv6 does not get past', () => {
  assert.equal(networkKind('::ffff:127.0.0.1'), 'private');
  assert.equal(networkKind('::ffff:7f00:1'), 'private');
});
