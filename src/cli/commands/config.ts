// `tasklane config show`: the settings that count here, and who set each.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { sayWarnings } from '../say-warnings.ts';
import { table } from '../table.ts';

export async function showConfig(context: Context, flags: OutputFlags & ProjectFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const shown = await client.call(endpoints.showConfig, {
    query: project === null ? {} : { project: project.id },
  });
  if (wantsJson(flags)) return printJson(context, shown);
  const rows = shown.entries.map((entry) => [entry.key, entry.source, valueText(entry.value)]);
  print(context, table(['KEY', 'FROM', 'VALUE'], rows, context.stdout.columns));
  if (shown.files.length > 0) say(context, `read from ${shown.files.join(', ')}`);
  sayWarnings(context, shown);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
