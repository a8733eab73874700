// The files of a template: which paths and sizes are allowed. They are written to disk beside every task, and kept for ever.
import type { TemplateFile } from '../template.ts';
import type { TemplateProblem } from './problem.ts';

export const definitionFile = 'template.yaml';

const maxFiles = 200;
const maxFileBytes = 256 * 1024;
const maxTotalBytes = 512 * 1024;
const maxPathLength = 200;

export function fileProblems(files: readonly TemplateFile[]): readonly TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const add = (file: string, message: string): void =>
    void problems.push({ file: file === '' ? '(no name)' : file, line: null, key: '', message });
  if (files.length > maxFiles)
    add('the folder', `at most ${maxFiles} files are allowed, there are ${files.length}`);
  const total = files.reduce((sum, file) => sum + file.content.length, 0);
  if (total > maxTotalBytes)
    add('the folder', `all files together may have ${maxTotalBytes} bytes, they have ${total}`);
  const seen = new Set<string>();
  for (const { path, content } of files) {
    const wrong = pathProblem(path);
    if (wrong !== null) add(path, wrong);
    // Without regard to case, because some file systems have none.
    if (seen.has(path.toLowerCase())) add(path, 'this path is there twice');
    seen.add(path.toLowerCase());
    if (content.length > maxFileBytes)
      add(path, `a file may have ${maxFileBytes} bytes, it has ${content.length}`);
  }
  for (const path of seen)
    if (parents(path).some((parent) => seen.has(parent))) add(path, 'a folder on its path is a file');
  if (!files.some((file) => file.path === definitionFile))
    add(definitionFile, 'it is missing: make one with `tasklane template init DIR`');
  return problems;
}

/** Null = it stays within the folder, on every system. */
function pathProblem(path: string): string | null {
  if (path === '' || path.length > maxPathLength) return `a path has 1 to ${maxPathLength} characters`;
  if (/[\p{Cc}\\:]/u.test(path)) return 'a path has no control characters, backslashes or colons';
  const parts = path.split('/');
  if (parts[0] === '') return 'a path is relative to the template, not absolute';
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    return 'a path stays within the template: no empty part, “.” or “..”';
  return null;
}

function parents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
