// What counts for a project, in groups, and for each value where it comes from. It stands in files that belong to the person and to
// the repository, so it is changed there: the place is named.
import { useQuery } from '@tanstack/react-query';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ConfigShowJson, ProjectJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { durationWords } from '../data/words.ts';
import { Refused } from './section.tsx';

const groups: readonly (readonly [title: string, keys: readonly string[]])[] = [
  ['Checks', ['check', 'checks', 'checkTimeoutMs', 'checkRetries', 'checkReruns']],
  ['Setup and preview', ['setup', 'setupCache', 'setupTimeoutMs', 'preview']],
  ['Policy', ['policy', 'permission', 'onViolation', 'agent', 'model', 'conflicts']],
  ['Limits', ['parallel', 'timeoutMs', 'maxTurns', 'maxTokens', 'maxCost', 'dayTokens', 'dayCost']],
  ['Branch and git host', ['mergeMethod', 'mergeTests', 'push', 'pushRemote', 'pushBranch', 'gitHost']],
];

type Entry = ConfigShowJson['entries'][number];

export function ProjectConfig({ project }: { project: ProjectJson }) {
  const config = useQuery({
    queryKey: ['config', project.id],
    queryFn: ({ signal }) => call(endpoints.showConfig, { query: { project: project.id }, signal }),
  });
  if (config.error !== null) return <Refused error={config.error} />;
  const entries = new Map((config.data?.entries ?? []).map((entry) => [entry.key, entry]));
  const warnings = [...new Set([...project.warnings, ...(config.data?.warnings ?? [])])];
  return (
    <div>
      {warnings.map((warning) => (
        <p key={warning} className="untrusted bg-warn-soft text-warn mb-2 rounded-lg px-3 py-2 text-sm">
          {warning}
        </p>
      ))}
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {groups.map(([title, keys]) => (
          <div key={title} role="group" aria-label={title}>
            <h3 className="text-faint mb-1 text-xs font-medium">{title}</h3>
            <dl className="divide-line divide-y">
              {keys
                .flatMap((key) => entries.get(key) ?? [])
                .map((entry) => (
                  <Setting key={entry.key} entry={entry} />
                ))}
            </dl>
          </div>
        ))}
      </div>
      <p className="text-faint mt-3 text-xs">
        Changed in <code className="untrusted">{project.root}/.tasklane/config.json</code>, which counts for
        the next task.
      </p>
    </div>
  );
}

function Setting({ entry }: { entry: Entry }) {
  const isDefault = entry.source === 'default';
  return (
    <div className="flex items-start justify-between gap-3 py-1">
      <dt className="text-muted shrink-0 font-mono text-xs leading-5">{entry.key}</dt>
      <dd className="min-w-0 text-right">
        <span
          className={`untrusted font-mono text-xs leading-5 whitespace-pre-wrap ${isDefault ? 'text-muted' : 'font-semibold'}`}
        >
          {valueWords(entry)}
        </span>
        {!isDefault && <span className="untrusted text-faint block text-xs">{entry.source}</span>}
      </dd>
    </div>
  );
}

function valueWords({ key, value }: Entry): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  if (key.endsWith('Ms') && typeof value === 'number') return durationWords(value);
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(checkWords).join('\n') : JSON.stringify(value);
}

function checkWords(check: unknown): string {
  const isCheck = typeof check === 'object' && check !== null && 'name' in check && 'command' in check;
  return isCheck ? `${String(check.name)}: ${String(check.command)}` : JSON.stringify(check);
}
