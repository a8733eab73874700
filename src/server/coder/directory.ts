// Who and what the tasks of one answer name: people, projects and templates, each read once for all of them.
import type { Actor, Reach } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import type { Project } from '../../domain/project.ts';
import type { Engine } from '../../engine/engine.ts';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What a foreign client is told where we have nothing: it reads the field as a UUID. */
export const nobody = '00000000-0000-0000-0000-000000000000';

export interface CoderDeps {
  readonly engine: Engine;
  /** Whose home it is: tasks from before there were people are theirs. */
  readonly homeOwner: Actor;
  readonly version: string;
  /** The project of tasks that name none; null = the only one there is. */
  readonly defaultProject: () => Promise<string | null>;
}

export class Directory {
  readonly projects: readonly Project[];
  readonly #people: readonly Person[];
  readonly #homeOwner: Person;
  readonly #templates: Awaited<ReturnType<Engine['templates']['list']>>;

  private constructor(
    projects: readonly Project[],
    people: readonly Person[],
    homeOwner: Person,
    templates: Awaited<ReturnType<Engine['templates']['list']>>,
  ) {
    this.projects = projects;
    this.#people = people;
    this.#homeOwner = homeOwner;
    this.#templates = templates;
  }

  static async read({ engine, homeOwner }: CoderDeps, reach: Reach): Promise<Directory> {
    const [projects, people, templates] = await Promise.all([
      engine.projects(reach),
      engine.accounts.users(),
      engine.templates.list(),
    ]);
    return new Directory(projects, people, { id: homeOwner.userId, name: homeOwner.username }, templates);
  }

  /** By the name that a task carries. Somebody who was removed keeps the name. */
  owner(name: string | null): Person {
    if (name === null) return this.#homeOwner;
    return this.#people.find((person) => person.name === name) ?? { id: nobody, name };
  }

  /** By what an address says: `me`, a name in any case, or an id. Null: nobody that is known. */
  person(ref: string, actor: Actor): Person | null {
    if (ref === 'me') return { id: actor.userId, name: actor.username };
    const wanted = ref.toLowerCase();
    return this.#people.find(({ id, name }) => id === wanted || name === wanted) ?? null;
  }

  /** How a template looks now; empty for one that is gone. */
  looks(templateId: string): { readonly displayName: string; readonly icon: string } {
    return (
      this.#templates.find(({ template }) => template.id === templateId)?.version ?? {
        displayName: '',
        icon: '',
      }
    );
  }

  /** By id, or by name in any case. */
  project(ref: string): Project | null {
    const wanted = ref.toLowerCase();
    return this.projects.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted) ?? null;
  }
}

/** The project of something that names none. Throws where there are several. */
export async function usualProject(deps: CoderDeps, directory: Directory): Promise<Project> {
  const named = await deps.defaultProject();
  const found = named === null ? null : directory.project(named);
  if (found !== null) return found;
  const [only, ...others] = directory.projects.filter((project) => project.home === deps.engine.home);
  if (only !== undefined && others.length === 0) return only;
  const names = [only, ...others].flatMap((project) => (project === undefined ? [] : [project.name]));
  throw new AppError(
    'invalid_input',
    only === undefined
      ? 'There is no project that the task could be for.'
      : `The task could be for several projects: ${names.join(', ')}.`,
    {
      next:
        only === undefined
          ? 'Add a repository with `tasklane project add DIR`.'
          : 'Name one: --org NAME (CODER_ORGANIZATION), `organization` in the request, or the setting defaultProject.',
      details: { projects: names },
    },
  );
}
