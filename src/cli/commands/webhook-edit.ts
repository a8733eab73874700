// `tasklane webhook edit` and `tasklane webhook remove`.
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';

export interface EditWebhookFlags extends OutputFlags {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly rotateSecret?: boolean;
}

export interface RemoveWebhookFlags extends OutputFlags {
  readonly yes?: boolean;
}

export async function editWebhook(context: Context, ref: string, flags: EditWebhookFlags): Promise<void> {
  if (flags.enable === true && flags.disable === true)
    throw new AppError('invalid_input', 'It cannot be switched on and off at once.', {
      next: 'Leave out --enable or --disable.',
    });
  const client = await openClient(context);
  const webhook = await client.call(endpoints.editWebhook, {
    params: { webhook: ref },
    body: {
      ...(flags.url !== undefined && { url: flags.url }),
      ...(flags.events !== undefined && { events: [...flags.events] }),
      ...(flags.enable === true && { enabled: true }),
      ...(flags.disable === true && { enabled: false }),
      ...(flags.rotateSecret === true && { rotate_secret: true as const }),
    },
  });
  if (wantsJson(flags)) return printJson(context, webhook);
  const state = webhook.enabled ? 'on' : 'off';
  say(context, `tasklane: webhook ${webhook.id} is ${state}, for ${webhook.events.join(', ')}`);
  if (flags.rotateSecret !== true) return;
  say(context, 'tasklane: its new secret, shown only now:');
  print(context, webhook.secret);
}

export async function removeWebhook(context: Context, ref: string, flags: RemoveWebhookFlags): Promise<void> {
  const client = await openClient(context);
  const webhook = await client.call(endpoints.showWebhook, { params: { webhook: ref } });
  if (flags.yes !== true) await confirm(context, `Forget the webhook to ${webhook.url} with its deliveries?`);
  await client.call(endpoints.removeWebhook, { params: { webhook: webhook.id } });
  if (wantsJson(flags)) printJson(context, webhook);
  else say(context, `tasklane: removed the webhook to ${webhook.url}`);
}
