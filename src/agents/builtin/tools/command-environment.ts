// The environment of commands the model runs: that of the agent without what opens doors. Whatever a command prints goes
// to the model's provider, and what it runs may have been written by the model.
import type { Environment } from '../settings.ts';

const secretName = /(^|_)(API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PAT|CREDENTIALS?|AUTH)(_|$)/i;

// Without a terminal these would wait for somebody, or fill the output with escape sequences.
const quiet = {
  TERM: 'dumb',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
};

export function commandEnvironment(environment: Environment): Record<string, string> {
  // A key may also be set under a name that does not look like one.
  const secrets = new Set(
    Object.entries(environment)
      .filter(([name]) => secretName.test(name))
      .map(([, value]) => value),
  );
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !isHidden(entry[0]) && !(entry[1].length >= 8 && secrets.has(entry[1])),
  );
  return { ...Object.fromEntries(kept), ...quiet };
}

function isHidden(name: string): boolean {
  // The address of a model may hold the token of this run.
  return (
    (name.startsWith('TASKLANE_') && !isOfTemplate(name)) ||
    name.endsWith('_BASE_URL') ||
    secretName.test(name)
  );
}

// The task's template tells them to the agent.
function isOfTemplate(name: string): boolean {
  return name.startsWith('TASKLANE_PARAM_') || name.startsWith('TASKLANE_TEMPLATE');
}
