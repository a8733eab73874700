// `tasklane template show`, `promote` and `delete`.
import { endpoints } from '../../api/endpoints.ts';
import { confirm } from '../confirm.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import { templateLines } from '../template-lines.ts';

export interface ShowTemplateFlags extends OutputFlags {
  readonly templateVersion?: string;
}

export async function showTemplate(context: Context, ref: string, flags: ShowTemplateFlags): Promise<void> {
  const client = await openClient(context);
  const shown =
    flags.templateVersion === undefined
      ? await client.call(endpoints.showTemplate, { params: { template: ref } })
      : await client.call(endpoints.showTemplateVersion, {
          params: { template: ref, version: flags.templateVersion },
        });
  if (wantsJson(flags)) return printJson(context, shown);
  print(context, templateLines(shown.template, shown.version, styleFor(context.stdout, context.env)));
}

export async function promoteTemplate(
  context: Context,
  ref: string,
  version: string,
  flags: OutputFlags,
): Promise<void> {
  const client = await openClient(context);
  const promoted = await client.call(endpoints.promoteTemplate, {
    params: { template: ref },
    body: { version },
  });
  if (wantsJson(flags)) return printJson(context, promoted);
  print(context, `New tasks of template ${promoted.template.name} use version ${promoted.version.name}.`);
}

export interface DeleteTemplateFlags extends OutputFlags {
  readonly yes?: boolean;
}

export async function deleteTemplates(
  context: Context,
  refs: readonly string[],
  flags: DeleteTemplateFlags,
): Promise<void> {
  const client = await openClient(context);
  const found = await Promise.all(
    refs.map((ref) => client.call(endpoints.showTemplate, { params: { template: ref } })),
  );
  const names = found.map(({ template }) => template.name).join(', ');
  if (flags.yes !== true) await confirm(context, `Delete ${names}? Tasks made from it keep what they have.`);
  for (const { template } of found)
    await client.call(endpoints.deleteTemplate, { params: { template: template.id } });
  if (wantsJson(flags)) printJson(context, { templates: found.map(({ template }) => template) });
  else say(context, `tasklane: deleted ${names}; tasks made from it keep what they have`);
}
