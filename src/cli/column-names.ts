// The names of the columns of tables of tasks, apart from what is in them: the help needs only these.

/** Those of Coder, and what else our tasks have: number, project, agent, task state. */
export const columnNames = [
  'number',
  'project',
  'id',
  'organization id',
  'owner name',
  'name',
  'display name',
  'template id',
  'template version id',
  'template name',
  'workspace id',
  'workspace name',
  'workspace status',
  'initial prompt',
  'agent',
  'status',
  'healthy',
  'state',
  'task state',
  'state changed',
  'message',
  'conflicts',
  'created at',
  'updated at',
] as const;
export type ColumnName = (typeof columnNames)[number];
