// `tasklane agent check NAME`: whether it works here, and what it can do. Ends with 1 when it does not.
import { endpoints } from '../../api/endpoints.ts';
import type { AgentCheckJson } from '../../api/schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { findProject } from '../find-project.ts';
import type { ProjectFlags } from '../find-project.ts';
import { oneLine } from '../text.ts';

export interface AgentCheckFlags extends OutputFlags, ProjectFlags {
  readonly model?: string;
  readonly timeout?: number;
}

/** Of a long list, such as that of all models of a provider. */
const shownChoices = 12;
const printedLines = 12;

export async function checkAgent(context: Context, name: string, flags: AgentCheckFlags): Promise<ExitCode> {
  const client = await openClient(context);
  const project = await findProject(context, client, flags.project);
  const check = await client.call(endpoints.checkAgent, {
    params: { agent: name },
    query: project === null ? {} : { project: project.id },
    body: {
      ...(flags.model !== undefined && { model: flags.model }),
      ...(flags.timeout !== undefined && { timeout_ms: flags.timeout * 1000 }),
    },
  });
  if (wantsJson(flags)) printJson(context, check);
  else {
    for (const line of linesOf(check)) print(context, line);
    for (const warning of check.warnings) say(context, `tasklane: warning: ${oneLine(warning)}`);
  }
  return check.ok ? exitCodes.ok : exitCodes.failure;
}

function linesOf({ agent, ok, problem, can, took_ms: took }: AgentCheckJson): readonly string[] {
  const about = [agent.title, agent.version].filter((part) => part !== null).join(' ');
  const head = ok
    ? `✓ ${about}: works (${(took / 1000).toFixed(1)} s)`
    : `✗ ${oneLine(problem?.message ?? about)}`;
  return [
    head,
    ...(problem === null ? [] : [`  next: ${oneLine(problem.next)}`, ...printed(problem.printed)]),
    row('program', agent.path ?? 'not found'),
    ...(agent.origin === 'known' ? [row('tested with', agent.tested_version ?? 'not tested here')] : []),
    row('key', agent.key === 'none' ? 'none needed' : `${agent.key} (${agent.key_names.join(', ')})`),
    ...(can === null ? [] : abilities(can)),
  ];
}

function abilities(can: NonNullable<AgentCheckJson['can']>): readonly string[] {
  return [
    row('says it is', can.says ?? 'nothing'),
    row('protocol', can.protocol_version === null ? 'not said' : `ACP ${can.protocol_version}`),
    row('goes on with a session', can.load_session ? 'yes' : 'no: a new one is told what happened'),
    row('images', can.images ? 'yes' : 'no'),
    row('MCP servers', can.mcp.join(', ') || 'none'),
    row('modes', choices(can.modes, can.mode)),
    row('models', choices(can.models, can.model)),
    row('logs in by', can.auth_methods.map(({ name }) => oneLine(name)).join(', ') || 'nothing but its key'),
  ];
}

function choices(
  all: readonly { readonly id: string; readonly name: string }[],
  current: string | null,
): string {
  if (all.length === 0) return 'it offers none';
  const names = all.slice(0, shownChoices).map(({ id, name }) => (id === current ? `${name} (now)` : name));
  const more = all.length - names.length;
  return oneLine(`${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
}

function printed(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n').slice(-printedLines);
  return ['  it printed:', ...lines.map((line) => `    ${oneLine(line)}`)];
}

function row(name: string, value: string): string {
  return `  ${name.padEnd(24)}${value}`;
}
