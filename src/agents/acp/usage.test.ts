import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageMeter } from './usage.ts';

test('reported calls of the model add up, and the answer to the prompt does not count them again', () => {
  const meter = new UsageMeter();
  meter.modelCall({ inputTokens: 100, outputTokens: 10, cachedReadTokens: 50 });
  assert.deepEqual(meter.modelCall({ inputTokens: 200, outputTokens: 20 }), {
    inputTokens: 300,
    outputTokens: 30,
    cachedTokens: 50,
    cost: null,
  });
  assert.equal(meter.turn({ usage: { inputTokens: 300, outputTokens: 30 } }), null);
});

test('the usage of turns adds up, wherever the answer has it', () => {
  const meter = new UsageMeter();
  meter.turn({ stopReason: 'end_turn', usage: { inputTokens: 1, outputTokens: 2, cachedReadTokens: 3 } });
  meter.turn({ _meta: { usage: { inputTokens: 10, outputTokens: 20 } } });
  assert.deepEqual(
    meter.turn({ _meta: { quota: { token_count: { input_tokens: 100, output_tokens: 200 } } } }),
    {
      inputTokens: 111,
      outputTokens: 222,
      cachedTokens: 3,
      cost: null,
    },
  );
});

test('a cost is a total, and one in another currency is not taken for dollars', () => {
  const meter = new UsageMeter();
  assert.equal(meter.costSoFar({ amount: 1, currency: 'USD' })?.cost, 1);
  assert.equal(meter.costSoFar({ amount: 1.5, currency: 'USD' })?.cost, 1.5);
  assert.equal(meter.costSoFar({ amount: 1.5, currency: 'USD' }), null);
  assert.equal(meter.costSoFar({ amount: 9, currency: 'EUR' }), null);
});

test('what is no usage changes nothing', () => {
  const meter = new UsageMeter();
  for (const said of [undefined, null, 'many', {}, { inputTokens: 'many' }])
    assert.equal(meter.modelCall(said), null);
  for (const said of [undefined, null, {}, { usage: null, _meta: null }, { _meta: { quota: 7 } }])
    assert.equal(meter.turn(said), null);
});
