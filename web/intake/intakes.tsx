// Where issue trackers send issues: each address has a secret of its own, which is shown once.
import { useQuery } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { IntakeJson } from '../../src/api/intake-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Refused, Row, Rows, Section, Tag } from '../settings/section.tsx';
import { Secret } from '../settings/secret.tsx';
import { Button } from '../ui/button.tsx';
import { AddIntake } from './add-intake.tsx';
import { trackers } from './trackers.ts';

export function Intakes({ project }: { project: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const intakes = useQuery({
    queryKey: ['intakes', project],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listIntakes, { query: { project, limit: 500 }, signal })).intakes,
  });
  return (
    <Section
      title="From an issue tracker, by itself"
      hint="Have the tracker send its issue events to the address, as application/json, with the secret. An issue with one of the labels becomes a request."
    >
      {secret !== null && <Secret what="The secret" text={secret} onDone={() => setSecret(null)} />}
      {intakes.error === null ? (
        <AddIntake project={project} onMade={setSecret} />
      ) : (
        <Refused error={intakes.error} />
      )}
      {(intakes.data ?? []).length > 0 && (
        <Rows label="Intakes">
          {(intakes.data ?? []).map((intake) => (
            <Intake key={intake.id} intake={intake} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function Intake({ intake }: { intake: IntakeJson }) {
  const { isBusy, run } = useChange('intakes');
  const url = `${location.origin}${intake.path}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url);
    toast.success('The address is copied');
  };
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: 'Remove this intake?',
      text: `What ${trackers[intake.tracker]} sends there is refused from then on. What came of it stays.`,
      action: 'Remove',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.removeIntake, { params: { intake: intake.id } }));
  };
  return (
    <Row label={`${trackers[intake.tracker]}: ${intake.labels.join(', ')}`}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{trackers[intake.tracker]}</span>
            {intake.labels.map((label) => (
              <Tag key={label} tone="accent">
                {label}
              </Tag>
            ))}
            <Tag>{intake.makes}</Tag>
          </p>
          <code className="untrusted text-muted block text-xs break-all">{url}</code>
          <p className="untrusted text-faint text-xs">
            secret {intake.secret}, by {intake.created_by}
          </p>
        </div>
        <Button size="small" onClick={() => void copy()}>
          <Copy className="size-3.5" aria-hidden /> Copy the address
        </Button>
        <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void remove()}>
          Remove
        </Button>
      </div>
    </Row>
  );
}
