// What a person has without Tasklane: an agent started by hand, and the least that its protocol asks for before a prompt.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { client, methods, ndJsonStream, PROTOCOL_VERSION } from '@agentclientprotocol/sdk';
import type { AgentEntry } from '../../src/agents/driver.ts';
import type { Place } from './place.ts';

/**
 * Starts the agent in the repository, sends one prompt, allows everything it asks for, and ends it after its turn.
 * `beforeEnd` hears of its process id while it still lives.
 */
export async function runByHand(
  place: Place,
  entry: AgentEntry,
  prompt: string,
  beforeEnd: (pid: number) => void = () => undefined,
): Promise<void> {
  const child = place.start(entry.command, ['pipe', 'pipe', 'ignore'], settingsOf(entry));
  if (child.stdin === null || child.stdout === null) throw new Error('the agent has no pipes');
  const ended = once(child, 'exit');
  const connection = client({ name: 'bench' })
    .onNotification(methods.client.session.update, () => undefined)
    .onRequest(methods.client.session.requestPermission, ({ params }) => ({
      outcome: {
        outcome: 'selected',
        optionId: params.options.find((option) => option.kind === 'allow_once')?.optionId ?? '',
      },
    }))
    .connect(ndJsonStream(Writable.toWeb(child.stdin), Readable.toWeb(child.stdout)));
  const { agent } = connection;
  await agent.request(methods.agent.initialize, { protocolVersion: PROTOCOL_VERSION });
  const { sessionId } = await agent.request(methods.agent.session.new, {
    cwd: place.repository,
    mcpServers: [],
  });
  await agent.request(methods.agent.session.prompt, { sessionId, prompt: [{ type: 'text', text: prompt }] });
  if (child.pid !== undefined) beforeEnd(child.pid);
  child.kill();
  await ended;
  connection.close();
}

/** The agent's settings files in the person's home, as Tasklane writes them into the task's: else unlike is compared. */
export async function settle(place: Place, entry: AgentEntry): Promise<void> {
  for (const [path, content] of Object.entries(entry.homeFiles)) {
    const file = join(place.environment['HOME'] ?? '', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}

// Qwen Code, left to itself, starts a second time to get more memory; that would be our gain for a wrong reason.
function settingsOf(entry: AgentEntry): Readonly<Record<string, string>> {
  const isFixed = ([, value]: readonly [string, string]): boolean => !value.includes('{model');
  return Object.fromEntries(Object.entries(entry.env).filter(isFixed));
}
