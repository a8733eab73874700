// What may stand at the cursor of a half-typed line. Read from the table of commands itself, so that a new command or
// flag needs no word here. What only the daemon knows (the names of tasks, …) is in values.ts.
import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  /** What it is, in a few words; may be empty. */
  readonly about: string;
}

export interface Place {
  /** What the table itself offers: commands, flags, choices. Not yet filtered by what is typed. */
  readonly candidates: readonly Candidate[];
  /** Names for the value that belongs here, the most exact first: `--agent`, `user name`, `task`. Empty for none. */
  readonly value: readonly string[];
  /** The beginning of the value that is there already. */
  readonly typed: string;
  /** What stands before it in the same word and stays there: `--policy=`. */
  readonly kept: string;
  /** The flags before it that have a value, by their long name: `--project`. */
  readonly given: ReadonlyMap<string, string>;
}

/** `words` are those behind the program's name; the last one is where the cursor is, and may be empty. */
export function placeOf(root: Command, words: readonly string[]): Place {
  const line = joinAtEquals(words);
  const walk = walkTo(root, line.slice(0, -1));
  return atCursor(walk, line.at(-1) ?? '');
}

interface Walk {
  readonly command: Command;
  /** How many arguments of the command are there already. */
  readonly arguments: number;
  /** The flag whose value comes next. */
  readonly pending: Option | null;
  /** Help on a command is asked for: its flags and arguments do not count. */
  readonly isHelp: boolean;
  /** Behind `--` there are no flags. */
  readonly isOver: boolean;
  readonly given: ReadonlyMap<string, string>;
}

function walkTo(root: Command, words: readonly string[]): Walk {
  const start: Walk = {
    command: root,
    arguments: 0,
    pending: null,
    isHelp: false,
    isOver: false,
    given: new Map(),
  };
  return words.reduce(step, start);
}

function step(walk: Walk, word: string): Walk {
  if (walk.pending !== null)
    return { ...walk, pending: null, given: withValue(walk.given, walk.pending, word) };
  if (walk.isOver) return { ...walk, arguments: walk.arguments + 1 };
  if (word === '--') return { ...walk, isOver: true };
  if (word.startsWith('-')) return flag(walk, word);
  const next = walk.arguments === 0 ? subcommand(walk.command, word) : undefined;
  // What follows is a command again.
  if (next?.name() === 'help' && next.parent?.parent === null)
    return { ...walk, command: next.parent, isHelp: true };
  return next === undefined ? { ...walk, arguments: walk.arguments + 1 } : { ...walk, command: next };
}

function flag(walk: Walk, word: string): Walk {
  const [name = '', ...value] = word.split('=');
  const option = optionNamed(walk.command, name);
  if (option === undefined || !takesValue(option)) return walk;
  if (value.length === 0) return { ...walk, pending: option };
  return { ...walk, given: withValue(walk.given, option, value.join('=')) };
}

function withValue(
  given: ReadonlyMap<string, string>,
  option: Option,
  value: string,
): ReadonlyMap<string, string> {
  return new Map(given).set(option.long ?? option.name(), value);
}

function atCursor(walk: Walk, word: string): Place {
  const { command, given } = walk;
  if (walk.pending !== null) return ofOption(walk.pending, word, '', given);
  if (!walk.isOver && word.startsWith('-')) {
    const at = word.indexOf('=');
    const option = at === -1 ? undefined : optionNamed(command, word.slice(0, at));
    if (option !== undefined) return ofOption(option, word.slice(at + 1), word.slice(0, at + 1), given);
    return { candidates: flagsOf(command), value: [], typed: word, kept: '', given };
  }
  if (walk.isHelp) {
    const value = command.parent === null ? ['topic'] : [];
    return { candidates: commandsOf(command), value, typed: word, kept: '', given };
  }
  const argument = argumentAt(command, walk.arguments);
  return {
    candidates: [
      ...(walk.arguments === 0 && !walk.isOver ? commandsOf(command) : []),
      ...choices(argument?.argChoices),
    ],
    value:
      argument === undefined ? [] : [`${command.parent?.name() ?? ''} ${argument.name()}`, argument.name()],
    typed: word,
    kept: '',
    given,
  };
}

function ofOption(option: Option, typed: string, kept: string, given: Place['given']): Place {
  const placeholder = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '';
  return {
    candidates: choices(option.argChoices),
    value: [option.long ?? '', placeholder],
    typed,
    kept,
    given,
  };
}

/** The commands that help shows, by their own names. */
function commandsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ value: one.name(), about: one.description() }));
}

function flagsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((one) => ({ value: one.long ?? one.short ?? '', about: one.description }));
}

function choices(of: readonly string[] | undefined): readonly Candidate[] {
  return (of ?? []).map((value) => ({ value, about: '' }));
}

function subcommand(command: Command, word: string): Command | undefined {
  return command.commands.find((one) => one.name() === word || one.aliases().includes(word));
}

// The last argument of a command may take all that follows.
function argumentAt(command: Command, index: number): Argument | undefined {
  const last = command.registeredArguments.at(-1);
  return command.registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

// Those of the commands above count as well: --url and --token may stand anywhere.
function optionNamed(command: Command, name: string): Option | undefined {
  const own = command.options.find((option) => option.long === name || option.short === name);
  return own ?? (command.parent === null ? undefined : optionNamed(command.parent, name));
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

// Bash breaks a word at `=`: `--policy`, `=`, `de`. There the value stands alone, and is what bash replaces.
function joinAtEquals(words: readonly string[]): readonly string[] {
  const isBreak = (word: string | undefined, before: string | undefined): boolean =>
    word === '=' && before?.startsWith('--') === true;
  return words.flatMap((word, index) => {
    if (!isBreak(word, words[index - 1])) return [word];
    return index === words.length - 1 ? [''] : [];
  });
}
