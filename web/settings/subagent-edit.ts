// A subagent in a form: all of its fields as text, the file that they would be, and what is sent.
import type { SubagentCreateJson, SubagentEditJson, SubagentJson } from '../../src/api/subagent-schemas.ts';

export const fieldTitles = {
  name: 'Name',
  description: 'When to use it',
  system_prompt: 'System prompt',
  tools: 'Tools',
  disallowed_tools: 'Tools it may not use',
  model: 'Model',
  temperature: 'Temperature',
  max_turns: 'Most answers',
  max_time_minutes: 'Most minutes',
  max_tokens: 'Most tokens',
  terminate_mode: 'At a limit',
  isolation: 'Works in',
  color: 'Colour',
} as const;
export type FieldName = keyof typeof fieldTitles;
export type Fields = Readonly<Record<FieldName, string>>;
export const fieldNames = Object.keys(fieldTitles) as readonly FieldName[];

export const emptyFields: Fields = {
  name: '',
  description: '',
  system_prompt: '',
  tools: '',
  disallowed_tools: '',
  model: '',
  temperature: '',
  max_turns: '',
  max_time_minutes: '',
  max_tokens: '',
  terminate_mode: 'graceful',
  isolation: 'shared',
  color: '',
};

export function fieldsOf(subagent: SubagentJson): Fields {
  const text = (value: string | number | null): string => (value === null ? '' : String(value));
  return {
    name: subagent.name,
    description: subagent.description,
    system_prompt: subagent.system_prompt,
    tools: (subagent.tools ?? []).join('\n'),
    disallowed_tools: subagent.disallowed_tools.join('\n'),
    model: text(subagent.model),
    temperature: text(subagent.temperature),
    max_turns: text(subagent.max_turns),
    max_time_minutes: text(subagent.max_time_minutes),
    max_tokens: text(subagent.max_tokens),
    terminate_mode: subagent.terminate_mode,
    isolation: subagent.isolation,
    color: text(subagent.color),
  };
}

/** The file as docs/subagents.md describes it, to be checked before it is written. JSON is YAML. */
export function contentOf(fields: Fields): string {
  const run = {
    ...numbered('max_turns', fields.max_turns),
    ...numbered('max_time_minutes', fields.max_time_minutes),
    ...numbered('max_tokens', fields.max_tokens),
    terminate_mode: fields.terminate_mode,
  };
  const model = {
    ...(fields.model.trim() !== '' && { model: fields.model.trim() }),
    ...numbered('temperature', fields.temperature),
  };
  const head: Readonly<Record<string, unknown>> = {
    name: fields.name,
    description: fields.description,
    ...listed('tools', fields.tools),
    ...listed('disallowedTools', fields.disallowed_tools),
    ...(Object.keys(model).length > 0 && { modelConfig: model }),
    runConfig: run,
    ...(fields.isolation === 'own' && { isolation: 'own' }),
    ...(fields.color !== '' && { color: fields.color }),
  };
  const lines = Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n\n${fields.system_prompt}\n`;
}

/** What reads otherwise than before; null takes a field out. */
export function editOf(before: Fields, now: Fields): SubagentEditJson {
  const all = valuesOf(now);
  return Object.fromEntries(
    fieldNames.filter((name) => before[name] !== now[name]).map((name) => [name, all[name]]),
  );
}

export function createOf(fields: Fields): Omit<SubagentCreateJson, 'project' | 'level'> {
  const values = Object.entries(valuesOf(fields)).filter(([, value]) => value !== null);
  return Object.fromEntries(values);
}

/** What a form began from, and what it says now. */
export interface Edit {
  readonly base: Fields;
  readonly mine: Fields;
}

/** The fields that both changed, and not to the same. */
export function clashes({ base, mine }: Edit, theirs: Fields): readonly FieldName[] {
  return fieldNames.filter(
    (name) => mine[name] !== base[name] && theirs[name] !== base[name] && theirs[name] !== mine[name],
  );
}

/** The same edit on what somebody else has made of it: what was not touched here is theirs. */
export function onto({ base, mine }: Edit, theirs: Fields): Edit {
  const changed = Object.entries(mine).filter(([name]) =>
    fieldNames.some((field) => field === name && mine[field] !== base[field]),
  );
  return { base: theirs, mine: { ...theirs, ...Object.fromEntries(changed) } };
}

function valuesOf(fields: Fields): Readonly<Record<FieldName, unknown>> {
  return {
    name: fields.name.trim(),
    description: fields.description.trim(),
    system_prompt: fields.system_prompt,
    tools: listOrNull(fields.tools),
    disallowed_tools: listOrNull(fields.disallowed_tools),
    model: textOrNull(fields.model),
    temperature: numberOrNull(fields.temperature),
    max_turns: numberOrNull(fields.max_turns),
    max_time_minutes: numberOrNull(fields.max_time_minutes),
    max_tokens: numberOrNull(fields.max_tokens),
    terminate_mode: fields.terminate_mode,
    isolation: fields.isolation,
    color: textOrNull(fields.color),
  };
}

// What is no number is left as it is: then the answer says so.
function numbered(name: string, text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  const value = Number(text);
  return { [name]: Number.isNaN(value) ? text : value };
}

function listed(name: string, text: string): Readonly<Record<string, unknown>> {
  const lines = linesIn(text);
  return lines.length === 0 ? {} : { [name]: lines };
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function listOrNull(text: string): readonly string[] | null {
  const lines = linesIn(text);
  return lines.length === 0 ? null : lines;
}

function linesIn(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
