// The tools of sessions as an MCP endpoint.
import type { Log } from '../../lib/log.ts';
import { serveTools } from '../mcp/serve-tools.ts';
import type { ToolEndpoint } from '../mcp/serve-tools.ts';
import { plannerTools } from './planner-tools.ts';
import type { Entrance, PlannerEntrance } from './session-server.ts';
import { sessionTools } from './tools.ts';

const instructions = `Tools of the system that gave you your task. Nothing here waits for a person: ask_human answers “pending”, and the answer is your next prompt after you have ended your turn.`;

const plannerInstructions = `Takes what you propose, and says at once what cannot be used. A person decides about it.`;

interface Served {
  readonly version: string;
  readonly log: Log;
}

export function sessionEndpoint({ version, log }: Served): ToolEndpoint<Entrance> {
  return serveTools({
    name: 'tasklane-session',
    title: 'Tasklane',
    version,
    instructions,
    log,
    // Claude Code keeps tools of servers from its model until that searches for them, unless it is told otherwise.
    tools: sessionTools.map((tool) => ({ ...tool, meta: { 'anthropic/alwaysLoad': true } })),
    isOffered: () => true,
    run: async (tool, { desk, ended }: Entrance, given, signal) =>
      tool.run(desk, given, AbortSignal.any([signal, ended])),
  });
}

/** A planner is offered the one tool that its request is for. */
export function plannerEndpoint({ version, log }: Served): ToolEndpoint<PlannerEntrance> {
  return serveTools({
    name: 'tasklane-planning',
    title: 'Tasklane',
    version,
    instructions: plannerInstructions,
    log,
    tools: plannerTools,
    isOffered: ({ planner }, tool) => planner.tool === tool.name,
    run: async (tool, { planner, ended }: PlannerEntrance, given, signal) =>
      tool.run(planner, given, AbortSignal.any([signal, ended])),
  });
}
