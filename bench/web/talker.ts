// An ACP agent that does not stop: so many events a second as its first argument says. Every second one is a word, so that no two
// are joined on their way; between the words of half its time tools are called, and of the other half only money is spent, which
// no thread shows: there the words are one paragraph that grows.
import { serve } from '../../test/support/agents/acp-peer.ts';

const sessionId = 'talking';
const perSecond = Number(process.argv[2]);
const stretch = 500;
let isCancelled = false;

function update(number: number): object {
  if (number % 2 === 0)
    return { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `w${number} ` } };
  if (Math.floor(number / stretch) % 2 === 1)
    return { sessionUpdate: 'usage_update', cost: { amount: number / 1e6, currency: 'USD' } };
  const toolCallId = `call-${number}`;
  return {
    sessionUpdate: 'tool_call',
    toolCallId,
    title: `Read part ${number}`,
    kind: 'read',
    status: 'completed',
  };
}

async function talk(): Promise<object> {
  const begin = performance.now();
  for (let number = 0; !isCancelled; number += 1) {
    peer.notify('session/update', { sessionId, update: update(number) });
    const due = begin + (number * 1000) / perSecond - performance.now();
    if (due > 0) await new Promise((resolve) => void setTimeout(resolve, due));
  }
  return { stopReason: 'cancelled' };
}

const peer = serve({
  initialize: () => ({ protocolVersion: 1, agentCapabilities: {} }),
  'session/new': () => ({ sessionId, modes: null }),
  'session/cancel': () => {
    isCancelled = true;
  },
  'session/prompt': talk,
});
