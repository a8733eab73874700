// Templates as one object that the engine owns: everything a person, or a route, can ask about them.
import type { Template, TemplateFile, TemplateVersion } from '../../domain/template.ts';
import type { EngineDeps } from '../deps.ts';
import { activeVersion, findTemplate, findVersion, findVersionById } from './find.ts';
import { pushTemplate } from './push.ts';
import type { Pushed, PushTemplate } from './push.ts';
import { resolveTemplate } from './resolve.ts';
import type { ResolvedTemplate, ResolveTemplate } from './resolve.ts';
import { seedTemplates } from './shipped.ts';

/** A template with one of its versions: the active one unless another was asked for. */
export interface TemplateView {
  readonly template: Template;
  readonly version: TemplateVersion;
}

type TemplateDeps = Pick<EngineDeps, 'store' | 'newId' | 'now' | 'log'>;

export class Templates {
  readonly #deps: TemplateDeps;

  constructor(deps: TemplateDeps) {
    this.#deps = deps;
  }

  /** Puts the templates that come with the program into the store, and brings them up to date. Never rejects. */
  async seed(): Promise<void> {
    await seedTemplates(this.#deps);
  }

  /** See pushTemplate. */
  async push(input: PushTemplate, actor: string): Promise<Pushed> {
    return pushTemplate(this.#deps, input, actor);
  }

  /** Each with its active version, in the order of their names. */
  async list(): Promise<readonly TemplateView[]> {
    const all = await this.#store.list();
    return Promise.all(
      all.map(async (template) => ({ template, version: await activeVersion(this.#store, template) })),
    );
  }

  /** By name (in any case) or id; `versionRef`: id, name or number. Throws `not_found` naming those there are. */
  async show(ref: string, versionRef?: string): Promise<TemplateView> {
    const template = await findTemplate(this.#store, ref);
    return { template, version: await findVersion(this.#store, template, versionRef) };
  }

  /** By the id of the version alone. */
  async version(id: string): Promise<TemplateView> {
    return findVersionById(this.#store, id);
  }

  /** Newest first. */
  async versions(
    ref: string,
  ): Promise<{ readonly template: Template; readonly versions: readonly TemplateVersion[] }> {
    const template = await findTemplate(this.#store, ref);
    return { template, versions: await this.#store.versions(template.id) };
  }

  /** In the order of their paths. */
  async files(version: TemplateVersion): Promise<readonly TemplateFile[]> {
    return this.#store.files(version.id);
  }

  /** Makes a version the one that new tasks use. */
  async promote(ref: string, versionRef: string): Promise<TemplateView> {
    const { store, now } = this.#deps;
    return store.transition(async ({ templates }) => {
      const found = await findTemplate(templates, ref);
      const version = await findVersion(templates, found, versionRef);
      if (found.activeVersionId === version.id) return { template: found, version };
      const patch = { activeVersionId: version.id, updatedAt: now() };
      return { template: await templates.update(found.id, patch), version };
    });
  }

  /** Tasks that were made from it keep their version and go on; its name is free again. */
  async remove(ref: string): Promise<void> {
    const { store, now } = this.#deps;
    await store.transition(async ({ templates }) => {
      const { id } = await findTemplate(templates, ref);
      await templates.update(id, { deletedAt: now(), updatedAt: now() });
    });
  }

  /** What a task would get; see resolveTemplate. */
  async resolve(input: ResolveTemplate): Promise<ResolvedTemplate> {
    return resolveTemplate(this.#store, input);
  }

  get #store(): EngineDeps['store']['templates'] {
    return this.#deps.store.templates;
  }
}
