import { Field, Select, TextArea } from '../ui/field.tsx';
import { fieldTitles } from './subagent-edit.ts';
import type { FieldName, Fields } from './subagent-edit.ts';

const colours = ['red', 'blue', 'green', 'yellow', 'purple', 'orange', 'pink', 'cyan'];

/** All that can be said of a subagent. Its name stays once it has one. */
export function SubagentFields({
  fields,
  isNew,
  onChange,
}: {
  fields: Fields;
  isNew: boolean;
  onChange: (change: Partial<Fields>) => void;
}) {
  const of = (name: FieldName) => ({
    label: fieldTitles[name],
    value: fields[name],
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field {...of('name')} disabled={!isNew} hint="2 to 50 letters, digits, hyphens and underscores." />
        <Field {...of('model')} placeholder="That of the agent" hint="provider/id, or an id." />
      </div>
      <TextArea {...of('description')} rows={2} hint="The model of the agent chooses by this." />
      <TextArea {...of('system_prompt')} rows={6} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextArea {...of('tools')} isCode rows={3} hint="One a line. None: all that the agent has." />
        <TextArea {...of('disallowed_tools')} isCode rows={3} hint="One a line." />
      </div>
      <div className="grid gap-3 sm:grid-cols-4">
        <Field {...of('max_turns')} inputMode="numeric" />
        <Field {...of('max_time_minutes')} inputMode="numeric" />
        <Field {...of('max_tokens')} inputMode="numeric" />
        <Field {...of('temperature')} inputMode="decimal" />
        <Select {...of('terminate_mode')}>
          <option value="graceful">sums up</option>
          <option value="immediate">ends at once</option>
        </Select>
        <Select {...of('isolation')}>
          <option value="shared">the copy of the agent</option>
          <option value="own">a copy of its own</option>
        </Select>
        <Select {...of('color')}>
          <option value="">none</option>
          {colours.map((colour) => (
            <option key={colour}>{colour}</option>
          ))}
        </Select>
      </div>
    </>
  );
}
