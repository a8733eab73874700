import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useProjects } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Card } from './section.tsx';

export function WebhookForm({ onMade }: { onMade: (secret: string) => void }) {
  const { isBusy, run } = useChange('webhooks');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState('task.*');
  const [project, setProject] = useState('');
  const projects = useProjects().data ?? [];
  const names = events.split(/[\s,]+/).filter((name) => name !== '');
  const body = { url: url.trim(), events: names, ...(project !== '' && { project }) };
  const add = async (): Promise<void> => {
    const isMade = await run(async () => onMade((await call(endpoints.addWebhook, { body })).secret));
    if (isMade) setUrl('');
  };
  return (
    <Card label="Add a webhook">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label="Address"
          value={url}
          placeholder="https://example.com/hook"
          onChange={(event) => setUrl(event.target.value)}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Events"
            value={events}
            hint="Names with commas between, such as task.ready, task.failed."
            onChange={(event) => setEvents(event.target.value)}
          />
          <Select label="Project" value={project} onChange={(event) => setProject(event.target.value)}>
            <option value="">All projects</option>
            {projects.map(({ id, name }) => (
              <option key={id}>{name}</option>
            ))}
          </Select>
        </div>
        <div>
          <Button type="submit" tone="primary" disabled={body.url === '' || names.length === 0 || isBusy}>
            Add webhook
          </Button>
        </div>
      </form>
    </Card>
  );
}
