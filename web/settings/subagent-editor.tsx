// Makes or changes a subagent. What is wrong with it is said while one writes; the server looks at the file that it would be. When
// its file was changed meanwhile, both versions are shown.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { SubagentCheckedJson, SubagentJson } from '../../src/api/subagent-schemas.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useChange } from '../data/use-change.ts';
import { BothVersions } from '../edits/both-versions.tsx';
import { Button } from '../ui/button.tsx';
import {
  clashes,
  contentOf,
  createOf,
  editOf,
  emptyFields,
  fieldTitles,
  fieldsOf,
  onto,
} from './subagent-edit.ts';
import type { Edit, Fields } from './subagent-edit.ts';
import { readKept } from './subagent-kept.ts';
import { SubagentFields } from './subagent-fields.tsx';

type Level = 'project' | 'user';

export function SubagentEditor({
  project,
  subagent,
  onDone,
}: {
  project: string;
  /** Null makes a new one. */
  subagent: SubagentJson | null;
  onDone: () => void;
}) {
  const [kept, keep] = useKeptText(`subagent.${project}.${subagent?.level ?? ''}.${subagent?.name ?? ''}`);
  const edit = readKept(kept) ?? begin(subagent);
  const { base, mine } = edit;
  const [level, setLevel] = useState<Level>(project === '' ? 'user' : 'project');
  const [theirs, setTheirs] = useState<Fields | null>(null);
  const { isBusy, run } = useChange('subagents', 'subagent-check');
  const checked = useChecked(mine);
  const end = (): void => {
    keep('');
    setTheirs(null);
    onDone();
  };
  const save = async (what: Edit): Promise<void> => {
    let met: Fields | null = null;
    const isSaved = await run(async () => {
      met = await write({ project, level, subagent, edit: what });
    });
    if (met !== null) setTheirs(met);
    else if (isSaved) end();
  };
  if (theirs !== null)
    return (
      <BothVersions
        what={`“${subagent?.name ?? ''}”`}
        differences={clashes(edit, theirs).map((name) => ({
          name: fieldTitles[name],
          theirs: theirs[name],
          mine: mine[name],
        }))}
        onKeepMine={() => void save(onto(edit, theirs))}
        onTakeTheirs={end}
        onGoOn={() => {
          keep(JSON.stringify(onto(edit, theirs)));
          setTheirs(null);
        }}
      />
    );
  return (
    <form
      aria-label={subagent === null ? 'New subagent' : `Edit ${subagent.name}`}
      className="bg-sunken mb-3 flex flex-col gap-3 rounded-xl px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(edit);
      }}
    >
      <SubagentFields
        fields={mine}
        isNew={subagent === null}
        onChange={(change) => keep(JSON.stringify({ base, mine: { ...mine, ...change } }))}
      />
      {subagent === null && <LevelChoice project={project} level={level} onChange={setLevel} />}
      <Findings checked={checked} />
      <div className="flex gap-2">
        <Button tone="primary" type="submit" disabled={isBusy || checked?.valid !== true}>
          {subagent === null ? 'Create subagent' : 'Save'}
        </Button>
        <Button onClick={end}>Drop my changes</Button>
      </div>
    </form>
  );
}

interface Write {
  readonly project: string;
  readonly level: Level;
  readonly subagent: SubagentJson | null;
  readonly edit: Edit;
}

/** Answers what somebody else made of it meanwhile, and writes nothing then; null when it is written. */
async function write({ project, level, subagent, edit }: Write): Promise<Fields | null> {
  const scope = project === '' ? {} : { project };
  if (subagent === null) {
    const place = { ...(level === 'project' && scope), level };
    await call(endpoints.createSubagent, { body: { ...createOf(edit.mine), ...place } });
    return null;
  }
  if (subagent.level === 'built-in') return null;
  const target = { params: { subagent: subagent.name }, query: { ...scope, level: subagent.level } };
  const now = fieldsOf(await call(endpoints.showSubagent, target));
  if (clashes(edit, now).length > 0) return now;
  await call(endpoints.editSubagent, { ...target, body: editOf(now, onto(edit, now).mine) });
  return null;
}

function LevelChoice({
  project,
  level,
  onChange,
}: {
  project: string;
  level: Level;
  onChange: (level: Level) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-4 text-sm">
      <legend className="text-muted mb-1 text-xs font-medium">Where it is kept</legend>
      {(['project', 'user'] as const).map((each) => (
        <label key={each} className="flex items-center gap-2">
          <input
            type="radio"
            name="level"
            checked={level === each}
            disabled={each === 'project' && project === ''}
            onChange={() => onChange(each)}
            className="accent-accent"
          />
          {each === 'project' ? `In the repository of ${project || 'a project'}` : 'For all projects'}
        </label>
      ))}
    </fieldset>
  );
}

function begin(subagent: SubagentJson | null): Edit {
  const base = subagent === null ? emptyFields : fieldsOf(subagent);
  return { base, mine: base };
}

/** Undefined until the first answer; then that for what was written last. */
function useChecked(fields: Fields): SubagentCheckedJson | undefined {
  const content = useDeferredValue(contentOf(fields));
  return useQuery<SubagentCheckedJson>({
    queryKey: ['subagent-check', content],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => call(endpoints.checkSubagent, { body: { content }, signal }),
  }).data;
}

function Findings({ checked }: { checked: SubagentCheckedJson | undefined }) {
  if (checked === undefined) return null;
  return (
    <ul aria-label="What is found" aria-live="polite" className="flex flex-col gap-0.5 text-sm">
      {checked.problems.map((problem) => (
        <li key={problem.message} className="untrusted text-bad">
          {problem.message}
        </li>
      ))}
      {checked.warnings.map((warning) => (
        <li key={warning} className="untrusted text-warn">
          {warning}
        </li>
      ))}
      {checked.valid && checked.warnings.length === 0 && (
        <li className="text-ok">
          It can be used{checked.tool_class === null ? '' : `: ${checked.tool_class}`}.
        </li>
      )}
    </ul>
  );
}
