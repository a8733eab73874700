// Routes of templates: parse → engine → present.
import { Buffer } from 'node:buffer';
import { contract } from '../api/contract.ts';
import type { TemplatePushJson, TemplateViewJson } from '../api/template-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { TemplateFile } from '../domain/template.ts';
import type { Engine } from '../engine/engine.ts';
import { hasText, pageOf } from './cursor.ts';
import { fileJson, resolvedJson, templateJson, versionJson } from './present-template.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';

type Viewed = Awaited<ReturnType<Engine['templates']['show']>>;

export function templateRoutes(app: App, engine: Engine): void {
  const { templates } = engine;
  const name = (call: Pick<Call<unknown, unknown>, 'param'>): string => call.param('template');
  const view = async ({ template, version }: Viewed): Promise<TemplateViewJson> => {
    const active =
      template.activeVersionId === version.id ? version : (await templates.show(template.id)).version;
    return { template: templateJson(template, active), version: versionJson(template, version) };
  };

  route(app, engine, contract.listTemplates, async ({ query }) => {
    const all = (await templates.list()).filter(({ template, version }) =>
      hasText([template.name, version.displayName, version.description], query.q),
    );
    const { items, next_cursor } = pageOf('templates', all, ({ template }) => template.id, query);
    return {
      templates: items.map(({ template, version }) => templateJson(template, version)),
      next_cursor,
    };
  });
  route(app, engine, contract.pushTemplate, async ({ body, actor, access }) => {
    const { version_name: versionName, files, ...rest } = body;
    const pushed = await templates.push({ ...rest, versionName, files: files.map(fileOf) }, actor.username);
    access.resource = `template ${pushed.template.name}`;
    return { ...(await view(pushed)), is_new: pushed.isNew, warnings: [...pushed.warnings] };
  });
  route(app, engine, contract.showTemplate, async (call) => view(await templates.show(name(call))));
  route(app, engine, contract.deleteTemplate, async (call) => {
    call.access.resource = `template ${name(call)}`;
    await templates.remove(name(call));
    return undefined;
  });
  route(app, engine, contract.listTemplateVersions, async (call) => {
    const { template, versions } = await templates.versions(name(call));
    const active = (await templates.show(template.id)).version;
    const { items, next_cursor } = pageOf('template-versions', versions, ({ id }) => id, call.query);
    return {
      template: templateJson(template, active),
      versions: items.map((version) => versionJson(template, version)),
      next_cursor,
    };
  });
  route(app, engine, contract.showTemplateVersion, async (call) =>
    view(await templates.show(name(call), call.param('version'))),
  );
  route(app, engine, contract.listTemplateFiles, async (call) => {
    const { version } = await templates.show(name(call), call.param('version'));
    const files = await templates.files(version);
    const { items, next_cursor } = pageOf('template-files', files, ({ path }) => path, call.query);
    return { files: items.map(fileJson), next_cursor };
  });
  route(app, engine, contract.promoteTemplate, async (call) =>
    view(await templates.promote(name(call), call.body.version)),
  );
  route(app, engine, contract.resolveTemplate, async (call) =>
    resolvedJson(await templates.resolve({ template: name(call), ...call.body })),
  );
}

function fileOf({ path, content, encoding, executable }: TemplatePushJson['files'][number]): TemplateFile {
  if (encoding === 'base64' && !/^[A-Za-z0-9+/]*={0,2}$/.test(content))
    throw new AppError('invalid_input', `The content of the file “${path}” is not base64.`, {
      next: 'Send it in base64, or as text with the encoding utf8.',
    });
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  return { path, content: new Uint8Array(bytes), executable: executable ?? false };
}
