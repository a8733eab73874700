// The part of the table of commands that is about agents. `agent` by itself is our own agent, speaking ACP: that is how the
// daemon and editors start it.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { AgentAddFlags } from './commands/agent-add.ts';
import type { AgentCheckFlags } from './commands/agent-check.ts';
import type { Context, OutputFlags } from './context.ts';
import { append, positive, projectOption, withOutput } from './flags.ts';
import type { Start } from './flags.ts';

export function addAgentCommands(root: Command, context: Context, start: Start): void {
  const agent = root
    .command('agent')
    .description('agents: which there are, whether they work, and your own')
    .addHelpText(
      'after',
      '\nWithout a command: the built-in agent, speaking ACP on standard input and output.',
    )
    .action(() => start(async () => (await import('./commands/agent.ts')).agent(context)));
  root
    .command('session', { hidden: true })
    .description('the tools of its session, for an agent that Tasklane started (tasklane-session)')
    .argument('[tool]', 'without one: which there are')
    .argument('[arguments...]', 'one JSON object, - for one on standard input, or name=value')
    .action((tool: string | undefined, words: string[]) =>
      start(async () => (await import('./commands/session.ts')).session(context, tool, words)),
    );
  addList(agent.command('list').alias('ls'), context, start);
  addCheck(agent, context, start);
  addChanges(agent, context, start);
  addResume(agent, context, start);
  const agents = root.command('agents');
  addList(agents, context, start);
  addResume(agents, context, start);
}

function addList(command: Command, context: Context, start: Start): void {
  withOutput(command)
    .description('list the agents that can work, and how to install those that are missing')
    .addOption(projectOption())
    .action((flags: OutputFlags) =>
      start(async () => (await import('./commands/agents.ts')).agents(context, flags)),
    );
}

function addCheck(agent: Command, context: Context, start: Start): void {
  withOutput(agent.command('check'))
    .description('start an agent, open a session, and say what it can do; asks no model')
    .argument('<name>', 'of the agent')
    .option('-m, --model <provider/model>', 'start it with this model')
    .option('--timeout <seconds>', 'for all of it (default: 90)', positive)
    .addOption(projectOption())
    .action((name: string, flags: AgentCheckFlags) =>
      start(async () => (await import('./commands/agent-check.ts')).checkAgent(context, name, flags)),
    );
}

function addChanges(agent: Command, context: Context, start: Start): void {
  withOutput(agent.command('add'))
    .description('add an agent of your own to the configuration: agent add mine -- my-agent --acp')
    .argument('<name>', 'of the agent')
    .argument('<command...>', 'the program and its arguments, after --')
    .addOption(
      new Option('--protocol <protocol>', 'how it is talked to').choices(['acp', 'command']).default('acp'),
    )
    .option('--pass-env <name>', 'a variable of the daemon that it may see (can be repeated)', append)
    .option('--env <name=value>', 'a variable that is set for it (can be repeated)', append)
    .option('--replace', 'also when there is one of that name in the configuration')
    .addHelpText(
      'after',
      '\n{model}, {modelId} and, with --protocol command, {prompt} are filled in: see docs/configuration.md.',
    )
    .action((name: string, command: string[], flags: AgentAddFlags) =>
      start(async () =>
        (await import('./commands/agent-add.ts')).addAgent(context, { name, command }, flags),
      ),
    );
  agent
    .command('remove')
    .alias('rm')
    .description('take an agent out of the configuration; one that ships with Tasklane is as it was then')
    .argument('<name>', 'of the agent')
    .action((name: string) =>
      start(async () => (await import('./commands/agent-remove.ts')).removeAgent(context, name)),
    );
}

function addResume(command: Command, context: Context, start: Start): void {
  withOutput(command.command('resume'))
    .description('start an agent again that is at its usage limit, or failed too often in a row')
    .argument('<name>', 'of the agent')
    .addOption(projectOption())
    .action((name: string, flags: OutputFlags) =>
      start(async () => (await import('./commands/agents-resume.ts')).resumeAgent(context, name, flags)),
    );
}
