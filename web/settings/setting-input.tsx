// One setting of a project: its value, where that comes from, and the way back.
import type { ProjectSettingsJson } from '../../src/api/settings-schemas.ts';
import { Field, Select, TextArea } from '../ui/field.tsx';
import { CheckList } from './check-list.tsx';
import { readRows } from './check-rows.ts';
import { saidOf } from './setting-edit.ts';
import type { Own } from './setting-edit.ts';
import { textOf } from './setting-fields.ts';
import type { SettingField } from './setting-fields.ts';

export interface SettingInputProps {
  readonly settings: ProjectSettingsJson;
  readonly field: SettingField;
  readonly mine: Own;
  readonly problems: ReadonlyMap<string, string>;
  /** Null takes back what was set. */
  readonly onChange: (key: string, text: string | null) => void;
}

type Said = ReturnType<typeof saidOf>[number];

export function SettingInput({ settings, field, mine, problems, onChange }: SettingInputProps) {
  const { key, title, kind, choices, none } = field;
  const said = saidOf(settings, field);
  const own = mine[key];
  const behind = said.findLast(({ from }) => from !== 'project');
  const value = own ?? textOf(field, behind?.value);
  const set = (text: string): void => onChange(key, text);
  const problemOf = (path: string): string | undefined => problems.get(path);
  const isDefault = own === undefined && behind?.from === 'default';
  const action = isDefault ? (
    <span className="text-faint shrink-0 text-xs">default</span>
  ) : (
    own !== undefined && <Reset title={title} onReset={() => onChange(key, null)} />
  );
  const hint = isDefault ? undefined : <Origin field={field} own={own} behind={behind} />;
  if (kind === 'checks')
    return (
      <div className="sm:col-span-2">
        <CheckList
          rows={readRows(value)}
          problemOf={(path) => problemOf(`${key}.${path}`)}
          onChange={(rows) => set(JSON.stringify(rows))}
        />
        <div className="mt-1.5 flex items-baseline gap-2">
          <p className="text-faint flex-1 text-xs">{hint}</p>
          {action}
        </div>
        {problemOf(key) !== undefined && <p className="untrusted text-bad text-xs">{problemOf(key)}</p>}
      </div>
    );
  const around = { label: title, hint, action, error: problemOf(key) };
  if (choices !== undefined)
    return (
      <Select {...around} value={value} onChange={(event) => set(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((one) => (
          <option key={one} value={one}>
            {choiceWords[one] ?? one}
          </option>
        ))}
      </Select>
    );
  const input = { ...around, value, ...(none !== undefined && { placeholder: none }) };
  if (kind === 'json')
    return (
      <TextArea
        {...input}
        error={[...problems].find(([path]) => path.startsWith(key))?.[1]}
        isCode
        rows={3}
        onChange={(event) => set(event.target.value)}
      />
    );
  return (
    <Field
      {...input}
      isCode={kind === 'command'}
      inputMode={kind === 'number' || kind === 'seconds' ? 'decimal' : 'text'}
      onChange={(event) => set(event.target.value)}
    />
  );
}

const choiceWords: Readonly<Record<string, string>> = {
  queue: 'merges here, after the checks',
  pull_request: 'opens a pull request',
  true: 'yes',
  false: 'no',
  deny: 'are denied',
  ask: 'wait for a person',
  allow_edits: 'are granted for edits',
  allow_all: 'are granted',
};

function Reset({ title, onReset }: { title: string; onReset: () => void }) {
  return (
    <button
      type="button"
      aria-label={`Reset ${title}`}
      className="text-accent shrink-0 text-xs font-medium"
      onClick={onReset}
    >
      Reset
    </button>
  );
}

function Origin({
  field,
  own,
  behind,
}: {
  field: SettingField;
  own: string | undefined;
  behind: Said | undefined;
}) {
  if (behind === undefined) return null;
  if (behind.from === 'environment')
    return (
      <span className="untrusted text-warn">
        {own === undefined ? 'From' : 'What counts is'} the environment of the daemon ({behind.place}
        {own !== undefined && `: ${shortText(field, behind.value)}`}), which is stronger than what is set
        here.
      </span>
    );
  if (own === undefined) return <span className="untrusted">{originWords[behind.from]}</span>;
  return (
    <span className="untrusted">
      Set here, instead of {shortText(field, behind.value)} ({originWords[behind.from].toLowerCase()}).
    </span>
  );
}

const originWords: Readonly<Record<Said['from'], string>> = {
  default: 'Default',
  home: 'From config.json of the home',
  repository: 'From .tasklane/config.json of the repository',
  project: 'Set here',
  environment: 'From the environment',
};

function shortText(field: SettingField, value: unknown): string {
  if (field.kind === 'checks') {
    const names = readRows(textOf(field, value)).map(({ name }) => name);
    return names.length === 0 ? 'none' : names.join(', ');
  }
  const text = textOf(field, value);
  return text === '' ? (field.none ?? 'nothing') : text.slice(0, 80);
}
