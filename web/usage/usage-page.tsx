// Tokens and money, by agent, project, model or day.
import { ChartNoAxesColumn } from 'lucide-react';
import { useState } from 'react';
import type { UsageReportJson, UsageSumsJson } from '../../src/api/usage-schemas.ts';
import { useUsage } from '../data/queries.ts';
import { costWords, tokenWords } from '../data/words.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { Statistics } from './statistics.tsx';

const groups = ['agent', 'project', 'model', 'day'] as const;
type Group = (typeof groups)[number];
const spans = [7, 30, 365] as const;
const dayMs = 24 * 60 * 60_000;

export function UsagePage() {
  const [by, setBy] = useState<Group>('agent');
  const [days, setDays] = useState<number>(30);
  const from = new Date(Date.now() - (days - 1) * dayMs).toISOString().slice(0, 10);
  const usage = useUsage({ by, from });
  if (usage.data === undefined)
    return usage.error === null ? null : <Trouble error={usage.error} onRetry={() => void usage.refetch()} />;
  return (
    <>
      <PageHeader title="Usage">
        <Choice label="Grouped by" values={groups} value={by} onChange={setBy} words={(one) => one} />
        <Choice label="Time" values={spans} value={days} onChange={setDays} words={(one) => `${one} days`} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-4xl px-4 py-5">
          <Statistics from={from} />
          <h2 className="mt-8 mb-3 text-sm font-semibold">Tokens and money</h2>
          <Totals total={usage.data.total} />
          {usage.data.groups.length === 0 ? (
            <Empty icon={<ChartNoAxesColumn className="size-5" />} title="Nothing was used in this time" />
          ) : (
            <Table report={usage.data} />
          )}
          <p className="text-faint mt-4 text-xs">
            Prices: {usage.data.prices.source}, {usage.data.prices.date}. Tokens of models without a known
            price are not in the cost.
          </p>
        </div>
      </div>
    </>
  );
}

function Choice<Value extends string | number>({
  label,
  values,
  value,
  onChange,
  words,
}: {
  label: string;
  values: readonly Value[];
  value: Value;
  onChange: (value: Value) => void;
  words: (value: Value) => string;
}) {
  return (
    <div role="group" aria-label={label} className="bg-sunken flex rounded-lg p-0.5">
      {values.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === value}
          onClick={() => onChange(each)}
          className="text-muted aria-pressed:bg-surface aria-pressed:text-text aria-pressed:shadow-card h-7 rounded-md px-2.5 text-xs font-medium capitalize"
        >
          {words(each)}
        </button>
      ))}
    </div>
  );
}

function Totals({ total }: { total: UsageSumsJson }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Cost', total.cost === 0 ? '$0' : costWords(total.cost)],
    ['Tokens in', tokenWords(total.input_tokens)],
    ['Tokens out', tokenWords(total.output_tokens)],
    ['Requests', total.calls.toLocaleString('en')],
  ];
  return (
    <dl className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name} className="bg-surface border-line shadow-card rounded-xl border px-4 py-3">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Table({ report }: { report: UsageReportJson }) {
  const most = Math.max(...report.groups.map((group) => group.input_tokens + group.output_tokens), 1);
  return (
    <div
      role="region"
      aria-label="Usage by group"
      tabIndex={0}
      className="bg-surface border-line shadow-card overflow-x-auto rounded-xl border"
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="text-muted border-line border-b text-left text-xs">
            <th className="px-4 py-2 font-medium capitalize">{report.by}</th>
            <th className="w-1/3 px-4 py-2 font-medium">Tokens</th>
            <th className="px-4 py-2 text-right font-medium">In</th>
            <th className="px-4 py-2 text-right font-medium">Out</th>
            <th className="px-4 py-2 text-right font-medium">Failed</th>
            <th className="px-4 py-2 text-right font-medium">Cost</th>
          </tr>
        </thead>
        <tbody>
          {report.groups.map((group) => (
            <tr key={group.key} className="border-line border-b last:border-0">
              <th scope="row" className="untrusted px-4 py-2 text-left font-medium">
                {group.key}
              </th>
              <td className="px-4 py-2">
                <div
                  aria-hidden
                  className="bg-accent-fill h-2 rounded-full"
                  style={{
                    width: `${Math.max(1, ((group.input_tokens + group.output_tokens) / most) * 100)}%`,
                  }}
                />
              </td>
              <td className="px-4 py-2 text-right tabular-nums">{tokenWords(group.input_tokens)}</td>
              <td className="px-4 py-2 text-right tabular-nums">{tokenWords(group.output_tokens)}</td>
              <td className="px-4 py-2 text-right tabular-nums">{group.failed_calls}</td>
              <td className="px-4 py-2 text-right tabular-nums">
                {group.cost === 0 ? '–' : costWords(group.cost)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
