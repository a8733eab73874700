import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TokenJson } from '../../src/api/account-schemas.ts';
import { call } from '../data/call.ts';
import { useProjects } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Card } from './section.tsx';

type Scope = TokenJson['scopes'][number];
const scopes: readonly { readonly scope: Scope; readonly text: string }[] = [
  { scope: 'read', text: 'look' },
  { scope: 'claim', text: 'work on tasks of a phase' },
  { scope: 'write', text: 'create and change' },
  { scope: 'apply', text: 'move a branch' },
  { scope: 'admin', text: 'decide about people' },
];
const dayMs = 24 * 60 * 60_000;
const lifetimes = [7, 30, 90, 365] as const;

export function NewToken({ onMade }: { onMade: (text: string) => void }) {
  const { isBusy, run } = useChange('tokens');
  const [name, setName] = useState('');
  const [wanted, setWanted] = useState<readonly Scope[]>(['read', 'write', 'apply']);
  const [days, setDays] = useState('90');
  const [project, setProject] = useState('');
  const projects = useProjects().data ?? [];
  const body = {
    name: name.trim(),
    scopes: [...wanted],
    ...(days !== '' && { lifetime_ms: Number(days) * dayMs }),
    ...(project !== '' && { projects: [project] }),
  };
  const make = async (): Promise<void> => {
    const isMade = await run(async () => onMade((await call(endpoints.createToken, { body })).token));
    if (isMade) setName('');
  };
  return (
    <Card label="New token">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-3">
          <Field
            label="What it is for"
            value={name}
            maxLength={60}
            placeholder="ci"
            onChange={(event) => setName(event.target.value)}
          />
          <Select label="Good for" value={days} onChange={(event) => setDays(event.target.value)}>
            {lifetimes.map((each) => (
              <option key={each} value={each}>
                {each} days
              </option>
            ))}
            <option value="">as long as it is not revoked</option>
          </Select>
          <Select label="Project" value={project} onChange={(event) => setProject(event.target.value)}>
            <option value="">All of mine</option>
            {projects.map(({ id, name: each }) => (
              <option key={id}>{each}</option>
            ))}
          </Select>
        </div>
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
          <legend className="text-muted mb-1 text-xs font-medium">It may</legend>
          {scopes.map(({ scope, text }) => (
            <label key={scope} className="flex items-center gap-1.5">
              <input
                type="checkbox"
                className="accent-accent size-4"
                checked={wanted.includes(scope)}
                onChange={(event) =>
                  setWanted(event.target.checked ? [...wanted, scope] : wanted.filter((one) => one !== scope))
                }
              />
              {text}
            </label>
          ))}
        </fieldset>
        <div>
          <Button type="submit" tone="primary" disabled={body.name === '' || wanted.length === 0 || isBusy}>
            Make a token
          </Button>
        </div>
      </form>
    </Card>
  );
}
