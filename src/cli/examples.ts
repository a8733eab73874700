// What a person would type, for the help and the man page of each command. They are data, so that a test runs them.
// A command without one here is found by that test.
import { Help } from 'commander';
import type { Command } from 'commander';

/** By the words of the command. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  run: [
    'tasklane run "Fix the failing test" --check "npm test"',
    'tasklane run --agent qwen --apply "Update the year in the footer"',
    'git log -1 --format=%B | tasklane run -',
  ],
  'task create': [
    'tasklane task create "Add a test for empty input" --priority high',
    'tasklane task create "Document the API" --depends-on 12 --owns "docs/**"',
    'tasklane task create --draft --name new-footer "Make the footer smaller"',
  ],
  'task edit': ['tasklane task edit 12 --prompt "Make the footer smaller, on phones too"'],
  'task accept': ['tasklane task accept 12'],
  'task replan': ['tasklane task replan 12'],
  'task archive': ['tasklane task archive 12'],
  'task move': ['tasklane task move 12 --top', 'tasklane task move 12 --after 14'],
  'task list': ['tasklane task list --state ready,failed', 'tasklane task list --all -o json'],
  'task show': ['tasklane task show 12'],
  'task history': ['tasklane task history 12'],
  'task status': ['tasklane task status 12 --watch'],
  'task logs': ['tasklane task logs 12', 'tasklane task logs -f 12'],
  'task wait': ['tasklane task wait 12 --timeout 30m && tasklane task apply 12'],
  'task diff': ['tasklane task diff 12 --stat', 'tasklane task diff 12 | git apply --check'],
  'task apply': ['tasklane task apply 12'],
  'task dismiss': ['tasklane task dismiss 12'],
  'task retry': ['tasklane task retry 12 --timeout 1h'],
  'task pause': ['tasklane task pause 12'],
  'task resume': ['tasklane task resume 12'],
  'task complete': ['tasklane task complete 12'],
  'task cancel': ['tasklane task cancel 12 --reason "no longer wanted"'],
  'task send': ['tasklane task send 12 "Keep the old name as an alias"'],
  'task delete': ['tasklane task delete 12 14 --yes'],
  logs: ['tasklane logs 12'],
  queue: ['tasklane queue', 'tasklane queue --all --watch'],
  'queue import': [
    'tasklane queue import --prompt "2 tasks: api (src/api/*), ui (src/ui/*) after api"',
    'tasklane queue import session-state/task-queue.json --check "npm test"',
  ],
  'queue export': ['tasklane queue export queue.json'],
  'queue phase show': ['tasklane queue phase show'],
  'queue phase list': ['tasklane queue phase list'],
  'queue phase next': ['tasklane queue phase next --agent ada --workspace'],
  'queue phase heartbeat': ['tasklane queue phase heartbeat 1 --agent ada --fence 1'],
  'queue phase may-write': ['tasklane queue phase may-write 1 src/api/list.ts --agent ada --fence 1'],
  'queue phase complete': ['tasklane queue phase complete 1 --agent ada --fence 1 --summary "Pages of 50"'],
  'queue phase fail': ['tasklane queue phase fail 1 --agent ada --fence 1 --reason "needs a new table"'],
  'queue phase release': ['tasklane queue phase release 1 --agent ada --fence 1'],
  'queue phase finish': ['tasklane queue phase finish'],
  'queue phase cancel': ['tasklane queue phase cancel --reason "planned anew"'],
  'template init': ['tasklane template init web', 'tasklane template init mine --from workspace'],
  'template push': ['tasklane template push web --message "install with npm ci"'],
  'template promote': ['tasklane template promote web v1'],
  'template list': ['tasklane template list'],
  'template show': ['tasklane template show workspace'],
  'template versions': ['tasklane template versions workspace'],
  'template delete': ['tasklane template delete web --yes'],
  'project add': ['tasklane project add', 'tasklane project add ../shop --name shop --branch main'],
  'project list': ['tasklane project list'],
  'project show': ['tasklane project show'],
  'project remove': ['tasklane project remove shop --yes'],
  watch: ['tasklane watch --types task.ready,task.failed', 'tasklane watch 12 --since 1h'],
  'webhook add': ['tasklane webhook add https://example.com/hook --events task.ready,task.failed'],
  'webhook edit': ['tasklane webhook edit 7f6c0c5e --disable'],
  'webhook remove': ['tasklane webhook remove 7f6c0c5e'],
  'webhook list': ['tasklane webhook list'],
  'webhook show': ['tasklane webhook show 7f6c0c5e'],
  'webhook test': ['tasklane webhook test 7f6c0c5e'],
  'webhook deliveries': ['tasklane webhook deliveries 7f6c0c5e'],
  'webhook redeliver': ['tasklane webhook redeliver 7f6c0c5e 9b1d'],
  login: ['tasklane login https://tasks.example.com --user ada'],
  logout: ['tasklane logout'],
  whoami: ['tasklane whoami'],
  open: ['tasklane open'],
  'user create': ['tasklane user create ada --email ada@example.com'],
  'user list': ['tasklane user list'],
  'user show': ['tasklane user show'],
  'user edit': ['tasklane user edit ada --email ada@example.org'],
  'user suspend': ['tasklane user suspend ada'],
  'user resume': ['tasklane user resume ada'],
  'user password': ['tasklane user password ada'],
  'user delete': ['tasklane user delete ada --yes'],
  'member list': ['tasklane member list'],
  'member add': ['tasklane member add ada --role viewer'],
  'member remove': ['tasklane member remove ada'],
  'token create': ['tasklane token create ci --scope read --expires 30d'],
  'token list': ['tasklane token list'],
  'token revoke': ['tasklane token revoke k3v9x2'],
  audit: ['tasklane audit --limit 20'],
  serve: ['tasklane serve', 'tasklane serve --host 0.0.0.0 --port 4747'],
  stop: ['tasklane stop'],
  agents: ['tasklane agents'],
  'agents resume': ['tasklane agents resume qwen'],
  'config show': ['tasklane config show'],
  doctor: ['tasklane doctor'],
  mcp: ['tasklane mcp'],
  completion: ['source <(tasklane completion bash)'],
  help: ['tasklane help task create', 'tasklane help states'],
};

/** The help of commander, with the examples between the flags and what a command adds to it. */
export function helpWithExamples(command: Command, helper: Help): string {
  const text = Help.prototype.formatHelp.call(helper, command, helper);
  const lines = examples[pathOf(command)] ?? [];
  return lines.length === 0 ? text : `${text}\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** The words that call a command, without the program's name. */
export function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trim();
}
