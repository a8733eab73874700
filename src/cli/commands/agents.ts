// `tasklane agents`: which agents can work here.
import { endpoints } from '../../api/endpoints.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { sayWarnings } from '../say-warnings.ts';
import { table } from '../table.ts';

export async function agents(context: Context, flags: OutputFlags & ProjectFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const found = await client.call(endpoints.listAgents, {
    query: project === null ? {} : { project: project.id },
  });
  if (wantsJson(flags)) return printJson(context, found);
  const rows = found.agents.map((agent) => [
    agent.is_default ? `${agent.name} (default)` : agent.name,
    agent.found ? 'yes' : 'no',
    agent.protocol,
    agent.origin,
    agent.found
      ? `${agent.title}: ${agent.path ?? agent.command.join(' ')}`
      : `${agent.title}: ${agent.hint}`,
  ]);
  print(context, table(['NAME', 'FOUND', 'PROTOCOL', 'FROM', 'ABOUT'], rows, context.stdout.columns));
  sayWarnings(context, found);
}
