// What became of the work of agents, and how long it took and waited: a plot by day, and the same as tables.
import type { StatisticsJson } from '../../src/api/statistics-schemas.ts';
import { useStatistics } from '../data/queries.ts';
import { durationWords } from '../data/words.ts';
import { DayPlot } from './day-plot.tsx';
import { outcomes, successOf } from './outcomes.ts';

export function Statistics({ from }: { from: string }) {
  const found = useStatistics({ from }).data;
  if (found === undefined) return null;
  const success = successOf(found.total);
  const facts: readonly (readonly [string, string])[] = [
    ['Runs', found.total.runs.toLocaleString('en')],
    ['Success', success === null ? '–' : share(success)],
    ['Took, median', timeOf(found.total.worked?.median)],
    ['Waited, median', timeOf(found.total.waited?.median)],
  ];
  return (
    <section aria-labelledby="work-of-agents">
      <h2 id="work-of-agents" className="mb-3 text-sm font-semibold">
        Work of agents
      </h2>
      <dl className="mb-5 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name} className="bg-surface border-line shadow-card rounded-xl border px-4 py-3">
            <dt className="text-muted text-xs">{name}</dt>
            <dd className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {found.total.runs > 0 && (
        <>
          <DayPlot found={found} />
          <Agents found={found} />
          <details className="mt-3 text-sm">
            <summary className="text-muted cursor-pointer">The days as a table</summary>
            <Days found={found} />
          </details>
        </>
      )}
      {found.is_cut && (
        <p role="status" className="text-warn mt-3 text-sm">
          There were more runs; only the newest 10,000 are counted.
        </p>
      )}
    </section>
  );
}

function share(of: number): string {
  return `${Math.round(of * 100)} %`;
}

function timeOf(ms: number | undefined): string {
  return ms === undefined ? '–' : durationWords(ms);
}

const cell = 'px-3 py-2 text-right tabular-nums whitespace-nowrap';

function Table({
  name,
  heads,
  rows,
}: {
  name: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}) {
  return (
    <div
      role="region"
      aria-label={name}
      tabIndex={0}
      className="bg-surface border-line shadow-card mt-3 overflow-x-auto rounded-xl border"
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="text-muted border-line border-b text-xs">
            {heads.map((head, index) => (
              <th
                key={head}
                className={index === 0 ? 'px-3 py-2 text-left font-medium' : `${cell} font-medium`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, ...values]) => (
            <tr key={key} className="border-line border-b last:border-0">
              <th scope="row" className="untrusted px-3 py-2 text-left font-medium">
                {key}
              </th>
              {values.map((value, index) => (
                <td key={heads[index + 1]} className={cell}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Agents({ found }: { found: StatisticsJson }) {
  const rows = found.agents.map((agent) => {
    const success = successOf(agent);
    return [
      agent.key,
      `${agent.runs}`,
      success === null ? '–' : share(success),
      `${agent.outcomes.failed}`,
      timeOf(agent.worked?.median),
      timeOf(agent.worked?.p90),
      timeOf(agent.waited?.median),
      timeOf(agent.waited?.p90),
    ];
  });
  const heads = ['Agent', 'Runs', 'Success', 'Failed', 'Took', 'Took, 9 of 10', 'Waited', 'Waited, 9 of 10'];
  return <Table name="By agent" heads={heads} rows={rows} />;
}

function Days({ found }: { found: StatisticsJson }) {
  const rows = found.days.map((day) => [
    day.key,
    `${day.runs}`,
    ...outcomes.map(([outcome]) => `${day.outcomes[outcome]}`),
    timeOf(day.worked?.median),
    timeOf(day.waited?.median),
  ]);
  const heads = ['Day', 'Runs', ...outcomes.map(([, words]) => words), 'Took', 'Waited'];
  return <Table name="By day" heads={heads} rows={rows} />;
}
