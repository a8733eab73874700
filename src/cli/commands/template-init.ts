// `tasklane template init`: a folder to begin a template with, of our own or a copy of one that is there.
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { endpoints } from '../../api/endpoints.ts';
import { everyPage } from '../../api/every-page.ts';
import type { TemplateFileListJson } from '../../api/template-schemas.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { writeFolder } from '../template-folder.ts';

export interface InitFlags extends OutputFlags {
  readonly from?: string;
  readonly templateVersion?: string;
}

export async function initTemplate(context: Context, dir: string, flags: InitFlags): Promise<void> {
  const target = resolve(context.cwd, dir);
  const files =
    flags.from === undefined ? await sample(basename(target)) : await copy(context, flags.from, flags);
  await writeFolder(target, files);
  if (wantsJson(flags)) return printJson(context, { dir: target, files: files.map(({ path }) => path) });
  print(
    context,
    `Wrote ${files.map(({ path }) => path).join(', ')} into ${target}.\nEdit it, then: tasklane template push ${dir}`,
  );
}

async function sample(folder: string): Promise<TemplateFileListJson['files']> {
  const read = (name: string): Promise<string> =>
    readFile(new URL(`../template-sample/${name}`, import.meta.url), 'utf8');
  const [yaml, setup] = await Promise.all([read('template.yaml'), read('setup.sh')]);
  return [
    {
      path: 'template.yaml',
      encoding: 'utf8',
      executable: false,
      content: yaml.replace('my-template', nameOf(folder)),
    },
    { path: 'setup.sh', encoding: 'utf8', executable: true, content: setup },
  ];
}

function nameOf(folder: string): string {
  const name = folder
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .slice(0, 32)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'my-template' : name;
}

async function copy(
  context: Context,
  ref: string,
  flags: InitFlags,
): Promise<readonly TemplateFileListJson['files'][number][]> {
  const client = await openClient(context);
  const { version } = await client.call(endpoints.showTemplate, { params: { template: ref } });
  const params = { template: ref, version: flags.templateVersion ?? version.id };
  return everyPage(
    (query) => client.call(endpoints.listTemplateFiles, { params, query }),
    (page) => page.files,
  );
}
