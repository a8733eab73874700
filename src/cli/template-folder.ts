// The folder of a template on this machine: read as a whole to be pushed, written as a whole to begin one. Nothing outside
// of it is read or written, wherever a link or a name may point.
import { lstat, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { AppError, messageOf } from '../api/errors.ts';
import type { TemplateFileListJson, TemplatePushJson } from '../api/template-schemas.ts';

/** Of all files together; the daemon has the exact limits and says which file is too large. */
const maxBytes = 4 * 1024 * 1024;
const maxFiles = 2000;

const leftOut: ReadonlySet<string> = new Set(['.git', '.DS_Store', 'node_modules']);

/** Throws `not_found` when there is no template.yaml, `invalid_input` for links out of the folder and far too much. */
export async function readFolder(dir: string): Promise<TemplatePushJson['files']> {
  const root = await realpath(dir).catch((cause: unknown) => {
    throw new AppError('not_found', `There is no folder ${dir}.`, { next: makeOne, cause });
  });
  const definition = join(root, 'template.yaml');
  if ((await stat(definition).catch(() => undefined))?.isFile() !== true)
    throw new AppError('not_found', `${dir} has no file template.yaml.`, { next: makeOne });
  const paths = await pathsBelow(root, root);
  const files: TemplatePushJson['files'] = [];
  let total = 0;
  for (const path of paths.toSorted()) {
    const { size } = await stat(join(root, path));
    total += size;
    if (total > maxBytes || files.length >= maxFiles) throw tooMuch(dir, path);
    files.push(await readOne(root, path));
  }
  return files;
}

/** Writes files that the daemon sent. Throws `already_exists` when the folder has something in it. */
export async function writeFolder(
  dir: string,
  files: readonly TemplateFileListJson['files'][number][],
): Promise<void> {
  const there = await readdir(dir).catch(() => []);
  if (there.length > 0)
    throw new AppError('already_exists', `${dir} is not empty.`, {
      next: 'Name a folder that does not exist yet.',
    });
  for (const file of files) {
    const path = resolve(dir, file.path);
    if (!path.startsWith(resolve(dir) + sep))
      throw new AppError('invalid_input', `The file “${file.path}” would be outside of ${dir}.`);
    await mkdir(dirname(path), { recursive: true });
    const content = Buffer.from(file.content, file.encoding);
    await writeFile(path, content, { flag: 'wx', mode: file.executable ? 0o755 : 0o644 });
  }
}

const makeOne = 'Make one with: tasklane template init DIR';

async function pathsBelow(root: string, dir: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of (await readdir(dir)).filter((entry) => !leftOut.has(entry))) {
    const path = join(dir, name);
    const shown = relative(root, path).split(sep).join('/');
    const entry = await lstat(path);
    if (entry.isDirectory()) found.push(...(await pathsBelow(root, path)));
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFileWithin(root, path, shown))))
      found.push(shown);
    else throw refused(shown, 'it is neither a file nor a folder');
    if (found.length > maxFiles) throw tooMuch(root, shown);
  }
  return found;
}

async function isFileWithin(root: string, path: string, shown: string): Promise<boolean> {
  const target = await realpath(path).catch((error: unknown) => {
    throw refused(shown, `it is a link that leads nowhere (${messageOf(error)})`);
  });
  if (!target.startsWith(root + sep)) throw refused(shown, `it is a link out of the template, to ${target}`);
  // A folder behind a link could contain the link itself, for ever.
  if ((await stat(target)).isFile()) return true;
  throw refused(shown, 'it is a link to a folder');
}

async function readOne(root: string, path: string): Promise<TemplatePushJson['files'][number]> {
  const file = join(root, path);
  const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)]);
  const executable = (mode & 0o100) !== 0;
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes);
  const encoded = bytes.toString('base64');
  // Text with many control characters grows in JSON.
  return isText && JSON.stringify(text).length <= encoded.length
    ? { path, executable, encoding: 'utf8', content: text }
    : { path, executable, encoding: 'base64', content: encoded };
}

function refused(path: string, why: string): AppError {
  return new AppError('invalid_input', `${path} cannot be part of a template: ${why}.`, {
    next: 'Take it out of the folder, or put the file itself there.',
    details: { file: path },
  });
}

function tooMuch(dir: string, path: string): AppError {
  return new AppError('invalid_input', `${dir} has too much in it for a template (up to ${path}).`, {
    next: 'A template has at most 200 files and 512 KiB: keep only what setup needs, and fetch the rest there.',
    details: { dir },
  });
}
