// What a person does with subagents: look, make, change, remove, and have one checked. Only our own folder of a level is
// ever written to.
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import { SubagentError } from '../../domain/subagent/error.ts';
import { requireValid } from '../../domain/subagent/validate.ts';
import { findSubagent, isSameName } from '../../domain/subagent.ts';
import type { FoundSubagent, Subagent, SubagentList } from '../../domain/subagent.ts';
import { readFrontMatter, writeFrontMatter } from '../../lib/front-matter.ts';
import { SubagentCatalog } from './catalog.ts';
import type { SubagentFolder } from './folders.ts';
import { parseSubagent } from './parse.ts';
import type { ParsedSubagent } from './parse.ts';

/** A whole file, or the fields of its front matter (null = taken out) and its body. What is left out stays as it is. */
export type SubagentText =
  | { readonly content: string }
  | { readonly fields: Readonly<Record<string, unknown>>; readonly systemPrompt: string | undefined };

/** All calls throw SubagentError. */
export class SubagentLibrary {
  readonly #folders: readonly SubagentFolder[];

  /** The strongest first. */
  constructor(folders: readonly SubagentFolder[]) {
    this.#folders = folders;
  }

  list(): Promise<SubagentList> {
    return new SubagentCatalog(this.#folders).list();
  }

  /** `level` where one of that name at a weaker level is meant. Throws NOT_FOUND. */
  async show(name: string, level?: SubagentFolder['level']): Promise<FoundSubagent> {
    const folders = level === undefined ? this.#folders : this.#at(level);
    const { subagents } = await new SubagentCatalog(folders).list();
    const found = findSubagent(subagents, name);
    const isThere = found !== undefined && (level === undefined || found.level === level);
    if (isThere) return found;
    throw new SubagentError('NOT_FOUND', name, `Subagent "${name}" not found`, {
      next: `See those there are with \`tasklane subagent list\`.`,
    });
  }

  check(content: string): ParsedSubagent {
    return parseSubagent(content);
  }

  /** Throws ALREADY_EXISTS (in one of the folders of that level), or what is wrong with it. */
  async create(level: SubagentFolder['level'], text: SubagentText): Promise<FoundSubagent> {
    const content = 'content' in text ? text.content : fileOf({}, text, '');
    const { name } = valid(content);
    const { subagents } = await new SubagentCatalog(this.#at(level)).list();
    const known = findSubagent(subagents, name);
    if (known?.level === level) throw exists(name, known.path ?? '');
    const folder = this.#writable(level, name);
    const path = join(folder.dir, `${name}.md`);
    await guarded(name, path, async () => {
      await requireInside(folder, name);
      await mkdir(folder.dir, { recursive: true });
      await writeFile(path, content, { flag: 'wx' });
    });
    return this.show(name, level);
  }

  /** Throws NOT_FOUND, INVALID_CONFIG for one that is not ours to change, or what would be wrong with it. */
  async edit(
    name: string,
    level: SubagentFolder['level'] | undefined,
    text: SubagentText,
  ): Promise<FoundSubagent> {
    const found = await this.#own(name, level, 'update');
    const before = await guarded(found.name, found.path, () => readFile(found.path, 'utf8'));
    const content = 'content' in text ? text.content : mergedFile(before, text);
    const changed = valid(content);
    if (!isSameName(changed.name, found.name)) await this.#refuseTaken(changed.name, found.level);
    const fresh = `${found.path}.${process.pid}.new`;
    await guarded(found.name, found.path, async () => {
      await writeFile(fresh, content, { flag: 'wx' });
      await rename(fresh, found.path);
    });
    return this.show(changed.name, found.level);
  }

  /** Throws NOT_FOUND, INVALID_CONFIG for one that is not ours to remove. */
  async remove(name: string, level?: SubagentFolder['level']): Promise<FoundSubagent> {
    const found = await this.#own(name, level, 'delete');
    await guarded(found.name, found.path, () => rm(found.path));
    return found;
  }

  #at(level: SubagentFolder['level']): readonly SubagentFolder[] {
    return this.#folders.filter((folder) => folder.level === level);
  }

  #writable(level: SubagentFolder['level'], name: string): SubagentFolder {
    const folder = this.#at(level).find(({ isReadOnly }) => !isReadOnly);
    if (folder !== undefined) return folder;
    throw new SubagentError('FILE_ERROR', name, `There is no place for subagents of the level ${level}.`, {
      next: level === 'project' ? 'Name a project.' : 'Start the daemon with a HOME.',
    });
  }

