// A phase in words: its tasks as rows, and what happened at its end.
import type { PhaseJson, PhaseTaskJson } from '../api/phase-schemas.ts';
import { table } from './table.ts';
import { clean, indent, oneLine, plural } from './text.ts';

export function phaseLines(phase: PhaseJson, columns: number | undefined): string {
  const complete = phase.tasks.filter((task) => task.status === 'completed').length;
  const head = `Phase ${phase.name} (${phase.project_name}): ${phase.state}, ${complete} of ${plural(phase.tasks.length, 'task')} complete`;
  const rows = phase.tasks.map((task) => [
    String(task.id),
    task.status,
    task.owner ?? '',
    task.ownership.join(' '),
    messageOf(task),
  ]);
  return [head, '', table(['ID', 'STATUS', 'OWNER', 'OWNS', 'TASK'], rows, columns), ...endOf(phase)].join(
    '\n',
  );
}

function messageOf(task: PhaseTaskJson): string {
  const said = task.failure?.message ?? (task.status === 'pending' ? task.hold?.text : undefined);
  const title = oneLine(task.title);
  return said === undefined ? title : `${title}: ${oneLine(said)}`;
}

function endOf(phase: PhaseJson): readonly string[] {
  const ran = phase.evidence.map(
    (item) => `  ${item.command}: ${item.outcome} on tree ${item.tree.slice(0, 10)}`,
  );
  if (phase.state === 'finished')
    return [
      '',
      ...ran,
      `merged: ${phase.project_name} is at ${phase.commit?.slice(0, 10) ?? ''}`,
      ...deliveryOf(phase),
    ];
  if (phase.state === 'cancelled') return ['', `cancelled: ${clean(phase.reason ?? '')}`];
  if (phase.notice === null) return [];
  const detail = phase.notice.detail === '' ? [] : [indent(clean(phase.notice.detail).trimEnd(), '    ')];
  return [
    '',
    `not merged: ${clean(phase.notice.message)}`,
    ...ran,
    ...detail,
    `  next: ${clean(phase.notice.next)}`,
  ];
}

function deliveryOf(phase: PhaseJson): readonly string[] {
  if (phase.delivery?.kind !== 'left_alone') return [];
  return [`Your checkout was left as it is: ${clean(phase.delivery.reason ?? '')}`];
}
