// `tasklane agent add NAME -- command…`
import { endpoints } from '../../api/endpoints.ts';
import type { AgentJson } from '../../api/schemas.ts';
import { AppError } from '../../api/errors.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';

export interface AgentAddFlags extends OutputFlags {
  readonly protocol: AgentJson['protocol'];
  readonly passEnv?: readonly string[];
  readonly env?: readonly string[];
  readonly replace?: true;
}

export async function addAgent(
  context: Context,
  { name, command }: { readonly name: string; readonly command: readonly string[] },
  flags: AgentAddFlags,
): Promise<void> {
  const client = await openClient(context);
  const agent = await client.call(endpoints.addAgent, {
    body: {
      name,
      command: [...command],
      protocol: flags.protocol,
      env: Object.fromEntries((flags.env ?? []).map(pair)),
      pass_env: [...(flags.passEnv ?? [])],
      replace: flags.replace ?? false,
    },
  });
  if (wantsJson(flags)) return printJson(context, agent);
  say(
    context,
    `tasklane: added agent ${agent.name}: ${agent.path ?? `there is no program “${command[0] ?? ''}” here`}`,
  );
  say(context, `tasklane: try it with \`tasklane agent check ${agent.name}\``);
}

function pair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  // The value may be a secret, so the text is not repeated.
  throw new AppError('invalid_input', '--env wants NAME=value.', { next: 'Write it as --env NAME=value.' });
}
