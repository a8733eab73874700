// `tasklane webhook test`, `deliveries` and `redeliver`: what was sent, and what came of it.
import { endpoints } from '../../api/endpoints.ts';
import type { DeliveryJson } from '../../api/webhook-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { ago, span } from '../time.ts';

export interface DeliveriesFlags extends OutputFlags {
  readonly limit?: number;
}

export async function testWebhook(context: Context, ref: string, flags: OutputFlags): Promise<ExitCode> {
  const client = await openClient(context);
  return report(
    context,
    flags,
    await client.call(endpoints.testWebhook, { params: { webhook: ref }, timeoutMs: 0 }),
  );
}

export async function redeliver(
  context: Context,
  ref: string,
  delivery: string,
  flags: OutputFlags,
): Promise<ExitCode> {
  const client = await openClient(context);
  const params = { webhook: ref, delivery };
  return report(context, flags, await client.call(endpoints.redeliver, { params, timeoutMs: 0 }));
}

export async function deliveries(context: Context, ref: string, flags: DeliveriesFlags): Promise<void> {
  const client = await openClient(context);
  const list = await client.call(endpoints.listDeliveries, {
    params: { webhook: ref },
    query: flags.limit === undefined ? {} : { limit: flags.limit },
  });
  if (wantsJson(flags)) return printJson(context, list);
  if (list.deliveries.length === 0) return say(context, 'Nothing was sent yet.');
  const now = Date.now();
  const rows = list.deliveries.map((one) => [
    one.id,
    one.type,
    one.state,
    String(one.tries),
    one.last_try_at === null ? '' : ago(one.last_try_at, now),
    one.next_try_at === null ? '' : `in ${span(Math.max(0, Date.parse(one.next_try_at) - now))}`,
    one.last_error ?? '',
  ]);
  const header = ['ID', 'EVENT', 'STATE', 'TRIES', 'LAST', 'NEXT', 'ERROR'];
  print(context, table(header, rows, context.stdout.columns));
}

function report(context: Context, flags: OutputFlags, delivery: DeliveryJson): ExitCode {
  if (wantsJson(flags)) printJson(context, delivery);
  else if (delivery.state === 'delivered')
    say(context, `tasklane: delivered ${delivery.id}; the receiver answered ${delivery.last_status ?? ''}`);
  else if (delivery.state === 'failed')
    say(context, `tasklane: not delivered ${delivery.id}: ${delivery.last_error ?? ''}`);
  else say(context, `tasklane: ${delivery.id} is tried again now; see \`tasklane webhook deliveries\``);
  return delivery.state === 'failed' ? exitCodes.failure : exitCodes.ok;
}
