// `tasklane webhook add`.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';

export interface AddWebhookFlags extends OutputFlags, ProjectFlags {
  readonly events?: readonly string[];
  readonly secret?: string;
}

export async function addWebhook(context: Context, url: string, flags: AddWebhookFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.project === undefined ? null : await findProject(context, client, flags.project);
  const webhook = await client.call(endpoints.addWebhook, {
    body: {
      url,
      ...(flags.events !== undefined && { events: [...flags.events] }),
      ...(flags.secret !== undefined && { secret: flags.secret }),
      ...(project !== null && { project: project.id }),
    },
  });
  if (wantsJson(flags)) return printJson(context, webhook);
  say(context, `tasklane: added webhook ${webhook.id} for ${webhook.events.join(', ')}`);
  say(context, 'tasklane: the secret to check its signatures with, shown only now:');
  print(context, webhook.secret);
}
