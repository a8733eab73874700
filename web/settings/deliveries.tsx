// What a webhook was sent lately, and what its receiver answered.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { DeliveryJson } from '../../src/api/webhook-schemas.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Refused, Tag } from './section.tsx';

const tones = { pending: 'plain', retrying: 'warn', delivered: 'ok', failed: 'bad' } as const;

export function Deliveries({ webhook }: { webhook: string }) {
  const deliveries = useQuery({
    queryKey: ['deliveries', webhook],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listDeliveries, { params: { webhook }, query: { limit: 20 }, signal }))
        .deliveries,
  });
  if (deliveries.error !== null) return <Refused error={deliveries.error} />;
  if (deliveries.data?.length === 0) return <p className="text-muted mt-2 text-sm">Nothing was sent yet.</p>;
  return (
    <ul aria-label="Deliveries" className="mt-2 flex flex-col gap-1 md:pl-6">
      {(deliveries.data ?? []).map((delivery) => (
        <Delivery key={delivery.id} webhook={webhook} delivery={delivery} />
      ))}
    </ul>
  );
}

function Delivery({ webhook, delivery }: { webhook: string; delivery: DeliveryJson }) {
  const { isBusy, run } = useChange('deliveries');
  const [payload, setPayload] = useState<string | null>(null);
  const params = { webhook, delivery: delivery.id };
  const show = async (): Promise<void> => {
    if (payload !== null) return setPayload(null);
    await run(async () => setPayload((await call(endpoints.showDelivery, { params })).payload));
  };
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Tag tone={tones[delivery.state]}>{delivery.state}</Tag>
        <code className="untrusted text-xs">{delivery.type}</code>
        <span className="untrusted text-muted min-w-0 flex-1 truncate text-xs">
          {delivery.last_status === null ? '' : `HTTP ${delivery.last_status} `}
          {delivery.last_error}
        </span>
        <span className="text-faint text-xs">
          <Elapsed since={delivery.created_at} isAgo />
        </span>
        <Button size="small" tone="quiet" aria-expanded={payload !== null} onClick={() => void show()}>
          Content
        </Button>
        <Button
          size="small"
          tone="quiet"
          disabled={isBusy}
          onClick={() => void run(() => call(endpoints.redeliver, { params, timeoutMs: 0 }))}
        >
          Send again
        </Button>
      </div>
      {payload !== null && (
        <pre
          tabIndex={0}
          aria-label="Content of the message"
          className="untrusted bg-sunken mt-1 max-h-60 overflow-auto rounded-lg p-2 font-mono text-xs whitespace-pre-wrap"
        >
          {payload}
        </pre>
      )}
    </li>
  );
}
