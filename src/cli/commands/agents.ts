// `tasklane agent list`: which agents can work here.
import { endpoints } from '../../api/endpoints.ts';
import type { AgentJson } from '../../api/schemas.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { sayWarnings } from '../say-warnings.ts';
import { table } from '../table.ts';
import { oneLine } from '../text.ts';

export async function agents(context: Context, flags: OutputFlags & ProjectFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const found = await client.call(endpoints.listAgents, {
    query: { limit: 500, ...(project !== null && { project: project.id }) },
  });
  if (wantsJson(flags)) return printJson(context, found);
  const rows = found.agents.map((agent) => [
    agent.is_default ? `${agent.name} (default)` : agent.name,
    agent.found ? 'yes' : 'no',
    stateOf(agent),
    agent.version ?? '',
    agent.key === 'none' ? '-' : agent.key,
    testedOf(agent),
    agent.origin,
    aboutOf(agent),
  ]);
  print(
    context,
    table(
      ['NAME', 'FOUND', 'STATE', 'VERSION', 'KEY', 'TESTED', 'FROM', 'ABOUT'],
      rows,
      context.stdout.columns,
    ),
  );
  sayWarnings(context, found);
}

// What a person configured themselves is theirs to test.
function testedOf({ tested_version: version, origin }: AgentJson): string {
  if (version !== null) return version;
  return origin === 'known' ? 'not tested here' : '-';
}

function stateOf({ held, failures }: AgentJson): string {
  if (held !== null) return { usage_limit: 'at its limit', broken: 'stopped', trial: 'on trial' }[held.why];
  return failures === 0 ? 'ok' : `failed ${failures}×`;
}

function aboutOf(agent: AgentJson): string {
  if (agent.held !== null) return oneLine(agent.held.text);
  return `${agent.title}: ${agent.found ? (agent.path ?? agent.command.join(' ')) : agent.hint}`;
}
