// Coder's calls of templates, their versions, presets and parameters. None of them changes anything.
import type { TemplateView } from '../../engine/template/templates.ts';
import type { App } from '../route.ts';
import { CoderError } from './coder-error.ts';
import { coderRoute } from './coder-route.ts';
import type { CoderAnswer, CoderCall } from './coder-route.ts';
import { Directory } from './directory.ts';
import type { CoderDeps } from './directory.ts';
import { findOrganization, anyOrganization } from './organization.ts';
import { coderParameter, coderPreset, coderTemplate, coderTemplateVersion } from './present-template.ts';

export function coderTemplateRoutes(app: App, deps: CoderDeps): void {
  const { templates } = deps.engine;
  const get = (path: string, handle: (call: CoderCall) => Promise<unknown>): void =>
    coderRoute(
      app,
      deps.engine,
      { method: 'GET', path, action: 'template.read' },
      async (call): Promise<CoderAnswer> => ({ status: 200, json: await handle(call) }),
    );
  const inOrganization = async (call: CoderCall) => {
    const directory = await Directory.read(deps, call.access.reach);
    const name = call.param('organization');
    const organization =
      name === '' ? await anyOrganization(deps, directory) : await findOrganization(deps, directory, name);
    return { directory, organization };
  };
  const list = async (call: CoderCall): Promise<unknown> => {
    const wanted = matcher(call.query('q') ?? '');
    const { directory, organization } = await inOrganization(call);
    const all = (await templates.list()).filter(wanted);
    return all.map((view) => coderTemplate(directory, organization, view));
  };
  const one = async (call: CoderCall): Promise<unknown> => {
    const { directory, organization } = await inOrganization(call);
    return coderTemplate(directory, organization, await templates.show(call.param('template')));
  };

  get('/templates', list);
  get('/templates/:template', one);
  get('/organizations/:organization/templates', list);
  get('/organizations/:organization/templates/:template', one);
  get('/organizations/:organization/templates/:template/versions/:version', async (call) => {
    const { directory, organization } = await inOrganization(call);
    const view = await templates.show(call.param('template'), call.param('version'));
    return coderTemplateVersion(directory, organization, view);
  });
  get('/templates/:template/versions', async (call) => {
    const { directory, organization } = await inOrganization(call);
    const { template, versions } = await templates.versions(call.param('template'));
    return versions.map((version) => coderTemplateVersion(directory, organization, { template, version }));
  });
  get('/templateversions/:version', async (call) => {
    const { directory, organization } = await inOrganization(call);
    return coderTemplateVersion(directory, organization, await templates.version(call.param('version')));
  });
  get('/templateversions/:version/presets', async (call) =>
    (await templates.version(call.param('version'))).version.presets.map(coderPreset),
  );
  get('/templateversions/:version/rich-parameters', async (call) =>
    (await templates.version(call.param('version'))).version.parameters.map(coderParameter),
  );
}

/** `name:docker has-ai-task:true`; a bare word is part of a name. */
function matcher(q: string): (view: TemplateView) => boolean {
  const terms = q.toLowerCase().match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
  const tests = terms.map((term) => {
    const [key = '', value] = term.replaceAll('"', '').split(/:(.*)/s, 2);
    return testOf(value === undefined ? 'name' : key, value ?? key);
  });
  return (view) => tests.every((fits) => fits(view));
}

function testOf(key: string, value: string): (view: TemplateView) => boolean {
  switch (key) {
    case 'name':
      return ({ template }) => template.name.toLowerCase().includes(value);
    case 'exact_name':
      return ({ template }) => template.name.toLowerCase() === value;
    case 'author':
      return ({ template }) => template.createdBy === value;
    // Every template of ours can be used for tasks, by every project, and none is deprecated.
    case 'organization':
      return () => true;
    case 'has-ai-task':
      return () => value === 'true';
    case 'deprecated':
      return () => value === 'false';
    default:
      throw new CoderError(400, 'invalid_input', 'Invalid template search query.', {
        validations: [{ field: key, detail: `“${key}” is not a valid query param.` }],
      });
  }
}
