// A schedule as a form: what it makes, when, by whose clocks, and what becomes of times that passed unseen. What is wrong with a field
// is the server's to say, and stands at that field.
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { AppError } from '../../src/api/errors.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { Refused } from '../settings/section.tsx';
import { AgentOptions } from '../ui/agent-options.tsx';
import { Field, Select, TextArea } from '../ui/field.tsx';
import type { FieldName, ScheduleFields } from './schedule-fields.ts';

const fieldNames: readonly FieldName[] = [
  'text',
  'name',
  'cron',
  'at',
  'zone',
  'makes',
  'missed',
  'agent',
  'model',
];
const zones = Intl.supportedValuesOf('timeZone');

export function ScheduleForm({
  label,
  fields,
  refusal,
  onChange,
  onSubmit,
  children,
}: {
  label: string;
  fields: ScheduleFields;
  /** What the server says against it. */
  refusal: AppError | null;
  onChange: (fields: ScheduleFields) => void;
  onSubmit: () => void;
  /** Its buttons. */
  children: ReactNode;
}) {
  const problems = new FieldProblems(refusal);
  const isAtFields = fieldNames.some((name) => problems.at(name) !== undefined);
  const set = (change: Partial<ScheduleFields>): void => onChange({ ...fields, ...change });
  return (
    <form
      noValidate
      aria-label={label}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <TextArea
        label="What is to be done"
        rows={2}
        value={fields.text}
        placeholder="Update the dependencies and mend what breaks."
        error={problems.at('text')}
        onChange={(event) => set({ text: event.target.value })}
      />
      <When fields={fields} problems={problems} onChange={set} />
      <What fields={fields} problems={problems} onChange={set} />
      {refusal !== null && !isAtFields && <Refused error={refusal} />}
      <div className="flex flex-wrap gap-2">{children}</div>
    </form>
  );
}

interface Part {
  readonly fields: ScheduleFields;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<ScheduleFields>) => void;
}

function When({ fields, problems, onChange }: Part) {
  const list = useId();
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Select
        label="When"
        value={fields.repeats}
        onChange={(event) => onChange({ repeats: event.target.value === 'once' ? 'once' : 'again' })}
      >
        <option value="again">Again and again</option>
        <option value="once">Once</option>
      </Select>
      {fields.repeats === 'again' ? (
        <Field
          label="Cron expression"
          value={fields.cron}
          spellCheck={false}
          hint="Minute, hour, day of the month, month, day of the week."
          error={problems.at('cron')}
          onChange={(event) => onChange({ cron: event.target.value })}
        />
      ) : (
        <Field
          label="Time"
          type="datetime-local"
          value={fields.at}
          error={problems.at('at')}
          onChange={(event) => onChange({ at: event.target.value })}
        />
      )}
      <Field
        label="Time zone"
        list={list}
        value={fields.zone}
        spellCheck={false}
        hint="Whose clocks count."
        error={problems.at('zone')}
        onChange={(event) => onChange({ zone: event.target.value })}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}

function What({ fields, problems, onChange }: Part) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Select
        label="Makes"
        value={fields.makes}
        error={problems.at('makes')}
        onChange={(event) => onChange({ makes: event.target.value as ScheduleFields['makes'] })}
      >
        <option value="task">A task that starts</option>
        <option value="plan">A plan to look at</option>
        <option value="prompt">One good prompt to look at</option>
      </Select>
      <Select
        label="Times that passed unseen"
        value={fields.missed}
        error={problems.at('missed')}
        onChange={(event) => onChange({ missed: event.target.value === 'skip' ? 'skip' : 'once' })}
      >
        <option value="once">One run for all of them</option>
        <option value="skip">Are skipped</option>
      </Select>
      <Field
        label="Name"
        value={fields.name}
        placeholder="from the words"
        spellCheck={false}
        error={problems.at('name')}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Select
        label="Agent"
        value={fields.agent}
        error={problems.at('agent')}
        onChange={(event) => onChange({ agent: event.target.value })}
      >
        <AgentOptions none="That of the settings" kept={fields.agent} />
      </Select>
      <Field
        label="Model"
        value={fields.model}
        placeholder="provider/id"
        spellCheck={false}
        error={problems.at('model')}
        onChange={(event) => onChange({ model: event.target.value })}
      />
    </div>
  );
}
