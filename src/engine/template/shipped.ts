// The templates that come with the program. They follow the program's updates until a person pushes a version of their
// own or chooses another one; one that a person deleted does not come back.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../domain/errors.ts';
import type { Template, TemplateFile } from '../../domain/template.ts';
import type { EngineDeps } from '../deps.ts';
import { pushTemplate } from './push.ts';

type SeedDeps = Pick<EngineDeps, 'store' | 'newId' | 'now' | 'log'>;

/** Who made what the program made. */
const program = 'tasklane';

const folder = fileURLToPath(new URL('./shipped/', import.meta.url));

/** Never rejects: what cannot be seeded is in the log, and everything else works without it. */
export async function seedTemplates(deps: SeedDeps, from = folder): Promise<void> {
  for (const name of (await readdir(from)).toSorted()) {
    try {
      await seed(deps, name, await filesIn(join(from, name)));
    } catch (error) {
      deps.log.warn({ template: name, error: messageOf(error) }, 'a shipped template could not be stored');
    }
  }
}

async function seed(deps: SeedDeps, name: string, files: readonly TemplateFile[]): Promise<void> {
  const all = await deps.store.templates.list({ withDeleted: true });
  const named = all.filter((template) => template.name.toLowerCase() === name.toLowerCase());
  const there = named.find((template) => template.deletedAt === null);
  if (there === undefined && named.some((template) => template.origin === 'shipped')) return;
  if (there !== undefined && !(await isOurs(deps, there))) return;
  await pushTemplate(deps, { files, name }, program, 'shipped');
}

/** Whether nobody but the program has decided which version is active. */
async function isOurs({ store }: SeedDeps, template: Template): Promise<boolean> {
  if (template.origin !== 'shipped') return false;
  const [newest] = await store.templates.versions(template.id);
  return newest?.createdBy === program && newest.id === template.activeVersionId;
}

async function filesIn(dir: string): Promise<readonly TemplateFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1));
  return Promise.all(
    paths.map(async (path) => ({
      path: path.replaceAll('\\', '/'),
      content: new Uint8Array(await readFile(join(dir, path))),
      executable: false,
    })),
  );
}
