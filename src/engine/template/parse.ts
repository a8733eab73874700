// From the files of a folder to a template, or to one error that lists everything that is wrong with them.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { TemplateFile } from '../../domain/template.ts';
import { definitionFile } from '../../domain/template/files.ts';
import { refuseTemplateProblems } from '../../domain/template/problem.ts';
import { readDefinition } from '../../domain/template/read-definition.ts';
import type { ReadTemplate } from '../../domain/template/read-definition.ts';
import { readYaml } from './read-yaml.ts';

/** Throws `invalid_input` with every problem, its file, line and key. */
export function parseTemplate(files: readonly TemplateFile[], newId: () => string): ReadTemplate {
  const file = files.find(({ path }) => path === definitionFile);
  const yaml =
    file === undefined
      ? { written: null, problems: [] }
      : readYaml(definitionFile, Buffer.from(file.content).toString('utf8'));
  const { template, problems } = readDefinition({ files, ...yaml, newId });
  refuseTemplateProblems(problems);
  if (template === null) throw new Error('a template without problems could not be read');
  return template;
}

/** The same for the same files, whatever their order. */
export function digestOf(files: readonly TemplateFile[]): string {
  const hash = createHash('sha256');
  for (const { path, executable, content } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(JSON.stringify([path, executable, content.length])).update(content);
  return hash.digest('hex');
}
