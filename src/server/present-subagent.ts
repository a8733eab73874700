// Subagents and their runs as the contract shows them.
import type {
  SubagentCheckedJson,
  SubagentJson,
  SubagentListJson,
  SubagentRunJson,
} from '../api/subagent-schemas.ts';
import type { SubagentDisplay } from '../domain/subagent/display.ts';
import { toolClassOf } from '../domain/subagent/tools.ts';
import type { SubagentProblem } from '../domain/subagent/validate.ts';
import type { FoundSubagent, Subagent, SubagentList } from '../domain/subagent.ts';

export function subagentJson(subagent: FoundSubagent): SubagentJson {
  const { limits } = subagent;
  return {
    name: subagent.name,
    description: subagent.description,
    level: subagent.level,
    path: subagent.path,
    read_only: subagent.isReadOnly,
    tools: subagent.tools === null ? null : [...subagent.tools],
    disallowed_tools: [...subagent.disallowedTools],
    tool_class: toolClassOf(subagent),
    model: subagent.model,
    temperature: subagent.temperature,
    max_turns: limits.maxTurns,
    max_time_minutes: limits.maxTimeMinutes,
    max_tokens: limits.maxTokens,
    terminate_mode: limits.terminateMode,
    isolation: subagent.copy,
    color: subagent.color,
    system_prompt: subagent.systemPrompt,
    warnings: [...subagent.warnings],
  };
}

export function subagentListJson({ subagents, broken }: SubagentList): SubagentListJson {
  return { subagents: subagents.map(subagentJson), broken: broken.map((one) => ({ ...one })) };
}

export function checkedJson(checked: {
  readonly subagent: Subagent | null;
  readonly problems: readonly SubagentProblem[];
  readonly warnings: readonly string[];
}): SubagentCheckedJson {
  const { subagent, problems, warnings } = checked;
  return {
    valid: problems.length === 0,
    problems: problems.map(({ code, message }) => ({ code, message })),
    warnings: [...warnings],
    name: subagent?.name ?? null,
    tool_class: subagent === null ? null : toolClassOf(subagent),
  };
}

export function runJson(run: SubagentDisplay): SubagentRunJson {
  return {
    id: run.subagentId,
    name: run.subagentName,
    color: run.subagentColor,
    description: run.taskDescription,
    prompt: run.taskPrompt,
    status: run.status,
    terminate_reason: run.terminateReason,
    error: run.error,
    result: run.result,
    round: run.round,
    max_turns: run.maxTurns,
    tokens: run.tokens,
    max_tokens: run.maxTokens,
    started_at: new Date(run.startedAt).toISOString(),
    statistics: run.executionSummary === null ? null : { ...run.executionSummary },
    tool_calls: run.toolCalls.map(({ callId, ...call }) => ({ id: callId, ...call })),
    hidden_tool_calls: run.hiddenToolCalls,
  };
}
