// `tasklane agent remove NAME`
import { endpoints } from '../../api/endpoints.ts';
import { say } from '../context.ts';
import type { Context } from '../context.ts';
import { openClient } from '../find-daemon.ts';

export async function removeAgent(context: Context, name: string): Promise<void> {
  const client = await openClient(context);
  await client.call(endpoints.removeAgent, { params: { agent: name } });
  say(context, `tasklane: agent ${name} is no longer in the configuration`);
}
