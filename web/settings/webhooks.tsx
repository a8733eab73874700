// Webhooks: who is told what, whether it arrives, and sending it again.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { WebhookEditJson, WebhookJson } from '../../src/api/webhook-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Deliveries } from './deliveries.tsx';
import { Refused, Row, Rows, Section, Tag } from './section.tsx';
import { Secret } from './secret.tsx';
import { WebhookForm } from './webhook-form.tsx';

export function Webhooks() {
  const [secret, setSecret] = useState<string | null>(null);
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listWebhooks, { query: { limit: 500 }, signal })).webhooks,
  });
  return (
    <Section
      title="Webhooks"
      hint="Each message is signed as Standard Webhooks say, and tried again for hours when it fails."
    >
      {secret !== null && <Secret what="The secret" text={secret} onDone={() => setSecret(null)} />}
      {webhooks.error === null ? <WebhookForm onMade={setSecret} /> : <Refused error={webhooks.error} />}
      <Rows label="Webhooks">
        {(webhooks.data ?? []).map((webhook) => (
          <OneWebhook key={webhook.id} webhook={webhook} onSecret={setSecret} />
        ))}
      </Rows>
    </Section>
  );
}

function OneWebhook({ webhook, onSecret }: { webhook: WebhookJson; onSecret: (text: string) => void }) {
  const { isBusy, run } = useChange('webhooks', 'deliveries');
  const [isOpen, setOpen] = useState(false);
  const params = { webhook: webhook.id };
  const edit = async (body: WebhookEditJson): Promise<WebhookJson> =>
    call(endpoints.editWebhook, { params, body });
  const test = async (): Promise<void> => {
    await run(() => call(endpoints.testWebhook, { params, timeoutMs: 0 }));
    setOpen(true);
  };
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: 'Remove this webhook?',
      text: `${webhook.url} is told nothing any more.`,
      action: 'Remove',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.removeWebhook, { params }));
  };
  return (
    <Row label={webhook.url}>
      <div className="flex flex-wrap items-center gap-2">
        <Disclosure isOpen={isOpen} onToggle={() => setOpen(!isOpen)} className="basis-60">
          <span className="untrusted block truncate font-mono text-xs font-medium">{webhook.url}</span>
          <span className="untrusted text-muted block text-xs">
            {webhook.events.join(', ')} · {webhook.project_name ?? 'all projects'}
          </span>
        </Disclosure>
        {webhook.failing_since !== null && <Tag tone="bad">failing</Tag>}
        {!webhook.enabled && <Tag tone="warn">off</Tag>}
        <Button size="small" disabled={isBusy} onClick={() => void test()}>
          Send a test
        </Button>
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void run(() => edit({ enabled: !webhook.enabled }))}
        >
          {webhook.enabled ? 'Switch off' : 'Switch on'}
        </Button>
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void run(async () => onSecret((await edit({ rotate_secret: true })).secret))}
        >
          New secret
        </Button>
        <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void remove()}>
          Remove
        </Button>
      </div>
      {webhook.disabled_reason !== null && (
        <p className="untrusted text-warn mt-1 text-sm">{webhook.disabled_reason}</p>
      )}
      {isOpen && <Deliveries webhook={webhook.id} />}
    </Row>
  );
}
