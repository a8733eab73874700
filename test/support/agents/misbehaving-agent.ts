// An ACP agent that behaves badly in the way its first argument names. Everything else it does as it should.
import { closeSync } from 'node:fs';
import { PeerError, serve } from './acp-peer.ts';
import type { Handler, Params, Peer } from './acp-peer.ts';

const sessionId = 'misbehaving';

const behaviours: Readonly<Record<string, () => void>> = {
  'exits-at-once': () => {
    console.error('error: unknown option --acp');
    process.exit(7);
  },
  'exits-content': () => console.log('Usage: some-program [options]'),
  'prints-garbage-and-waits': () => {
    console.log('Welcome to some other program!');
    process.stdin.resume();
  },
  'prints-garbage-for-ever': () => {
    const print = (): void => {
      while (process.stdout.write(`${'garbage '.repeat(100)}\n`));
      process.stdout.once('drain', print);
    };
    print();
  },
  echoes: () => process.stdin.pipe(process.stdout),
  hangs: () => process.stdin.resume(),
  behaves: () => void start({}),
  deaf: () => {
    process.on('SIGTERM', () => undefined);
    setInterval(() => undefined, 1000);
    start({});
  },
  'prints-banner': () => {
    console.log('   Welcome!   ');
    console.log('{"level":"info","msg":"a log line that happens to be JSON"}');
    console.log('[1, 2, 3]');
    console.error('\u001B[31ma red warning\u001B[0m');
    start({ 'session/prompt': () => ({ stopReason: 'end_turn' }) });
  },
  'ignores-cancel': () => {
    const peer = start({ 'session/prompt': () => new Promise(() => say(peer, 'I will never stop.')) });
  },
  'exits-mid-turn': () => {
    const peer = start({
      'session/prompt': () => {
        say(peer, 'Before it ended.');
        console.error('fatal: out of memory');
        process.exit(9);
      },
    });
  },
  'closes-its-output': () => {
    start({
      'session/prompt': () => {
        closeSync(1);
        return new Promise(() => undefined);
      },
    });
    setInterval(() => undefined, 1000);
  },
  'floods-output': () => {
    const peer = start({ 'session/prompt': () => flood(peer) });
  },
  'floods-stderr': () => {
    start({
      'session/prompt': async () => {
        for (let line = 0; line < 20_000; line += 1)
          process.stderr.write(`stderr line ${line} ${'x'.repeat(80)}\n`);
        await new Promise((resolve) => process.stderr.write('the last line\n', resolve));
        return { stopReason: 'end_turn' };
      },
    });
  },
  'odd-order': () => {
    const peer = start({ 'session/prompt': () => oddOrder(peer) });
  },
  'reads-files-through-us': () => {
    const peer: Peer = start({
      'session/prompt': async () => {
        const answer = await peer.ask('fs/read_text_file', { sessionId, path: '/etc/passwd' }).catch(String);
        say(peer, typeof answer === 'string' ? answer : 'it was handed out');
        return { stopReason: 'end_turn' };
      },
    });
  },
  'asks-without-title': () => {
    const peer: Peer = start({ 'session/prompt': () => askFor(peer) });
  },
  'has-options': () => {
    const peer: Peer = start({
      'session/new': () => ({
        sessionId,
        configOptions: [
          { id: 'approval', category: 'mode', type: 'select', currentValue: 'auto', options: [] },
        ],
      }),
      'session/set_config_option': (params) => {
        process.stderr.write(`option ${String(params['configId'])}=${String(params['value'])}\n`);
        return { configOptions: [] };
      },
      'session/prompt': () => {
        say(peer, 'ok');
        return { stopReason: 'max_turn_requests' };
      },
    });
  },
  'wants-login': () => {
    start({
      'session/new': () => {
        throw new PeerError(-32000, 'Authentication required');
      },
    });
  },
};

function start(handlers: Readonly<Record<string, Handler>>): Peer {
  return serve({
    initialize: () => ({ protocolVersion: 1, agentCapabilities: {} }),
    'session/new': () => ({
      sessionId,
      modes: { currentModeId: 'default', availableModes: [{ id: 'default', name: 'Default' }] },
    }),
    'session/cancel': () => undefined,
    ...handlers,
  });
}

function say(peer: Peer, text: string): void {
  update(peer, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
}

function update(peer: Peer, change: Params): void {
  peer.notify('session/update', { sessionId, update: change });
}

// As OpenCode does it: all of the output so far, again and again.
function flood(peer: Peer): unknown {
  let output = '';
  for (let line = 0; line < 3_000; line += 1) {
    output += `line ${line} of a very long output\n`;
    if (line % 10 !== 0) continue;
    const content = [{ type: 'content', content: { type: 'text', text: output } }];
    update(peer, {
      sessionUpdate: 'tool_call_update',
      toolCallId: 'flood',
      title: 'Flood',
      status: 'in_progress',
      content,
    });
  }
  return { stopReason: 'end_turn' };
}

function oddOrder(peer: Peer): unknown {
  update(peer, {
    sessionUpdate: 'tool_call_update',
    toolCallId: 'a',
    status: 'completed',
    rawOutput: { exit: 0 },
  });
  update(peer, { sessionUpdate: 'tool_call', toolCallId: 'a', title: 'Late announcement', kind: 'execute' });
  update(peer, { sessionUpdate: 'tool_call', toolCallId: 'a', title: 'Another call', status: 'pending' });
  update(peer, { sessionUpdate: 'telepathy', message: 'hm' });
  update(peer, { sessionUpdate: 'telepathy', message: 'hm' });
  update(peer, { sessionUpdate: 'plan', entries: 'none' });
  update(peer, {
    sessionUpdate: 'plan',
    entries: [{ content: 'Look', priority: 'high', status: 'in_progress' }],
  });
  update(peer, { sessionUpdate: 'usage_update', used: 1, size: 2, cost: { amount: 0.25, currency: 'USD' } });
  update(peer, { sessionUpdate: 'notice', severity: 'warning', title: 'Careful' });
  peer.notify('session/update', { nonsense: true });
  peer.notify('vendor/news', {});
  return { stopReason: 'a_new_reason', usage: { inputTokens: 7, outputTokens: 3, cachedReadTokens: 2 } };
}

async function askFor(peer: Peer): Promise<unknown> {
  const answer = await peer.ask('session/request_permission', {
    sessionId,
    toolCall: { toolCallId: 'x', title: null },
    options: [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }],
  });
  say(peer, JSON.stringify(answer['outcome']));
  return { stopReason: 'end_turn' };
}

const behaviour = behaviours[process.argv[2] ?? ''];
if (behaviour === undefined)
  throw new Error(`no such behaviour; there are: ${Object.keys(behaviours).join(', ')}`);
behaviour();
