// A manual page (man(7) macros) from the table of commands: one for the program, one for each of its commands with all
// that is below it. So a page cannot say anything else than --help does.
import type { Command, Option } from 'commander';
import { examples, pathOf } from '../src/cli/examples.ts';
import { topics } from '../src/cli/topics.ts';

/** File name (`tasklane-task.1`) → its text. */
export function manPages(root: Command): ReadonlyMap<string, string> {
  const pages = commandsOf(root).map(
    (command) => [`tasklane-${command.name()}.1`, commandPage(command)] as const,
  );
  return new Map([['tasklane.1', rootPage(root)], ...pages]);
}

function rootPage(root: Command): string {
  const list = commandsOf(root).flatMap((command) =>
    entry(`.BR tasklane\\-${escape(command.name())} (1)`, command.description()),
  );
  return page('tasklane', root.description(), [
    section('SYNOPSIS', [`.B tasklane`, escape(root.usage())]),
    section('DESCRIPTION', paragraphs(sentence(root.description()))),
    section('COMMANDS', list),
    optionsOf(root),
    ...Object.values(topics).map(topicSection),
    section('SEE ALSO', ['.BR git (1)']),
  ]);
}

function commandPage(command: Command): string {
  const name = `tasklane-${command.name()}`;
  return page(name, command.description(), [
    section('SYNOPSIS', leavesOf(command).flatMap(synopsis)),
    section('DESCRIPTION', paragraphs(sentence(command.description()))),
    ...(hasOwn(command) ? [optionsOf(command), examplesOf(command)] : []),
    ...leavesOf(command)
      .filter((one) => one !== command)
      .map(subcommand),
    section('SEE ALSO', ['.BR tasklane (1)']),
  ]);
}

function subcommand(command: Command): string {
  const aliases = command.aliases().map((alias) => `also: ${alias}`);
  const about = [sentence(command.description()), ...aliases].join(' ');
  return section(pathOf(command).toUpperCase(), [
    ...paragraphs(about),
    ...argumentsOf(command),
    ...command.options.flatMap(option),
    ...exampleLines(command),
  ]);
}

function page(name: string, about: string, sections: readonly string[]): string {
  const head = [
    `.\\" Made from the table of commands by scripts/man.mjs.`,
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "Tasklane" "Tasklane Manual"`,
    section('NAME', [`${escape(name)} \\- ${escape(about.replace(/\.$/, ''))}`]),
  ];
  return `${[...head, ...sections].filter((part) => part !== '').join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`.SH "${escape(title)}"`, ...lines].join('\n');
}

function topicSection(text: string): string {
  const [title = '', ...rest] = text.split('\n');
  return section(title.replace(/[:].*$/, '').toUpperCase(), [
    '.nf',
    ...rest.join('\n').replace(/^\n/, '').split('\n').map(escape),
    '.fi',
  ]);
}

function synopsis(command: Command): readonly string[] {
  return [`.B tasklane ${escape(pathOf(command))}`, escape(command.usage()), '.br'];
}

function optionsOf(command: Command): string {
  return section('OPTIONS', [...argumentsOf(command), ...command.options.flatMap(option)]);
}

function argumentsOf(command: Command): readonly string[] {
  return command.registeredArguments.flatMap((one) =>
    entry(`.I ${escape(one.name())}`, withChoices(one.description, one.argChoices)),
  );
}

function option(one: Option): readonly string[] {
  return one.hidden ? [] : entry(`.B ${escape(one.flags)}`, withChoices(one.description, one.argChoices));
}

function withChoices(text: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? text : `${text} (one of: ${choices.join(', ')})`;
}

function examplesOf(command: Command): string {
  return section('EXAMPLES', exampleLines(command).slice(1));
}

function exampleLines(command: Command): readonly string[] {
  const lines = examples[pathOf(command)] ?? [];
  return lines.length === 0 ? [] : ['.PP', '.EX', ...lines.map(escape), '.EE'];
}

function entry(head: string, text: string): readonly string[] {
  return ['.TP', head, escape(text)];
}

function paragraphs(text: string): readonly string[] {
  return ['.PP', escape(text)];
}

function sentence(text: string): string {
  const full = text.endsWith('.') ? text : `${text}.`;
  return full.charAt(0).toUpperCase() + full.slice(1);
}

/** The command itself, or those below it that do something. */
function leavesOf(command: Command): readonly Command[] {
  const inside = commandsOf(command).flatMap(leavesOf);
  return hasOwn(command) ? [command, ...inside] : inside;
}

// A group with flags of its own does something by itself, such as `queue`.
function hasOwn(command: Command): boolean {
  return command.commands.length === 0 || command.options.length > 0;
}

function commandsOf(command: Command): readonly Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return command.commands.filter((one) => shown.includes(one));
}

// A backslash and a hyphen have a meaning; so has a dot or a quote where a line begins. What is not ASCII has a name.
function escape(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=['.])/gm, '\\&')
    .replaceAll(
      /[^\n -~]/gu,
      (sign) => `\\[u${sign.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}]`,
    );
}
