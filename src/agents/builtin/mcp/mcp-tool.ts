// A tool of an MCP server as one of the agent's own.
import type { Tool as ListedTool } from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { Commands } from '../tools/commands.ts';
import { HeadAndTail } from '../tools/head-and-tail.ts';
import { failed, justRun } from '../tools/tool.ts';
import type { Outcome, Prepared, Tool } from '../tools/tool.ts';
import { reasonOf } from './connection.ts';
import type { McpConnection } from './connection.ts';
import { resultText } from './result-text.ts';
import { toolNameOf } from './tool-name.ts';

/** Read with every request; a server that tells its whole manual would crowd out the work. */
const maxDescription = 4000;
const maxOutput = 50_000;

// The server itself checks its arguments, and says what is wrong with them better than we could.
const Input = z.looseObject({});

export function mcpTool(connection: McpConnection, listed: ListedTool): Tool<typeof Input> {
  const { name: server } = connection.config;
  const label = listed.title ?? listed.annotations?.title ?? listed.name;
  return {
    name: toolNameOf(server, listed.name),
    description: (listed.description ?? label).slice(0, maxDescription),
    kind: isHarmless(listed) ? 'read' : 'other',
    effect: isHarmless(listed) ? 'free' : 'executes',
    input: Input,
    schema: listed.inputSchema,
    view: () => ({ title: `${server}: ${label}`, paths: [] }),
    prepare: (input, { commands }) =>
      Promise.resolve(
        justRun((progress, signal) => run(connection, listed.name, input, { commands, progress, signal })),
      ),
  };
}

// Nobody is asked about a tool that only looks, and only at what its server holds: one that reaches the open world may carry
// something out of the workspace in what it asks for.
function isHarmless({ annotations }: ListedTool): boolean {
  return annotations?.readOnlyHint === true && annotations.openWorldHint === false;
}

interface RunOptions {
  readonly commands: Commands;
  readonly progress: Parameters<Prepared['run']>[0];
  readonly signal: AbortSignal;
}

async function run(
  connection: McpConnection,
  tool: string,
  input: Record<string, unknown>,
  { commands, progress, signal }: RunOptions,
): Promise<Outcome> {
  try {
    const result = await connection.call(tool, input, { signal, onProgress: progress });
    const text = bounded(resultText(result), commands);
    return result.isError === true ? failed(text) : { kind: 'done', text };
  } catch (error) {
    signal.throwIfAborted();
    return failed(`The MCP server "${connection.config.name}" did not do it: ${reasonOf(error)}`);
  }
}

function bounded(text: string, commands: Commands): string {
  if (text.length <= maxOutput) return text;
  const shown = new HeadAndTail(maxOutput);
  const kept = commands.keep();
  shown.add(text);
  kept.output.add(text);
  return shown.text((from) => `; read_output of ${kept.id} from offset ${from} shows them`);
}
