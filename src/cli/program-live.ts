// `tasklane watch` and the `tasklane webhook …` part of the table of commands.
import type { Command } from 'commander';
import type { WatchFlags } from './commands/watch.ts';
import type { AddWebhookFlags } from './commands/webhook-add.ts';
import type { DeliveriesFlags } from './commands/webhook-deliveries.ts';
import type { EditWebhookFlags, RemoveWebhookFlags } from './commands/webhook-edit.ts';
import type { WebhookListFlags } from './commands/webhook-list.ts';
import type { Context, OutputFlags } from './context.ts';
import { count, positive, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

export function addLiveCommands(root: Command, context: Context, start: Start): void {
  root
    .command('watch')
    .description('show what happens as it happens, one line each, until Ctrl-C')
    .argument('[task...]', 'only of these tasks')
    .option('-p, --project <dir|name>', 'only of this project (default: all projects)')
    .option('--since <time>', 'begin with what happened in the last 10m, 2h, 1d')
    .option('--after <event>', 'begin behind the event with this id', count)
    .option(
      '--types <names>',
      'only these, such as task.ready,task.failed or agent.*; * is everything',
      names,
    )
    .option('--json', 'one event a line')
    .addHelpText('after', '\nA connection that breaks is made again, and nothing is missed or shown twice.')
    .action((tasks: string[], flags: WatchFlags) =>
      start(async () => (await import('./commands/watch.ts')).watch(context, tasks, flags)),
    );
  const webhook = root
    .command('webhook')
    .alias('webhooks')
    .description('addresses that are told what happens')
    .addHelpText(
      'after',
      '\nA webhook is named by its id, the beginning of it, or its address.' +
        '\n\nExample: tasklane webhook add https://example.org/hook --events task.ready,task.failed',
    );
  addChanging(webhook, context, start);
  addLooking(webhook, context, start);
}

function addChanging(webhook: Command, context: Context, start: Start): void {
  withOutput(webhook.command('add'))
    .description('tell an address what happens from now on; prints the secret, once')
    .argument('<url>', 'http:// or https://')
    .option('--events <names>', 'what it is told, joined by commas (default: task.*)', names)
    .option('-p, --project <dir|name>', 'only of this project (default: all projects)')
    .option('--secret <secret>', 'whsec_ and 24 to 64 bytes in base64 (default: a new one)')
    .action((url: string, flags: AddWebhookFlags) =>
      start(async () => (await import('./commands/webhook-add.ts')).addWebhook(context, url, flags)),
    );
  withOutput(webhook.command('edit'))
    .description('change the address or the events; switch it off and on; get a new secret')
    .argument('<webhook>', 'its id')
    .option('--url <url>', 'another address')
    .option('--events <names>', 'what it is told, joined by commas', names)
    .option('--enable', 'switch it on: it goes on with what happened since it was switched off')
    .option('--disable', 'switch it off')
    .option('--rotate-secret', 'make a new secret, and print it once')
    .action((ref: string, flags: EditWebhookFlags) =>
      start(async () => (await import('./commands/webhook-edit.ts')).editWebhook(context, ref, flags)),
    );
  withOutput(webhook.command('remove').alias('rm'))
    .description('forget a webhook with its deliveries')
    .argument('<webhook>', 'its id')
    .option('-y, --yes', 'do not ask')
    .action((ref: string, flags: RemoveWebhookFlags) =>
      start(async () => (await import('./commands/webhook-edit.ts')).removeWebhook(context, ref, flags)),
    );
}

function addLooking(webhook: Command, context: Context, start: Start): void {
  withOutput(webhook.command('list').alias('ls'))
    .description('list the webhooks')
    .option('-q, --quiet', 'print only ids')
    .action((flags: WebhookListFlags) =>
      start(async () => (await import('./commands/webhook-list.ts')).listWebhooks(context, flags)),
    );
  withOutput(webhook.command('show'))
    .description('show one, and why it does not work')
    .argument('<webhook>', 'its id')
    .action((ref: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/webhook-list.ts')).showWebhook(context, ref, flags)),
    );
  withOutput(webhook.command('test'))
    .description('send one message to see whether it arrives')
    .argument('<webhook>', 'its id')
    .action((ref: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/webhook-deliveries.ts')).testWebhook(context, ref, flags)),
    );
  withOutput(webhook.command('deliveries'))
    .description('list what was sent, newest first, and what came of it')
    .argument('<webhook>', 'its id')
    .option('-n, --limit <count>', 'at most so many (default: 50)', positive)
    .action((ref: string, flags: DeliveriesFlags) =>
      start(async () => (await import('./commands/webhook-deliveries.ts')).deliveries(context, ref, flags)),
    );
  withOutput(webhook.command('redeliver'))
    .description('send a message once more, now')
    .argument('<webhook>', 'its id')
    .argument('<delivery>', 'its id')
    .action((ref: string, delivery: string, flags: OutputFlags) =>
      start(async () =>
        (await import('./commands/webhook-deliveries.ts')).redeliver(context, ref, delivery, flags),
      ),
    );
}
