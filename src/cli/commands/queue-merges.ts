// `tasklane queue merges`: what waits to come to the branch, in the order in which it lands.
import { endpoints } from '../../api/endpoints.ts';
import type { MergeQueueJson } from '../../api/merge-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { table } from '../table.ts';
import { plural } from '../text.ts';
import { ago } from '../time.ts';

export interface MergesFlags extends OutputFlags, ProjectFlags {
  readonly all?: boolean;
}

export async function showMerges(context: Context, flags: MergesFlags): Promise<void> {
  const client = await openClient(context);
  const project = flags.all === true ? null : await findProject(context, client, flags.project);
  const answer = await client.call(endpoints.mergeQueue, {
    query: project === null ? {} : { project: project.id },
  });
  if (wantsJson(flags)) return printJson(context, answer);
  const busy = answer.queues.filter((queue) => queue.entries.length > 0);
  if (busy.length === 0) return say(context, 'Nothing waits to be merged.');
  print(context, busy.map((queue) => inWords(queue, context.stdout.columns)).join('\n\n'));
}

const steps: Readonly<Record<MergeQueueJson['entries'][number]['step'], string>> = {
  waits: 'waits',
  testing: 'being checked',
  resolving: 'an agent resolves its conflicts',
  behind: 'conflicts with one ahead of it; looked at again then',
};

function inWords(queue: MergeQueueJson, columns: number | undefined): string {
  const header = ['PLACE', '#', 'NAME', 'PRIORITY', 'BY', 'WAITED', 'STEP'];
  const rows = queue.entries.map((entry) => [
    String(entry.position),
    String(entry.number),
    entry.name,
    entry.priority,
    entry.by,
    ago(entry.queued_at, Date.now()),
    steps[entry.step],
  ]);
  return `${headline(queue)}\n${table(header, rows, columns)}`;
}

function headline({ project_name: name, branch, entries, tests, slots, strategy }: MergeQueueJson): string {
  const busy = slots === null ? '' : `; ${tests} of ${plural(slots, 'check')} busy`;
  const careful = strategy === 'window' ? ', one entry after the other because many fail' : '';
  return `${name}: ${plural(entries.length, 'task')} to ${branch}${busy}${careful}`;
}
