// The settings of a project, to look at and to change. What is written here is kept for the project in Tasklane, over what its
// repository says; when somebody else has changed the same meanwhile, both versions are shown.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { AppError } from '../../src/api/errors.ts';
import type { ProjectJson } from '../../src/api/schemas.ts';
import type { ProjectSettingsJson } from '../../src/api/settings-schemas.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useChange } from '../data/use-change.ts';
import { BothVersions } from '../edits/both-versions.tsx';
import { Button } from '../ui/button.tsx';
import { Refused } from './section.tsx';
import { SettingGroupForm } from './setting-group-form.tsx';
import {
  begin,
  changedKeys,
  changeOf,
  clashes,
  onto,
  ownOf,
  problemsOf,
  readKept,
  withText,
} from './setting-edit.ts';
import type { Edit } from './setting-edit.ts';
import { settingFields, settingGroups } from './setting-fields.ts';

export function ProjectSettings({ project }: { project: ProjectJson }) {
  const settings = useQuery({
    queryKey: ['project-settings', project.id],
    queryFn: ({ signal }) => call(endpoints.projectSettings, { params: { project: project.id }, signal }),
  });
  if (settings.error !== null) return <Refused error={settings.error} />;
  if (settings.data === undefined) return <p className="text-faint text-sm">Reading its settings …</p>;
  return <SettingsForm project={project} settings={settings.data} />;
}

function SettingsForm({ project, settings }: { project: ProjectJson; settings: ProjectSettingsJson }) {
  const [kept, keep] = useKeptText(`settings.${project.id}`);
  const edit = readKept(kept) ?? begin(settings);
  const changed = changedKeys(edit);
  const { isBusy, problems, theirs, setTheirs, save } = useSave(project, () => keep(''));
  const change = (next: Edit): void => keep(changedKeys(next).length === 0 ? '' : JSON.stringify(next));
  const warnings = [...new Set([...project.warnings, ...settings.warnings])];
  if (theirs !== null)
    return (
      <BothVersions
        what={`the settings of ${project.name}`}
        differences={clashes(edit, ownOf(theirs)).map((key) => ({
          name: titleOf(key),
          theirs: ownOf(theirs)[key] ?? '',
          mine: edit.mine[key] ?? '',
        }))}
        onKeepMine={() => void save(onto(edit, theirs))}
        onTakeTheirs={() => {
          keep('');
          setTheirs(null);
        }}
        onGoOn={() => {
          change(onto(edit, theirs));
          setTheirs(null);
        }}
      />
    );
  return (
    <form
      aria-label={`Settings of ${project.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save(edit);
      }}
    >
      {warnings.map((warning) => (
        <p key={warning} className="untrusted bg-warn-soft text-warn mb-2 rounded-lg px-3 py-2 text-sm">
          {warning}
        </p>
      ))}
      {settingGroups.map((group) => (
        <SettingGroupForm
          key={group.title}
          group={group}
          settings={settings}
          mine={edit.mine}
          problems={problems}
          onChange={(key, text) => change(withText(edit, key, text))}
        />
      ))}
      <div className="border-line flex flex-wrap items-center gap-2 border-t pt-3">
        <p className="text-faint min-w-0 flex-1 basis-60 text-xs">
          Counts from the next task on, over <code>.tasklane/config.json</code> of the repository, which stays
          as it is.
        </p>
        {changed.length > 0 && (
          <Button onClick={() => keep('')} disabled={isBusy}>
            Drop my changes
          </Button>
        )}
        <Button type="submit" tone="primary" disabled={isBusy || changed.length === 0}>
          Save settings
        </Button>
      </div>
    </form>
  );
}

function titleOf(key: string): string {
  return settingFields.find((field) => field.key === key)?.title ?? key;
}

/** Sends a change. What somebody else changed besides is theirs; where both changed the same, a person decides. */
function useSave(project: ProjectJson, onSaved: () => void) {
  const client = useQueryClient();
  const { isBusy, run } = useChange('config', 'projects');
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [theirs, setTheirs] = useState<ProjectSettingsJson | null>(null);
  const take = (now: ProjectSettingsJson): void => {
    client.setQueryData(['project-settings', project.id], now);
  };
  const save = async (edit: Edit): Promise<void> => {
    let met: ProjectSettingsJson | null = null;
    const refused = (error: AppError): boolean => {
      if (error.code === 'invalid_input') setProblems(problemsOf(error.details));
      // What the server is at now comes with the refusal.
      if (error.code === 'stale_version') met = error.details['current'] as ProjectSettingsJson;
      return error.code === 'stale_version';
    };
    const isSaved = await run(async () => {
      const params = { project: project.id };
      take(await call(endpoints.changeProjectSettings, { params, body: changeOf(edit) }));
    }, refused);
    await settle(edit, isSaved, met);
  };
  const settle = async (edit: Edit, isSaved: boolean, met: ProjectSettingsJson | null): Promise<void> => {
    if (isSaved) {
      setProblems(new Map());
      setTheirs(null);
      onSaved();
    }
    if (met === null) return;
    take(met);
    if (clashes(edit, ownOf(met)).length > 0) setTheirs(met);
    else await save(onto(edit, met));
  };
  return { isBusy, problems, theirs, setTheirs, save };
}
