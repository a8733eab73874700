// Whether a request for permission is about one of our own tools, which nobody has to be asked about. Only what the agent's
// program writes counts, and never what its model could have put there: titles of commands, ids of calls, arguments.
import { z } from 'zod';
import type { SessionTools } from '../driver.ts';

const requested = z.object({
  toolCallId: z.string(),
  title: z.string().nullish().catch(undefined),
  kind: z.string().nullish().catch(undefined),
  name: z.string().nullish().catch(undefined),
  _meta: z
    .looseObject({ toolName: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});

/** The name of the tool, or null. `toolCall` is that of a `session/request_permission`. */
export function ownToolOf(toolCall: unknown, tools: Pick<SessionTools, 'name' | 'tools'>): string | null {
  const call = requested.safeParse(toolCall).data;
  if (call === undefined) return null;
  return tools.tools.find((tool) => names(call, tools.name, tool)) ?? null;
}

function names(call: z.infer<typeof requested>, server: string, tool: string): boolean {
  // Qwen: `_meta.toolName` is `mcp__tasklane__report_status`. Some say it as the name of the tool.
  const said = call._meta?.toolName ?? call.name;
  if (said != null)
    return [`mcp__${server}__${tool}`, `${server}_${tool}`, `${server}.${tool}`].includes(said);
  // Gemini: the title of a command is the command, but its kind is another and its id begins with another name.
  return (
    call.kind === 'other' &&
    call.title === `${tool} (${server} MCP Server)` &&
    call.toolCallId.startsWith(`mcp_${server}_${tool}__`)
  );
}
