// A change of a project's settings that is under way: what is set for the project as text, as it was and as it shall be. A key that
// is missing comes from elsewhere.
import type { ProjectSettingsChangeJson, ProjectSettingsJson } from '../../src/api/settings-schemas.ts';
import { checksField, settingFields, textOf, valueOf } from './setting-fields.ts';
import type { SettingField } from './setting-fields.ts';

export type Own = Readonly<Record<string, string>>;

export interface Edit {
  readonly version: number;
  readonly base: Own;
  readonly mine: Own;
}

type Said = ProjectSettingsJson['settings'][number]['said'];

/** Who says something of a field; `check` and `checks` as one list. */
export function saidOf({ settings }: ProjectSettingsJson, field: SettingField): Said {
  const of = (key: string): Said => settings.find((one) => one.key === key)?.said ?? [];
  if (field !== checksField) return of(field.key);
  const single = of('check');
  return of('checks').map((one, index) => {
    const command = single[index]?.value;
    const rest: readonly unknown[] = Array.isArray(one.value) ? one.value : [];
    return { ...one, value: typeof command === 'string' ? [{ name: 'check', command }, ...rest] : rest };
  });
}

export function begin(settings: ProjectSettingsJson): Edit {
  const own = ownOf(settings);
  return { version: settings.version, base: own, mine: own };
}

export function ownOf(settings: ProjectSettingsJson): Own {
  return Object.fromEntries(
    settingFields.flatMap((field) => {
      const set = saidOf(settings, field).find(({ from }) => from === 'project');
      return set === undefined ? [] : [[field.key, textOf(field, set.value)]];
    }),
  );
}

/** The same with one field changed; null takes it back. */
export function withText(edit: Edit, key: string, text: string | null): Edit {
  const { [key]: _before, ...rest } = edit.mine;
  return { ...edit, mine: text === null ? rest : { ...rest, [key]: text } };
}

export function changedKeys({ base, mine }: Pick<Edit, 'base' | 'mine'>): readonly string[] {
  return settingFields.map(({ key }) => key).filter((key) => base[key] !== mine[key]);
}

export function changeOf(edit: Edit): ProjectSettingsChangeJson {
  const changed = settingFields.filter(({ key }) => changedKeys(edit).includes(key));
  const set = changed.flatMap((field) => {
    const text = edit.mine[field.key];
    return text === undefined ? [] : [[field.key, valueOf(field, text)] as const];
  });
  const reset = changed.map(({ key }) => key).filter((key) => edit.mine[key] === undefined);
  const both = changed.includes(checksField) ? ['check'] : [];
  return { set: Object.fromEntries(set), reset: [...reset, ...both], version: edit.version };
}

/** The keys that both changed, and not to the same. */
export function clashes({ base, mine }: Edit, theirs: Own): readonly string[] {
  return changedKeys({ base, mine }).filter((key) => theirs[key] !== base[key] && theirs[key] !== mine[key]);
}

/** The same edit on what somebody else has made of it: what was not touched here is theirs. */
export function onto(edit: Edit, now: ProjectSettingsJson): Edit {
  const on = begin(now);
  return changedKeys(edit).reduce((to, key) => withText(to, key, edit.mine[key] ?? null), on);
}

/** What is wrong with each field, by its path below the settings: `checks.0.command`. */
export function problemsOf(details: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const { problems } = details;
  const all: readonly unknown[] = Array.isArray(problems) ? problems : [];
  return new Map(
    all.flatMap((one) => {
      const { field, message } = one as Readonly<Record<string, unknown>>;
      return typeof field === 'string' && typeof message === 'string'
        ? [[field.replace(/^set\./, ''), message] as const]
        : [];
    }),
  );
}

/** A change that is half written, as it is kept in the browser; null for anything else. */
export function readKept(text: string): Edit | null {
  if (text === '') return null;
  try {
    const { version, base, mine } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return typeof version === 'number' && isOwn(base) && isOwn(mine) ? { version, base, mine } : null;
  } catch {
    return null; // it was written by another version of the page
  }
}

function isOwn(value: unknown): value is Own {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}
