// How parameters are called in the environment of setup scripts and agents.

const prefix = 'TASKLANE_PARAM_';

/** `AI Prompt` → `TASKLANE_PARAM_AI_PROMPT`. */
export function variableOf(parameter: string): string {
  return prefix + parameter.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}
