// All subagents there are: those of the folders over those that come with the program. Read again whenever somebody asks
// and a file has changed since, so that nothing has to be restarted and nobody has to watch.
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import { isSameName } from '../../domain/subagent.ts';
import type { BrokenSubagent, FoundSubagent, SubagentList } from '../../domain/subagent.ts';
import type { SubagentFolder } from './folders.ts';
import { parseSubagent } from './parse.ts';
import { shippedSubagents } from './shipped.ts';

const maxFiles = 200;
const maxBytes = 256 * 1024;

interface SeenFile {
  readonly path: string;
  readonly folder: SubagentFolder;
  /** Changes when the file does. */
  readonly stamp: string;
  /** Why it is not read. */
  readonly refusal: string | null;
}

export class SubagentCatalog {
  readonly #folders: readonly SubagentFolder[];
  readonly #listeners = new Set<() => void>();
  #stamp: string | null = null;
  #list: SubagentList = { subagents: [], broken: [] };

  /** The strongest folder first. */
  constructor(folders: readonly SubagentFolder[]) {
    this.#folders = folders;
  }

  /** As the files are now. A file that cannot be used is among the broken, and never keeps the others away. */
  async list(): Promise<SubagentList> {
    const files = (await Promise.all(this.#folders.map(filesIn))).flat();
    const stamp = files.map((file) => `${file.path}\0${file.stamp}`).join('\n');
    if (stamp === this.#stamp) return this.#list;
    const isFirst = this.#stamp === null;
    this.#list = await read(files);
    this.#stamp = stamp;
    if (!isFirst) for (const listener of this.#listeners) listener();
    return this.#list;
  }

  /** Called when a list differs from the one before. The answer stops that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

async function read(files: readonly SeenFile[]): Promise<SubagentList> {
  const subagents: FoundSubagent[] = [];
  const broken: BrokenSubagent[] = [];
  const read = await Promise.all(files.map(readOne));
  for (const found of [...read, ...(await shippedSubagents())]) {
    if ('message' in found) broken.push(found);
    else if (!subagents.some((one) => isSameName(one.name, found.name))) subagents.push(found);
  }
  return { subagents: subagents.sort((one, other) => (one.name < other.name ? -1 : 1)), broken };
}

async function readOne({ path, folder, refusal }: SeenFile): Promise<FoundSubagent | BrokenSubagent> {
  const { level, isReadOnly } = folder;
  const broken = (message: string): BrokenSubagent => ({ path, level, message });
  if (refusal !== null) return broken(refusal);
  try {
    const { subagent, problems, warnings } = parseSubagent(await readFile(path, 'utf8'));
    // A file of another agent may name tools that only that one has: then it does without them.
    const [missing, worse] = [
      problems.filter(({ code }) => code === 'TOOL_NOT_FOUND'),
      problems.filter(({ code }) => code !== 'TOOL_NOT_FOUND'),
    ];
    if (subagent === null || worse.length > 0)
      return broken(problems.map(({ message }) => message).join(' '));
    const all = [...warnings, ...missing.map(({ message }) => message)];
    return { ...subagent, level, path, isReadOnly, warnings: all };
  } catch (error) {
    return broken(messageOf(error));
  }
}

async function filesIn(folder: SubagentFolder): Promise<readonly SeenFile[]> {
  const names = await readdir(folder.dir).catch(noFolder);
  const wanted = names.filter((name) => name.toLowerCase().endsWith('.md')).sort();
  const files = await Promise.all(
    wanted.slice(0, maxFiles).map((name) => look(join(folder.dir, name), folder)),
  );
  if (wanted.length <= maxFiles) return files;
  const refusal = `There are ${wanted.length} files; only the first ${maxFiles} are read.`;
  return [...files, { path: folder.dir, folder, stamp: String(wanted.length), refusal }];
}

async function look(path: string, folder: SubagentFolder): Promise<SeenFile> {
  try {
    const found = await stat(path);
    const stamp = `${found.mtimeMs} ${found.size} ${found.ino}`;
    return { path, folder, stamp, refusal: await refusalOf(path, found, folder) };
  } catch (error) {
    return { path, folder, stamp: messageOf(error), refusal: messageOf(error) };
  }
}

async function refusalOf(
  path: string,
  found: { readonly size: number; isFile(): boolean },
  { within }: SubagentFolder,
): Promise<string | null> {
  if (!found.isFile()) return 'It is not a regular file.';
  if (found.size > maxBytes) return `It has ${found.size} bytes; at most ${maxBytes} are read.`;
  if (within === null) return null;
  const [root, real] = [await realpath(within), await realpath(path)];
  return real.startsWith(root + sep)
    ? null
    : 'It is, or is below, a symbolic link that leads out of the project.';
}

// A file where the folder should be holds no files; a folder that may not be read is no reason to stop working.
function noFolder(): readonly string[] {
  return [];
}
