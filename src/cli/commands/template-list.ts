// `tasklane template list` and `tasklane template versions`.
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { table } from '../table.ts';
import { ago } from '../time.ts';

export interface ListTemplatesFlags extends OutputFlags {
  readonly quiet?: boolean;
}

export async function listTemplates(context: Context, flags: ListTemplatesFlags): Promise<void> {
  const client = await openClient(context);
  const templates = await everyPage(
    (query) => client.call(endpoints.listTemplates, { query }),
    (page) => page.templates,
  );
  if (wantsJson(flags)) return printJson(context, { templates });
  if (templates.length === 0)
    return say(context, 'No templates found. Make one with: tasklane template init DIR');
  if (flags.quiet === true) return print(context, templates.map(({ name }) => name).join('\n'));
  const rows = templates.map((template) => [
    template.name,
    template.active_version,
    template.origin === 'shipped' ? 'Tasklane' : template.created_by,
    ago(template.updated_at, Date.now()),
    template.display_name === '' ? template.description : template.display_name,
  ]);
  print(context, table(['NAME', 'VERSION', 'BY', 'CHANGED', 'ABOUT'], rows, context.stdout.columns));
}

export async function listVersions(context: Context, ref: string, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const pages = await everyPage(
    (query) => client.call(endpoints.listTemplateVersions, { params: { template: ref }, query }),
    (page) => [page],
  );
  const versions = pages.flatMap((page) => page.versions);
  if (wantsJson(flags)) return printJson(context, { template: pages[0]?.template, versions });
  const rows = versions.map((version) => [
    version.name,
    version.is_active ? 'yes' : 'no',
    version.created_by,
    ago(version.created_at, Date.now()),
    version.id,
    version.message,
  ]);
  print(context, table(['NAME', 'ACTIVE', 'BY', 'AGE', 'ID', 'MESSAGE'], rows, context.stdout.columns));
}
