// `tasklane whoami`.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';

export async function whoAmI(context: Context, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const me = await client.call(endpoints.whoAmI);
  if (wantsJson(flags)) return printJson(context, me);
  const how = me.token === null ? 'the token of the home' : `${me.token.kind} token ${me.token.id}`;
  print(context, `${me.user.name} (${me.user.role}) at ${client.url}, with ${how}: ${me.scopes.join(', ')}`);
}
