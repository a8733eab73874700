// `tasklane webhook list` and `tasklane webhook show`.
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import type { WebhookJson } from '../../api/webhook-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { ago } from '../time.ts';

export interface WebhookListFlags extends OutputFlags {
  readonly quiet?: boolean;
}

export async function listWebhooks(context: Context, flags: WebhookListFlags): Promise<void> {
  const client = await openClient(context);
  const webhooks = await everyPage(
    (query) => client.call(endpoints.listWebhooks, { query }),
    (page) => page.webhooks,
  );
  if (wantsJson(flags)) return printJson(context, { webhooks });
  if (webhooks.length === 0) return say(context, 'No webhooks yet. Add one with: tasklane webhook add URL');
  if (flags.quiet === true) return print(context, webhooks.map((webhook) => webhook.id).join('\n'));
  const rows = webhooks.map((webhook) => [
    webhook.id.slice(0, 8),
    stateOf(webhook),
    webhook.project_name ?? 'all',
    webhook.events.join(','),
    webhook.url,
  ]);
  print(context, table(['ID', 'STATE', 'PROJECT', 'EVENTS', 'URL'], rows, context.stdout.columns));
}

export async function showWebhook(context: Context, ref: string, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const webhook = await client.call(endpoints.showWebhook, { params: { webhook: ref } });
  if (wantsJson(flags)) return printJson(context, webhook);
  const facts = [
    ['id', webhook.id],
    ['url', webhook.url],
    ['state', stateOf(webhook)],
    ...(webhook.disabled_reason === null ? [] : [['reason', webhook.disabled_reason] as const]),
    ['events', webhook.events.join(', ')],
    ['project', webhook.project_name ?? 'all'],
    ['secret', webhook.secret],
    ['added', webhook.created_at],
  ] as const;
  print(context, facts.map(([name, value]) => `${name.padEnd(10)}${value}`).join('\n'));
}

function stateOf(webhook: WebhookJson): string {
  if (!webhook.enabled) return webhook.disabled_reason === null ? 'off' : 'switched off';
  if (webhook.failing_since === null) return 'on';
  return `failing for ${ago(webhook.failing_since, Date.now())}`;
}
