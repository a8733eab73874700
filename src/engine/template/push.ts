// Puts the files of a folder into the store: a new template, a new version of one, or nothing when it has these files
// already.
import { AppError } from '../../domain/errors.ts';
import { templateId, templateVersionId } from '../../domain/ids.ts';
import { firstFree } from '../../domain/names.ts';
import {
  maxTemplateName,
  maxVersionName,
  templateNamePattern,
  versionNamePattern,
} from '../../domain/template.ts';
import type {
  Template,
  TemplateDefinition,
  TemplateFile,
  TemplateOrigin,
  TemplateVersion,
} from '../../domain/template.ts';
import type { Templates } from '../../store/store.ts';
import type { EngineDeps } from '../deps.ts';
import { digestOf, parseTemplate } from './parse.ts';

export interface PushTemplate {
  readonly files: readonly TemplateFile[];
  /** Instead of the name in template.yaml. */
  readonly name?: string | undefined;
  /** What to call the version; `v` and its number when it is left out. */
  readonly versionName?: string | undefined;
  /** Why, for those who read the list of versions. */
  readonly message?: string | undefined;
  /** Whether new tasks use it from now on; true when it is left out. */
  readonly activate?: boolean | undefined;
}

export interface Pushed {
  readonly template: Template;
  readonly version: TemplateVersion;
  /** False: the template had a version with exactly these files. */
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

/** Throws `invalid_input` with all problems of the files, and `already_exists` for a version name that is taken. */
export async function pushTemplate(
  deps: Pick<EngineDeps, 'store' | 'newId' | 'now'>,
  input: PushTemplate,
  actor: string,
  origin: TemplateOrigin = 'person',
): Promise<Pushed> {
  const read = parseTemplate(input.files, deps.newId);
  const name = nameFor(input.name ?? read.name);
  refuseVersionName(input.versionName);
  return deps.store.transition(async ({ templates }) => {
    const template = await templates.find(name);
    const warnings = doubtsAbout(read.definition);
    const draft: Draft = { ...input, definition: read.definition, digest: digestOf(input.files) };
    if (template === undefined)
      return { ...(await insert(deps, templates, { name, draft, actor, origin })), warnings };
    const pushed = await addTo(deps, templates, { template, draft, actor });
    return { ...pushed, warnings: [...warnings, ...pushed.warnings] };
  });
}

interface Draft extends PushTemplate {
  readonly definition: TemplateDefinition;
  readonly digest: string;
}

async function insert(
  deps: Pick<EngineDeps, 'newId' | 'now'>,
  templates: Templates,
  given: {
    readonly name: string;
    readonly draft: Draft;
    readonly actor: string;
    readonly origin: TemplateOrigin;
  },
): Promise<Omit<Pushed, 'warnings'>> {
  const { name, draft, actor, origin } = given;
  const id = templateId(deps.newId());
  const version = versionOf(deps, {
    templateId: id,
    number: 1,
    name: draft.versionName ?? 'v1',
    draft,
    actor,
  });
  const at = version.createdAt;
  const template: Template = {
    id,
    name,
    activeVersionId: version.id,
    origin,
    createdBy: actor,
    createdAt: at,
    updatedAt: at,
    deletedAt: null,
  };
  await templates.insert(template, version, draft.files);
  return { template, version, isNew: true };
}

async function addTo(
  deps: Pick<EngineDeps, 'newId' | 'now'>,
  templates: Templates,
  given: { readonly template: Template; readonly draft: Draft; readonly actor: string },
): Promise<Pushed> {
  const { template, draft, actor } = given;
  const all = await templates.versions(template.id);
  const same = all.find((version) => version.digest === draft.digest);
  const version = same ?? nextVersion(deps, all, given, actor);
  if (same === undefined) await templates.addVersion(version, draft.files);
  const activates = draft.activate !== false && template.activeVersionId !== version.id;
  const after = activates
    ? await templates.update(template.id, { activeVersionId: version.id, updatedAt: deps.now() })
    : template;
  const warnings =
    same === undefined || draft.versionName === undefined || draft.versionName === same.name
      ? []
      : [`These files are version ${same.name} already: the name ${draft.versionName} is not used.`];
  return { template: after, version, isNew: same === undefined, warnings };
}

function nextVersion(
  deps: Pick<EngineDeps, 'newId' | 'now'>,
  all: readonly TemplateVersion[],
  { template, draft }: { readonly template: Template; readonly draft: Draft },
  actor: string,
): TemplateVersion {
  const number = Math.max(0, ...all.map((version) => version.number)) + 1;
  const free = firstFree(`v${number}`, (name) => all.some((version) => version.name === name));
  return versionOf(deps, { templateId: template.id, number, name: draft.versionName ?? free, draft, actor });
}

function versionOf(
  deps: Pick<EngineDeps, 'newId' | 'now'>,
  given: Pick<TemplateVersion, 'templateId' | 'number' | 'name'> & {
    readonly draft: Draft;
    readonly actor: string;
  },
): TemplateVersion {
  const { draft, actor, ...identity } = given;
  return {
    ...identity,
    ...draft.definition,
    id: templateVersionId(deps.newId()),
    digest: draft.digest,
    message: draft.message ?? '',
    createdBy: actor,
    createdAt: deps.now(),
  };
}

function nameFor(name: string | null): string {
  if (name !== null && name.length <= maxTemplateName && templateNamePattern.test(name)) return name;
  throw new AppError(
    'invalid_input',
    name === null ? 'The template has no name.' : `“${name}” cannot be the name of a template.`,
    {
      next: `Put \`name: my-template\` into template.yaml: letters and digits joined by hyphens, at most ${maxTemplateName}.`,
    },
  );
}

function refuseVersionName(name: string | undefined): void {
  if (name === undefined || (name.length <= maxVersionName && versionNamePattern.test(name))) return;
  throw new AppError('invalid_input', `“${name}” cannot be the name of a version.`, {
    next: `Use letters and digits joined by “.”, “_” or “-”, at most ${maxVersionName}.`,
  });
}

/** What it says and Tasklane does not do: in whole sentences, for whoever pushes it and for whoever uses it. */
export function doubtsAbout({
  image,
  isolation,
}: Pick<TemplateDefinition, 'image' | 'isolation'>): readonly string[] {
  if (image === null && isolation !== 'container') return [];
  const what = image === null ? 'asks for a container' : `names the image ${image}`;
  return [
    `The template ${what}, and containers are not run here: its tasks work in a private copy on this machine.`,
  ];
}
