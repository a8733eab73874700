// `tasklane project add`.
import { resolve } from 'node:path';
import { endpoints } from '../../api/endpoints.ts';
import { isRemoteAddress } from '../../lib/remote-address.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { sayAdded } from '../find-project.ts';

export interface AddFlags extends OutputFlags {
  readonly name?: string;
  readonly branch?: string;
  readonly trust?: boolean;
}

export async function addProject(context: Context, dir: string, flags: AddFlags): Promise<void> {
  const client = await openClient(context);
  const project = await client.call(endpoints.addProject, {
    body: {
      path: isRemoteAddress(dir) ? dir : resolve(context.cwd, dir),
      ...(flags.name !== undefined && { name: flags.name }),
      ...(flags.branch !== undefined && { branch: flags.branch }),
      ...(flags.trust !== undefined && { trusted: flags.trust }),
    },
  });
  if (wantsJson(flags)) return printJson(context, project);
  if (project.added || flags.trust !== true) sayAdded(context, project);
  if (flags.trust === true)
    say(context, `tasklane: trusted project ${project.name}: its .tasklane/config.json may define agents`);
}
