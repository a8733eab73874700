// A schedule being changed. When somebody else has changed the same meanwhile, both versions are shown; other changes of theirs stay.
import { useState } from 'react';
import type { AppError } from '../../src/api/errors.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';
import { call } from '../data/call.ts';
import { BothVersions } from '../edits/both-versions.tsx';
import { clashesBetween, rebased } from '../edits/three-way.ts';
import { Button } from '../ui/button.tsx';
import { editBody, fieldTitles, fieldsOf } from './schedule-fields.ts';
import type { FieldName, ScheduleFields } from './schedule-fields.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { useScheduleChange } from './schedules.ts';

const names = Object.keys(fieldTitles) as readonly FieldName[];

interface Edit {
  readonly version: number;
  readonly base: ScheduleFields;
  readonly mine: ScheduleFields;
}

export function EditSchedule({ schedule, onDone }: { schedule: ScheduleJson; onDone: () => void }) {
  const [edit, setEdit] = useState(() => begin(schedule));
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [clash, setClash] = useState<ScheduleJson | null>(null);
  const { isBusy, run } = useScheduleChange();
  const save = async (what: Edit): Promise<void> => {
    const body = editBody(what.base, what.mine, what.version);
    if (body === null) return onDone();
    setRefusal(null);
    setClash(null);
    const found: { current: ScheduleJson | null } = { current: null };
    const isSaved = await run(
      () => call(endpoints.editSchedule, { params: { schedule: schedule.id }, body }),
      (error) => {
        found.current = error.code === 'stale_version' ? currentIn(error) : null;
        if (found.current === null) setRefusal(error);
        return true;
      },
    );
    if (isSaved) return onDone();
    if (found.current === null) return;
    // Who paused it, or changed something else, is not in the way.
    if (clashesBetween(names, what, fieldsOf(found.current)).length === 0)
      return save(onto(what, found.current));
    setClash(found.current);
  };
  if (clash !== null)
    return (
      <BothVersions
        what="this schedule"
        differences={clashesBetween(names, edit, fieldsOf(clash)).map((name) => ({
          name: fieldTitles[name],
          theirs: fieldsOf(clash)[name],
          mine: edit.mine[name],
        }))}
        onKeepMine={() => void save(onto(edit, clash))}
        onTakeTheirs={onDone}
        onGoOn={() => {
          setEdit(onto(edit, clash));
          setClash(null);
        }}
      />
    );
  return (
    <ScheduleForm
      label={`Edit ${schedule.name}`}
      fields={edit.mine}
      refusal={refusal}
      onChange={(mine) => setEdit({ ...edit, mine })}
      onSubmit={() => void save(edit)}
    >
      <Button type="submit" tone="primary" disabled={isBusy || edit.mine.text.trim() === ''}>
        Save
      </Button>
      <Button onClick={onDone}>Drop my changes</Button>
      <p className="text-faint self-center text-xs">Its runs have your rights from then on.</p>
    </ScheduleForm>
  );
}

function begin(schedule: ScheduleJson): Edit {
  const fields = fieldsOf(schedule);
  return { version: schedule.version, base: fields, mine: fields };
}

function onto(edit: Edit, current: ScheduleJson): Edit {
  const theirs = fieldsOf(current);
  return { version: current.version, base: theirs, mine: rebased(edit, theirs) };
}

function currentIn({ details }: AppError): ScheduleJson | null {
  const { current } = details;
  const isOne = typeof current === 'object' && current !== null && 'cron' in current && 'version' in current;
  return isOne ? (current as ScheduleJson) : null;
}
