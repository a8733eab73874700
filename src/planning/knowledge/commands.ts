// Which setup and checks a repository seems to want: proposals for a person, each with its reason. Nothing of it runs before
// somebody has put it into the configuration, because a command of a repository is a program of whoever wrote that.
import type { ProposedCommand, ProposedCommands } from './knowledge.ts';
import { nodeCommands } from './node-commands.ts';

export interface Sources {
  readonly has: (path: string) => boolean;
  /** Texts of those files of `read` that are there. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Files in the root whose text is asked for. */
export const readForCommands = ['package.json', 'pyproject.toml', 'Makefile', 'justfile', 'tox.ini'] as const;

export function proposeCommands(sources: Sources): ProposedCommands {
  const found = [node(sources), python(sources), ...others(sources)];
  const setups = found.flatMap(({ setup }) => (setup === null ? [] : [setup]));
  const checks = found.flatMap((one) => one.checks);
  // What a Makefile says about testing is what the others who work there run: then nothing is guessed besides.
  const made = makeTarget(sources);
  return { setup: joined(setups), checks: distinct(checks.length === 0 ? made : checks) };
}

function node({ has, texts }: Sources): ProposedCommands {
  const text = texts.get('package.json');
  return text === undefined ? { setup: null, checks: [] } : nodeCommands(text, has);
}

function python({ has, texts }: Sources): ProposedCommands {
  const project = texts.get('pyproject.toml');
  const pytest =
    project?.includes('pytest') === true ||
    has('pytest.ini') ||
    has('conftest.py') ||
    has('tests/conftest.py');
  const check = (command: string, because: string): readonly ProposedCommand[] =>
    pytest ? [{ name: 'pytest', command, because }] : [];
  const why =
    pytest && project?.includes('pytest') === true ? 'pyproject.toml names pytest' : 'pytest is configured';
  if (has('uv.lock'))
    return {
      setup: command('uv sync --frozen', 'uv.lock is there'),
      checks: check('uv run --frozen pytest', why),
    };
  if (has('poetry.lock'))
    return {
      setup: command('poetry install', 'poetry.lock is there'),
      checks: check('poetry run pytest', why),
    };
  if (has('requirements.txt'))
    return {
      setup: command(
        'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
        'requirements.txt is there',
      ),
      checks: check('.venv/bin/python -m pytest', why),
    };
  return { setup: null, checks: check('python3 -m pytest', why) };
}

/** By one file in the root each. */
const byFile: readonly (readonly [file: string, name: string, command: string])[] = [
  ['Cargo.toml', 'cargo', 'cargo test'],
  ['go.mod', 'go', 'go test ./...'],
  ['gradlew', 'gradle', './gradlew test'],
  ['mvnw', 'maven', './mvnw -q verify'],
  ['mix.exs', 'mix', 'mix test'],
];

function others({ has }: Sources): readonly ProposedCommands[] {
  const checks = byFile
    .filter(([file]) => has(file))
    .map(([file, name, command]) => ({ name, command, because: `${file} is there` }));
  const maven =
    has('pom.xml') && !has('mvnw')
      ? [{ name: 'maven', command: 'mvn -q verify', because: 'pom.xml is there' }]
      : [];
  const isRuby = has('Gemfile.lock');
  const rspec =
    isRuby && has('.rspec')
      ? [{ name: 'rspec', command: 'bundle exec rspec', because: '.rspec is there' }]
      : [];
  return [
    { setup: isRuby ? command('bundle install', 'Gemfile.lock is there') : null, checks: rspec },
    { setup: has('mix.lock') ? command('mix deps.get', 'mix.lock is there') : null, checks: [] },
    { setup: null, checks: [...checks, ...maven] },
  ];
}

function makeTarget({ texts }: Sources): readonly ProposedCommand[] {
  const text = texts.get('Makefile') ?? '';
  const target = ['check', 'test'].find((name) => new RegExp(`^${name}\\s*:(?!=)`, 'm').test(text));
  if (target !== undefined)
    return [{ name: target, command: `make ${target}`, because: `target “${target}” of the Makefile` }];
  const recipe = /^test(?:\s[^:\n]*)?:(?!=)/m.test(texts.get('justfile') ?? '');
  return recipe ? [{ name: 'test', command: 'just test', because: 'recipe “test” of the justfile' }] : [];
}

function command(line: string, because: string): ProposedCommand {
  return { name: 'setup', command: line, because };
}

function joined(setups: readonly ProposedCommand[]): ProposedCommand | null {
  if (setups.length === 0) return null;
  return command(setups.map((one) => one.command).join(' && '), setups.map((one) => one.because).join(', '));
}

// Checks need names of their own.
function distinct(checks: readonly ProposedCommand[]): readonly ProposedCommand[] {
  return checks.filter((check, index) => checks.findIndex(({ name }) => name === check.name) === index);
}
