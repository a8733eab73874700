// `tasklane help [command or topic]`.
import type { Command } from 'commander';
import { AppError } from '../../api/errors.ts';
import { print } from '../context.ts';
import type { Context } from '../context.ts';
import { nearest } from '../nearest-command.ts';
import { topicNames } from '../topic-names.ts';
import { topics } from '../topics.ts';

export function help(context: Context, root: Command, words: readonly string[]): void {
  const topic = topicNames.find((name) => name === words.join('-').toLowerCase());
  const command = commandAt(root, words);
  if (command !== null) return command.outputHelp();
  if (topic !== undefined) return print(context, topics[topic]);
  const wanted = words.join(' ');
  const guess = nearest(root, words);
  throw new AppError('invalid_input', `There is no command or topic “${wanted}”.`, {
    next:
      guess.length > 0
        ? `Did you mean ${guess.map((one) => `\`tasklane help ${one}\``).join(' or ')}?`
        : `See \`tasklane --help\` for the commands; the topics are ${topicNames.join(', ')}.`,
  });
}

function commandAt(root: Command, words: readonly string[]): Command | null {
  let at = root;
  for (const word of words) {
    const next = at.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) return null;
    at = next;
  }
  return at;
}
