import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecret, maskSecret, newSecret, signatureHeaders } from './webhook-signature.ts';

test('the signature is the one of the published test vector of Standard Webhooks', () => {
  const headers = signatureHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330_999,
    body: '{"test": 2432232314}',
  });
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('a secret is random, of the right size, and told apart from what is none', () => {
  const [one, other] = [newSecret(), newSecret()];
  assert.notEqual(one, other);
  assert.ok(isSecret(one));
  assert.ok(isSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'));
  for (const wrong of ['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_not base64 at all, but long enough'])
    assert.ok(!isSecret(wrong), wrong);
  assert.ok(!isSecret(`whsec_${Buffer.alloc(65).toString('base64')}`));
  assert.ok(!one.includes(maskSecret(one)) && maskSecret(one).length < 12);
});
