// `tasklane template push`.
import { resolve } from 'node:path';
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { sayWarnings } from '../say-warnings.ts';
import { readFolder } from '../template-folder.ts';

export interface PushFlags extends OutputFlags {
  readonly name?: string;
  readonly versionName?: string;
  readonly message?: string;
  /** False with --no-activate. */
  readonly activate: boolean;
}

export async function pushTemplate(context: Context, dir: string, flags: PushFlags): Promise<void> {
  // A folder that cannot be read is said before a daemon is started for it.
  const files = await readFolder(resolve(context.cwd, dir));
  const client = await openClient(context);
  const pushed = await client.call(endpoints.pushTemplate, {
    body: {
      files,
      ...(flags.name !== undefined && { name: flags.name }),
      ...(flags.versionName !== undefined && { version_name: flags.versionName }),
      ...(flags.message !== undefined && { message: flags.message }),
      ...(!flags.activate && { activate: false }),
    },
  });
  if (wantsJson(flags)) return printJson(context, pushed);
  sayWarnings(context, pushed);
  const { template, version, is_new: isNew } = pushed;
  const what = isNew
    ? `is pushed as version ${version.name}`
    : `has these files already: version ${version.name}`;
  const use = version.is_active ? 'active' : `not active; new tasks use ${template.active_version}`;
  print(context, `Template ${template.name} ${what} (${use}).`);
}
