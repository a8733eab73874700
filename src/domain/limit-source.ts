// Who set a limit of a task: what a person has to change who wants another.

/**
 * From near to far. `project_settings` is what a person set for the project in Tasklane, `project` the file of its repository, `home`
 * config.json of the home, or a variable of the daemon's environment.
 */
export const limitSources = [
  'task',
  'subagent',
  'parent',
  'template',
  'project_settings',
  'project',
  'home',
  'default',
] as const;
export type LimitSource = (typeof limitSources)[number];

/** By the names of the limits of an attempt; what is missing is not known, as in tasks of earlier versions. */
export interface LimitSources {
  readonly timeoutMs?: LimitSource;
  readonly maxTurns?: LimitSource;
  readonly maxTokens?: LimitSource;
  readonly maxCost?: LimitSource;
}

/** In words that follow a limit and a comma; empty where nobody knows. */
export function sourceText(source: LimitSource | undefined): string {
  return source === undefined ? '' : `, ${words[source]}`;
}

const words: Readonly<Record<LimitSource, string>> = {
  task: 'set for this task',
  subagent: 'set by the subagent',
  parent: 'as of the task that asked for it',
  template: 'set by its template',
  project_settings: 'set in the settings of the project',
  project: 'set in .tasklane/config.json of the repository',
  home: 'set in config.json of Tasklane’s home or the environment of the daemon',
  default: 'the default',
};
