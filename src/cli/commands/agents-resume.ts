// `tasklane agents resume`.
import { endpoints } from '../../api/endpoints.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';

export async function resumeAgent(
  context: Context,
  name: string,
  flags: OutputFlags & ProjectFlags,
): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const agent = await client.call(endpoints.resumeAgent, {
    params: { agent: name },
    query: project === null ? {} : { project: project.id },
  });
  if (wantsJson(flags)) printJson(context, agent);
  else say(context, `tasklane: agent ${agent.name} may be started again`);
}
