// Projects: what counts for each and where that is written, who belongs to it, adding and removing.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ProjectAddedJson, ProjectJson } from '../../src/api/schemas.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useProjects } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Field } from '../ui/field.tsx';
import { Members } from './members.tsx';
import { ProjectSettings } from './project-settings.tsx';
import { Card, Refused, Row, Rows, Section, Tag } from './section.tsx';

export function Projects() {
  const projects = useProjects();
  return (
    <Section title="Projects" hint="A project is a git repository on the machine of the daemon.">
      <AddProject />
      {projects.error !== null && <Refused error={projects.error} />}
      <Rows label="Projects">
        {(projects.data ?? []).map((project) => (
          <Project key={project.id} project={project} />
        ))}
      </Rows>
    </Section>
  );
}

function Project({ project }: { project: ProjectJson }) {
  const [isOpen, setOpen] = useState(false);
  const { isBusy, run } = useChange('projects');
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Remove ${project.name}?`,
      text: `Its tasks and their logs go away here. The repository ${project.root} stays as it is.`,
      action: 'Remove',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.removeProject, { params: { project: project.id } }));
  };
  return (
    <Row label={project.name}>
      <div className="flex flex-wrap items-center gap-2">
        <Disclosure isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
          <span className="untrusted block font-medium">{project.name}</span>
          <span className="untrusted text-muted block truncate font-mono text-xs">{project.root}</span>
        </Disclosure>
        <Tag>{project.branch}</Tag>
        {!project.is_here && <Tag tone="warn">{`home ${project.home}`}</Tag>}
        {project.trusted && <Tag tone="accent">its agents are trusted</Tag>}
        <Button
          tone="quiet"
          size="icon"
          aria-label={`Remove ${project.name}`}
          disabled={isBusy}
          onClick={() => void remove()}
        >
          <Trash2 className="size-4" aria-hidden />
        </Button>
      </div>
      {isOpen && (
        <div className="mt-3 flex flex-col gap-5 md:pl-6">
          <ProjectSettings project={project} />
          <Members project={project} />
        </div>
      )}
    </Row>
  );
}

function AddProject() {
  const [path, setPath] = useState('');
  const [added, setAdded] = useState<ProjectAddedJson | null>(null);
  const { isBusy, run } = useChange('projects');
  const add = async (): Promise<void> => {
    await run(async () => setAdded(await call(endpoints.addProject, { body: { path: path.trim() } })));
    setPath('');
  };
  return (
    <Card label="Add a project">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div className="min-w-60 flex-1">
          <Field
            label="Path of a repository"
            value={path}
            placeholder="/home/ada/code/shop"
            onChange={(event) => setPath(event.target.value)}
          />
        </div>
        <Button type="submit" tone="primary" className="mb-0.5" disabled={path.trim() === '' || isBusy}>
          Add project
        </Button>
      </form>
      {added !== null && <Proposed added={added} />}
    </Card>
  );
}

/** What the repository seems to want; nothing of it runs before somebody writes it. */
function Proposed({ added }: { added: ProjectAddedJson }) {
  const { proposed } = added;
  if (!added.added) return <p className="text-muted mt-2 text-sm">It was a project already: {added.name}.</p>;
  if (proposed === null || (proposed.setup === null && proposed.checks.length === 0))
    return <p className="text-muted mt-2 text-sm">Added as {added.name}.</p>;
  const config = {
    ...(proposed.setup !== null && { setup: proposed.setup.command }),
    ...(proposed.checks.length > 0 && {
      checks: proposed.checks.map(({ name, command }) => ({ name, command })),
    }),
  };
  return (
    <div className="mt-3 text-sm">
      <p>
        Added as <strong className="untrusted">{added.name}</strong>. It seems to want this; write it into{' '}
        <code>.tasklane/config.json</code> of the repository when it is right:
      </p>
      <pre
        tabIndex={0}
        aria-label="Proposed configuration"
        className="untrusted bg-sunken mt-1.5 overflow-x-auto rounded-lg p-3 font-mono text-xs"
      >
        {JSON.stringify(config, null, 2)}
      </pre>
      <ul className="text-muted mt-1.5 text-xs">
        {[...(proposed.setup === null ? [] : [proposed.setup]), ...proposed.checks].map((one) => (
          <li key={one.name} className="untrusted">
            {one.command}: {one.because}
          </li>
        ))}
      </ul>
    </div>
  );
}
