// The tables of docs/agents.md, drawn from the entries: what is written there cannot be out of date.
import type { AgentEntry } from '../../src/agents/driver.ts';
import type { AgentFacts, FailureSign } from '../../src/agents/facts.ts';
import { knownAgents } from '../../src/agents/registry.ts';
import { keyNames } from '../../src/domain/key-names.ts';

const failures: Readonly<Record<FailureSign, string>> = {
  error: 'as an error',
  'last-message': 'in its last words',
  'thread-status': 'as a broken thread',
  silence: 'by silence',
};

const resumes = { load: 'yes', 'load-next-minute': 'from the next minute on', none: 'no' } as const;

/** Both tables, as Prettier would leave them. */
export function agentsTables(): string {
  const start = knownAgents.map((entry) => [
    `\`${entry.name}\``,
    entry.facts === undefined ? entry.title : `[${entry.title}](${entry.facts.homepage})`,
    `\`${commandOf(entry)}\``,
    keyNames(entry.passEnv)
      .map((name) => `\`${name}\``)
      .join(', '),
    versionsOf(entry),
  ]);
  const quirks = knownAgents.flatMap(({ name, facts }) =>
    facts === undefined
      ? []
      : [
          [
            `\`${name}\``,
            facts.quirks.asks === 'never' ? 'no' : 'yes',
            resumes[facts.quirks.resume],
            facts.quirks.mcp === 'none' ? 'no' : 'over HTTP',
            ownToolsOf(facts),
            failures[facts.quirks.failures],
            facts.quirks.callsHome.length === 0 ? '–' : facts.quirks.callsHome.join(', '),
          ],
        ],
  );
  return [
    draw(['name', 'agent', 'started as', 'keys', 'tested here'], start),
    draw(
      [
        'name',
        'asks first',
        'resumes',
        'MCP servers',
        'our tools',
        'tells that its model failed',
        'still calls',
      ],
      quirks,
    ),
  ].join('\n\n');
}

// The whole line of a program with many options would be wider than any page.
function commandOf({ command }: AgentEntry): string {
  return command.length <= 5 ? command.join(' ') : `${command[0] ?? ''} …`;
}

function versionsOf({ facts }: AgentEntry): string {
  const versions = facts?.versions ?? null;
  if (versions === null) return 'not tested here';
  return versions.oldest === versions.tested ? versions.tested : `${versions.oldest} to ${versions.tested}`;
}

// How it comes by the tools of its session (docs/steering.md).
function ownToolsOf({ quirks, versions }: AgentFacts): string {
  if (versions === null) return 'not tested here';
  return quirks.mcp === 'none' ? 'as a command' : 'over MCP';
}

function draw(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
