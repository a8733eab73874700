// An ACP agent that takes its sessions up again in the ways that its arguments name: `load`, `resume`, or each of them with
// `-broken` behind it, which it offers and cannot do.
import { PeerError, promptText, serve } from './acp-peer.ts';

const ways = process.argv.slice(2);
const offers = (way: string): boolean => ways.includes(way) || ways.includes(`${way}-broken`);

let how = 'new';

function revive(way: string): unknown {
  if (!ways.includes(way)) throw new PeerError(-32601, `Method not found: session/${way}`);
  how = way;
  if (way === 'load') say('All that was said before.');
  return {};
}

function say(text: string): void {
  const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } };
  peer.notify('session/update', { sessionId: 'one', update });
}

const peer = serve({
  initialize: () => ({
    protocolVersion: 1,
    agentCapabilities: {
      loadSession: offers('load'),
      ...(offers('resume') && { sessionCapabilities: { resume: {} } }),
    },
  }),
  'session/new': () => ({ sessionId: 'two' }),
  'session/load': () => revive('load'),
  'session/resume': () => revive('resume'),
  'session/cancel': () => undefined,
  'session/prompt': (params) => {
    say(`${how}: ${promptText(params)}`);
    return { stopReason: 'end_turn' };
  },
});
