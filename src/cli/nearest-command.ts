// Which command somebody may have meant whose first word is none: `apply` is `task apply`, and `taks` is `task`.
import type { Command } from 'commander';
import { nearest as nearestName } from '../config/nearest.ts';
import { pathOf } from './examples.ts';

const atMost = 3;

/** Paths of commands, such as `task apply`; empty when nothing is near. */
export function nearest(root: Command, words: readonly string[]): readonly string[] {
  const [first = ''] = words;
  const own = nearestName(first, names(root.commands));
  if (own !== null) return rest(root, own, words);
  const inside = visible(root).flatMap(visible);
  const name = nearestName(first, names(inside));
  if (name === null) return [];
  const found = inside.filter((one) => names([one]).includes(name));
  return found.slice(0, atMost).map(pathOf);
}

// `taks lsit` is `task list`.
function rest(root: Command, name: string, words: readonly string[]): readonly string[] {
  const group = visible(root).find((one) => names([one]).includes(name));
  const second = group === undefined ? null : nearestName(words[1] ?? '', names(group.commands));
  return [second === null ? name : `${name} ${second}`];
}

function names(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((one) => [one.name(), ...one.aliases()]).filter((name) => !name.startsWith('_'));
}

function visible(command: Command): readonly Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return command.commands.filter((one) => shown.includes(one));
}
