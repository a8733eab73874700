// Projects: few rows, read often.
import { AppError } from '../../domain/errors.ts';
import type { ProjectId } from '../../domain/ids.ts';
import type { Project } from '../../domain/project.ts';
import type { Projects } from '../store.ts';
import { allocate } from './counters.ts';
import { decodeProject, encodeProject } from './rows.ts';
import type { ProjectRow } from './schema.ts';
import type { Session, Tx } from './session.ts';

export function projects(session: Session): Projects {
  return {
    insert: (project) =>
      session.write(async (tx) => {
        await refuseTakenRoot(tx, project);
        await refuseTakenName(tx, project.name);
        const ordinal = await allocate(tx, 'project', 1);
        await tx.db.insertInto('projects').values(encodeProject(project, ordinal)).execute();
      }),
    get: (id) => session.ask((tx) => first(tx, 'id', id)),
    byRoot: (root, home) => session.read((tx) => byRoot(tx, root, home)),
    find: (ref) => session.read(async (tx) => (await first(tx, 'id', ref)) ?? first(tx, 'name', ref)),
    list: () =>
      session.ask(async (tx) => {
        const rows = await tx.db.selectFrom('projects').selectAll().orderBy('ordinal').execute();
        return rows.map(decodeProject);
      }),
    update: (id, patch) => session.write((tx) => update(tx, id, patch)),
    adopt: (home) =>
      session.write(async (tx) => {
        await tx.db.updateTable('projects').set({ home }).where('home', '!=', home).execute();
      }),
    remove: (id) =>
      session.write(async (tx) => {
        await existing(tx, id);
        // Its tasks, and with them all that is theirs, go by `on delete cascade`.
        await tx.db.deleteFrom('projects').where('id', '=', id).execute();
        tx.known.clear();
      }),
  };
}

async function update(tx: Tx, id: ProjectId, patch: Parameters<Projects['update']>[1]): Promise<Project> {
  const before = await existing(tx, id);
  const after = { ...before, ...patch };
  if (after.name !== before.name) await refuseTakenName(tx, after.name);
  await tx.db
    .updateTable('projects')
    .set({ name: after.name, branch: after.branch, trusted: after.trusted ? 1 : 0 })
    .where('id', '=', id)
    .execute();
  return after;
}

type Key = keyof Pick<ProjectRow, 'id' | 'name'>;

async function first(tx: Tx, key: Key, value: string): Promise<Project | undefined> {
  const row = await tx.db.selectFrom('projects').selectAll().where(key, '=', value).executeTakeFirst();
  return row && decodeProject(row);
}

async function byRoot(tx: Tx, root: string, home: string): Promise<Project | undefined> {
  const row = await tx.db
    .selectFrom('projects')
    .selectAll()
    .where('root', '=', root)
    .where('home', '=', home)
    .executeTakeFirst();
  return row && decodeProject(row);
}

/** The ids of a home's projects, for a query of what belongs to them. */
export function projectsOf(tx: Pick<Tx, 'db'>, home: string) {
  return tx.db.selectFrom('projects').select('id').where('home', '=', home);
}

async function existing(tx: Tx, id: ProjectId): Promise<Project> {
  const project = await first(tx, 'id', id);
  if (project === undefined) throw noProject(id);
  return project;
}

/** For every query that finds no row for a project it was given. */
export function noProject(id: ProjectId): AppError {
  return new AppError('not_found', `There is no project ${id}.`, {
    next: 'List the projects with `tasklane project list`.',
    details: { project: id },
  });
}

// Asked before the insert, not read out of the constraint's error, whose text differs between databases.
async function refuseTakenRoot(tx: Tx, { root, home }: Project): Promise<void> {
  const taken = await byRoot(tx, root, home);
  if (taken === undefined) return;
  throw new AppError('already_exists', `The repository ${root} is already project “${taken.name}”.`, {
    next: `Use project “${taken.name}”.`,
    details: { project: taken.id, root },
  });
}

async function refuseTakenName(tx: Tx, name: string): Promise<void> {
  const taken = await first(tx, 'name', name);
  if (taken === undefined) return;
  throw new AppError('already_exists', `A project is already named “${name}” (${taken.root}).`, {
    next: 'Choose another name.',
    details: { project: taken.id, name },
  });
}
