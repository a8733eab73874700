// Templates: what each is, its versions, and a task made from it with the values that it asks for.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TemplateJson, TemplateVersionJson } from '../../src/api/template-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Refused, Row, Rows, Section, Tag } from './section.tsx';
import { TemplateForm } from './template-form.tsx';

export function Templates() {
  const templates = useQuery({
    queryKey: ['templates'],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listTemplates, { query: { limit: 500 }, signal })).templates,
  });
  return (
    <Section
      title="Templates"
      hint={
        <>
          A named way to set up and run tasks. <code>tasklane template push FOLDER</code> stores another
          version.
        </>
      }
    >
      {templates.error !== null && <Refused error={templates.error} />}
      <Rows label="Templates">
        {(templates.data ?? []).map((template) => (
          <Template key={template.id} template={template} />
        ))}
      </Rows>
    </Section>
  );
}

function Template({ template }: { template: TemplateJson }) {
  const [isOpen, setOpen] = useState(false);
  const title = template.display_name === '' ? template.name : template.display_name;
  return (
    <Row label={title}>
      <div className="flex flex-wrap items-center gap-2">
        <Disclosure isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
          <span className="untrusted block font-medium">{title}</span>
          <span className="untrusted text-muted block truncate">{template.description}</span>
        </Disclosure>
        <Tag>{template.active_version}</Tag>
        {template.origin === 'shipped' && <Tag tone="accent">comes with Tasklane</Tag>}
      </div>
      {isOpen && <Opened template={template} />}
    </Row>
  );
}

function Opened({ template }: { template: TemplateJson }) {
  const { isBusy, run } = useChange('templates', 'template-versions');
  const params = { template: template.id };
  const versions = useQuery({
    queryKey: ['template-versions', template.id],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listTemplateVersions, { params, query: { limit: 100 }, signal })).versions,
  });
  if (versions.error !== null) return <Refused error={versions.error} />;
  const active = versions.data?.find((version) => version.is_active);
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Delete ${template.name}?`,
      text: 'Tasks that were made from it keep the version they have.',
      action: 'Delete',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.deleteTemplate, { params }));
  };
  return (
    <div className="mt-3 flex flex-col gap-5 md:pl-6">
      {active !== undefined && <Facts version={active} />}
      {active !== undefined && <TemplateForm key={active.id} template={template} version={active} />}
      <div role="group" aria-label="Versions">
        <h3 className="text-faint mb-1 text-xs font-medium">Versions</h3>
        <ul className="flex flex-col gap-1.5">
          {(versions.data ?? []).map((version) => (
            <li key={version.id} className="flex items-center gap-2">
              <span className="untrusted font-medium">{version.name}</span>
              <span className="untrusted text-muted min-w-0 flex-1 truncate">{version.message}</span>
              <span className="text-faint text-xs">
                {version.created_by} · {new Date(version.created_at).toLocaleDateString()}
              </span>
              {version.is_active ? (
                <Tag tone="ok">active</Tag>
              ) : (
                <Button
                  size="small"
                  disabled={isBusy}
                  onClick={() =>
                    void run(() => call(endpoints.promoteTemplate, { params, body: { version: version.id } }))
                  }
                >
                  Use this one
                </Button>
              )}
            </li>
          ))}
        </ul>
        <Button size="small" tone="quiet" className="mt-2" disabled={isBusy} onClick={() => void remove()}>
          Delete template
        </Button>
      </div>
    </div>
  );
}

function Facts({ version }: { version: TemplateVersionJson }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Agent', version.agent],
    ['Model', version.model],
    ['Policy', version.policy],
    ['Setup', version.setup ?? version.setup_file],
    ['Checks', version.checks?.map((check) => check.command).join('\n') ?? null],
    ['Instructions', version.system_prompt],
  ];
  return (
    <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[7rem_1fr]">
      {facts.map(([name, value]) =>
        value === null || value === '' ? null : (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd
              tabIndex={0}
              className="untrusted max-h-32 overflow-y-auto font-mono text-xs leading-5 whitespace-pre-wrap"
            >
              {value}
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}