  async #own(name: string, level: SubagentFolder['level'] | undefined, what: string) {
    const found = await this.show(name, level);
    if (found.level === 'built-in' || found.path === null)
      throw new SubagentError('INVALID_CONFIG', name, `Cannot ${what} built-in subagent "${found.name}"`, {
        next: 'Create one of that name: it counts instead of the built-in one.',
      });
    if (found.isReadOnly)
      throw new SubagentError(
        'INVALID_CONFIG',
        name,
        `Cannot ${what} subagent "${found.name}": ${found.path} belongs to another agent`,
        { next: 'Change that file there, or create one of that name here: it counts instead.' },
      );
    return { ...found, level: found.level, path: found.path };
  }

  async #refuseTaken(name: string, level: SubagentFolder['level']): Promise<void> {
    const { subagents } = await new SubagentCatalog(this.#at(level)).list();
    const other = findSubagent(subagents, name);
    if (other?.level === level) throw exists(name, other.path ?? '');
  }
}

function exists(name: string, path: string): SubagentError {
  return new SubagentError('ALREADY_EXISTS', name, `Subagent "${name}" already exists at ${path}`, {
    next: `Change it with \`tasklane subagent edit ${name}\`.`,
  });
}

function valid(content: string): Subagent {
  const { subagent, problems } = parseSubagent(content);
  requireValid(subagent?.name ?? '', problems);
  if (subagent === null) throw new Error('a subagent without problems is there');
  return subagent;
}

function mergedFile(before: string, text: Extract<SubagentText, { fields: unknown }>): string {
  const front = readFrontMatter(before);
  // It was read a moment ago, or it would not have been found.
  if (front.kind !== 'read') throw new Error('the file of a known subagent has no front matter');
  const data = typeof front.data === 'object' && front.data !== null ? { ...front.data } : {};
  return fileOf(data, text, front.body);
}

function fileOf(
  before: Readonly<Record<string, unknown>>,
  { fields, systemPrompt }: Extract<SubagentText, { fields: unknown }>,
  body: string,
): string {
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(fields)) {
    const old = merged[key];
    const next = isGroup(old) && isGroup(value) ? withoutNulls({ ...old, ...value }) : value;
    merged[key] = isGroup(next) ? withoutNulls(next) : next;
  }
  return writeFrontMatter(withoutNulls(merged), systemPrompt ?? body);
}

function withoutNulls(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) =>
        value !== null && value !== undefined && !(isGroup(value) && Object.keys(value).length === 0),
    ),
  );
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function guarded<T>(name: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SubagentError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw exists(name, path);
    throw new SubagentError('FILE_ERROR', name, `${path} could not be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

// A repository may hold a link in place of the folder, and what we write must stay in the repository.
async function requireInside({ dir, within }: SubagentFolder, name: string): Promise<void> {
  if (within === null) return;
  const root = await realpath(within);
  let at = dir;
  while ((await lstat(at).catch(() => null)) === null && at !== within) at = dirname(at);
  const real = await realpath(at).catch(() => '');
  if (real === root || real.startsWith(root + sep)) return;
  throw new SubagentError(
    'FILE_ERROR',
    name,
    `${dir} is, or is below, a symbolic link that leads out of the project`,
  );
}
