// How requests of agents for permission are answered before anybody is asked.
import type { ToolCall } from './agent-event.ts';

/**
 * `ask`: a person decides. `allow_edits`: edits of files in the task's own copy are allowed, about everything else a person
 * decides. `allow_all` and `deny`: nobody is asked.
 */
export const permissionPolicies = ['deny', 'ask', 'allow_edits', 'allow_all'] as const;
export type PermissionPolicy = (typeof permissionPolicies)[number];

/** The one that lets agents do less. */
export function stricter(one: PermissionPolicy, other: PermissionPolicy): PermissionPolicy {
  return permissionPolicies.indexOf(one) <= permissionPolicies.indexOf(other) ? one : other;
}

/** `insideCopy`: whether every path that the call names lies in the task's own copy, links followed. */
export function ruleOn(
  policy: PermissionPolicy,
  call: Pick<ToolCall, 'kind' | 'paths'>,
  insideCopy: boolean,
): 'allow' | 'deny' | 'ask' {
  switch (policy) {
    case 'allow_all':
      return 'allow';
    case 'deny':
      return 'deny';
    case 'ask':
      return 'ask';
    case 'allow_edits':
      return isEdit(call) && call.paths.length > 0 && insideCopy ? 'allow' : 'ask';
  }
}

function isEdit({ kind }: Pick<ToolCall, 'kind'>): boolean {
  return kind === 'edit' || kind === 'delete' || kind === 'move';
}
