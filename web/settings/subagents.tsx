// Subagents: those that there are, of which level each is, files that could not be used, and an editor.
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { SubagentJson } from '../../src/api/subagent-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useProjects } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Refused, Row, Rows, Section, Tag } from './section.tsx';
import { SubagentEditor } from './subagent-editor.tsx';

const classes = {
  'read-only': 'only looks',
  editor: 'changes files',
  'full-access': 'runs commands',
} as const;

export function Subagents() {
  const projects = useProjects().data ?? [];
  const [chosen, setProject] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const project = chosen ?? projects[0]?.name ?? '';
  const list = useQuery({
    queryKey: ['subagents', project],
    queryFn: ({ signal }) =>
      call(endpoints.listSubagents, { query: project === '' ? {} : { project }, signal }),
  });
  return (
    <Section
      title="Subagents"
      hint="Helpers that the built-in agent hands parts of its work to."
      actions={
        <div className="flex gap-2">
          <select
            aria-label="Project"
            value={project}
            onChange={(event) => setProject(event.target.value)}
            className="border-line-strong bg-surface h-8 max-w-48 rounded-lg border px-2 text-sm"
          >
            {projects.map(({ id, name }) => (
              <option key={id}>{name}</option>
            ))}
            <option value="">Without a project</option>
          </select>
          <Button onClick={() => setEditing('')}>
            <Plus className="size-4" aria-hidden /> New subagent
          </Button>
        </div>
      }
    >
      {editing === '' && (
        <SubagentEditor key={project} project={project} subagent={null} onDone={() => setEditing(null)} />
      )}
      {list.error !== null && <Refused error={list.error} />}
      {(list.data?.broken ?? []).map((file) => (
        <p key={file.path} className="bg-warn-soft mb-2 rounded-lg px-3 py-2 text-sm">
          <code className="untrusted text-warn">{file.path}</code>{' '}
          <span className="untrusted">{file.message}</span>
        </p>
      ))}
      <Rows label="Subagents">
        {(list.data?.subagents ?? []).map((subagent) => (
          <Row key={subagent.name} label={subagent.name}>
            {editing === subagent.name ? (
              <SubagentEditor project={project} subagent={subagent} onDone={() => setEditing(null)} />
            ) : (
              <Shown subagent={subagent} project={project} onEdit={() => setEditing(subagent.name)} />
            )}
          </Row>
        ))}
      </Rows>
    </Section>
  );
}

function Shown({
  subagent,
  project,
  onEdit,
}: {
  subagent: SubagentJson;
  project: string;
  onEdit: () => void;
}) {
  const { isBusy, run } = useChange('subagents');
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Delete ${subagent.name}?`,
      text: `The file ${subagent.path ?? ''} is deleted.`,
      action: 'Delete',
      isDangerous: true,
    });
    if (!isSure || subagent.level === 'built-in') return;
    const query = { level: subagent.level, ...(project !== '' && { project }) };
    await run(() => call(endpoints.deleteSubagent, { params: { subagent: subagent.name }, query }));
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <span className="untrusted min-w-0 flex-1 font-medium">{subagent.name}</span>
        <Tag>{subagent.level}</Tag>
        <Tag tone={subagent.tool_class === 'read-only' ? 'ok' : 'warn'}>{classes[subagent.tool_class]}</Tag>
        {!subagent.read_only && (
          <>
            <Button size="small" onClick={onEdit} aria-label={`Edit ${subagent.name}`}>
              Edit
            </Button>
            <Button
              size="small"
              tone="quiet"
              disabled={isBusy}
              aria-label={`Delete ${subagent.name}`}
              onClick={() => void remove()}
            >
              Delete
            </Button>
          </>
        )}
      </div>
      <p className="untrusted text-muted mt-0.5">{subagent.description}</p>
      <p className="untrusted text-faint mt-0.5 font-mono text-xs">
        {subagent.tools === null ? 'all tools' : subagent.tools.join(', ')}
        {subagent.model !== null && ` · ${subagent.model}`}
        {subagent.max_turns !== null && ` · ${subagent.max_turns} turns`}
      </p>
      {subagent.warnings.map((warning) => (
        <p key={warning} className="untrusted text-warn mt-1 text-xs">
          {warning}
        </p>
      ))}
    </>
  );
}
