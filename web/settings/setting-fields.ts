// The settings of a project in a form: which there are, in which group, how each is asked for, and as text.
import {
  applyWays,
  conflictAnswers,
  gitHosts,
  mergeMethods,
  permissionPolicies,
  policyNames,
  violationAnswers,
} from '../../src/api/choices.ts';
import { checksOfRows, readRows, rowsOfChecks } from './check-rows.ts';

type Kind = 'text' | 'command' | 'number' | 'seconds' | 'flag' | 'json' | 'checks';

export interface SettingField {
  readonly key: string;
  readonly title: string;
  readonly kind: Kind;
  readonly choices?: readonly string[];
  /** What an empty field means; where it is missing, a value is needed. */
  readonly none?: string;
}

export interface SettingGroup {
  readonly title: string;
  readonly fields: readonly SettingField[];
}

const text = (key: string, title: string, none?: string): SettingField => ({
  key,
  title,
  kind: 'text',
  ...(none !== undefined && { none }),
});
const command = (key: string, title: string): SettingField => ({ key, title, kind: 'command', none: 'none' });
const number = (key: string, title: string, none?: string): SettingField => ({
  ...text(key, title, none),
  kind: 'number',
});
const seconds = (key: string, title: string): SettingField => ({ key, title, kind: 'seconds' });
const choice = (key: string, title: string, choices: readonly string[], none?: string): SettingField => ({
  ...text(key, title, none),
  choices,
});

/** `check` and `checks` are one list. */
export const checksField: SettingField = { key: 'checks', title: 'Checks', kind: 'checks' };

export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'Checks',
    fields: [
      checksField,
      seconds('checkTimeoutMs', 'Time limit of a check, in seconds'),
      number('checkRetries', 'How often a failure goes back to the agent'),
      number('checkReruns', 'How often a failed check is run again'),
    ],
  },
  {
    title: 'Setup',
    fields: [
      command('setup', 'Setup command'),
      seconds('setupTimeoutMs', 'Time limit of setup, in seconds'),
      { key: 'setupCache', title: 'What setup makes is used again', kind: 'json', none: 'never' },
    ],
  },
  { title: 'Preview', fields: [command('preview', 'Preview command')] },
  {
    title: 'Policy and limits',
    fields: [
      choice('policy', 'Finished work', policyNames),
      choice('permission', 'Requests for permission', permissionPolicies),
      choice('onViolation', 'Changes outside of what a task owns', violationAnswers),
      choice('conflicts', 'Who resolves conflicts', conflictAnswers),
      text('agent', 'Agent'),
      text('model', 'Model', 'its own choice'),
      number('parallel', 'Agents at once'),
      seconds('timeoutMs', 'Time limit of an attempt, in seconds'),
      number('maxTurns', 'Turns of an attempt', 'that of the agent'),
      number('maxTokens', 'Tokens of an attempt', 'no limit'),
      number('maxCost', 'Dollars of an attempt', 'no limit'),
      number('dayTokens', 'Tokens of a day', 'no limit'),
      number('dayCost', 'Dollars of a day', 'no limit'),
    ],
  },
  {
    title: 'Apply and host',
    fields: [
      choice('applyBy', 'Apply', applyWays),
      choice('mergeMethod', 'How work comes to the branch', mergeMethods),
      number('mergeTests', 'Merged trees checked at once'),
      { key: 'push', title: 'Push what is applied', kind: 'flag', choices: ['true', 'false'] },
      text('pushRemote', 'Remote'),
      text('pushBranch', 'Branch there', 'of the same name'),
      choice('gitHost', 'Git host', gitHosts, 'as the address says'),
    ],
  },
];

export const settingFields: readonly SettingField[] = settingGroups.flatMap(({ fields }) => fields);

/** A value as it stands in its field. */
export function textOf({ kind }: SettingField, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (kind === 'seconds' && typeof value === 'number') return String(value / 1000);
  if (kind === 'checks') return JSON.stringify(rowsOfChecks(value));
  if (kind === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is sent for a text. What makes no sense is sent as it is: then the answer says so. */
export function valueOf({ kind, none }: SettingField, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return none === undefined ? '' : null;
  if (kind === 'number') return numberIn(trimmed, 1);
  if (kind === 'seconds') return numberIn(trimmed, 1000);
  if (kind === 'flag') return trimmed === 'true';
  if (kind === 'checks') return checksOfRows(readRows(trimmed));
  return kind === 'json' ? jsonIn(trimmed) : trimmed;
}

function numberIn(text: string, times: number): number | string {
  const value = Number(text);
  return Number.isNaN(value) ? text : Math.round(value * times * 1e6) / 1e6;
}

function jsonIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text; // not JSON: the server says what it should be
  }
}
