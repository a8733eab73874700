import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { violations } from './support/architecture.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function readSources(): Map<string, string> {
  const paths = ['src', 'web'].flatMap((top) =>
    readdirSync(root + top, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => `${top}/${path.split(sep).join('/')}`),
  );
  return new Map(paths.map((path) => [path, readFileSync(root + path, 'utf8')]));
}

type Packages = Readonly<Record<string, string>>;

function readDependencies(): {
  readonly dependencies: readonly string[];
  readonly ofBuild: readonly string[];
} {
  const text = readFileSync(`${root}package.json`, 'utf8');
  const { dependencies, devDependencies } = JSON.parse(text) as {
    dependencies: Packages;
    devDependencies: Packages;
  };
  return { dependencies: Object.keys(dependencies), ofBuild: Object.keys(devDependencies) };
}

test('the sources keep the shape that ARCHITECTURE.md describes', () => {
  assert.deepEqual(violations({ files: readSources(), ...readDependencies() }), []);
});

// Each a small tree of its own with one thing wrong, or with something that only looks wrong.
const planted: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly found: readonly RegExp[];
}[] = [
  {
    name: 'a port that imports another port',
    files: { 'src/store/tasks.ts': "import { git } from '../workspaces/git.ts';\ngit();" },
    found: [
      /^src\/store\/tasks\.ts imports src\/workspaces\/git\.ts: store\/ may import nothing of workspaces\/$/,
    ],
  },
  {
    name: 'an import over several lines, and one that is loaded later',
    files: {
      'src/api/client.ts':
        "import {\n  one,\n  two,\n} from '../lib/text.ts';\nconst more = () => import('../engine/engine.ts');",
    },
    found: [/imports src\/lib\/text\.ts/, /imports src\/engine\/engine\.ts/],
  },
  {
    name: 'a value where only types are to be known',
    files: { 'src/review/apply.ts': "import { clone } from '../workspaces/hub.ts';\nclone();" },
    found: [/may import only types of workspaces\//],
  },
  {
    name: 'types of a port, which is right',
    files: {
      'src/review/apply.ts': "import type { Hub } from '../workspaces/hub.ts';\nexport type One = Hub;",
    },
    found: [],
  },
  {
    name: 'a command that loads the daemon, unless it is serve, or an agent, unless it is agent',
    files: {
      'src/cli/commands/agent.ts': "await import('../../agents/builtin/main.ts');",
      'src/cli/commands/serve.ts': "await import('../../daemon.ts');",
      'src/cli/commands/run.ts': "await import('../../daemon.ts');",
    },
    found: [/^src\/cli\/commands\/run\.ts imports src\/daemon\.ts/],
  },
  {
    name: 'the web reaching behind the API',
    files: { 'web/board.tsx': "import { task } from '../src/domain/task.ts';\ntask();" },
    found: [/web\/ may import nothing of domain\//],
  },
  {
    name: 'a folder that nobody gave a rule',
    files: { 'src/utils/misc.ts': "import { text } from '../lib/text.ts';\ntext();" },
    found: [/src\/utils\/misc\.ts is in no room/],
  },
  {
    name: 'source code that imports a test',
    files: { 'src/lib/text.ts': "import { dir } from '../../test/support/temp-dir.ts';\ndir();" },
    found: [/nothing of test\//],
  },
  {
    name: 'a package for development, and one that nobody declared',
    files: { 'src/lib/text.ts': "import 'typescript';\nimport { pad } from 'left-pad/now';\npad();" },
    found: [/imports typescript, which is not among/, /imports left-pad, which is not among/],
  },
  {
    name: 'a library outside its place',
    files: {
      'src/engine/run.ts':
        "import { streamText } from 'ai';\nimport { pino } from 'pino';\nstreamText(pino);",
    },
    found: [
      /imports ai, which belongs to src\/agents\/builtin\//,
      /imports pino, which belongs to src\/lib\/log\.ts/,
    ],
  },
  {
    name: 'the domain using the machine, the clock and chance',
    files: {
      'src/domain/task.ts': "import { join } from 'node:path';\nexport const id = join(String(Date.now()));",
      'src/domain/ids.ts': 'export const id = Math.random();',
    },
    found: [/imports node:path: domain\/ is pure/, /task\.ts asks for the time/, /ids\.ts asks for the time/],
  },
  {
    name: 'the environment read outside the configuration',
    files: {
      'src/engine/run.ts': "export const path = process.env['PATH'];",
      'src/config.ts': "export const path = process.env['PATH'];",
      'src/lib/text.ts': '// process.env is read elsewhere.\nexport const one = 1;',
    },
    found: [/^src\/engine\/run\.ts reads the environment/],
  },
  {
    name: 'git run by somebody else',
    files: {
      'src/review/apply.ts': "await exec(['git', 'merge'], {});",
      'src/workspaces/git.ts': "await exec(['git', 'merge'], {});",
      'src/engine/doctor.ts': "export const name = 'git';\nok('git', ['git']);",
      'src/lib/merge.ts': "spawn('git', argv);",
    },
    found: [/^src\/review\/apply\.ts runs git/, /^src\/lib\/merge\.ts runs git/],
  },
  {
    name: 'a barrel',
    files: {
      'src/lib/index.ts':
        "// All of it.\nexport { one } from './one.ts';\nexport type {\n  Two,\n} from './two.ts';\n",
      'src/lib/all.ts': "export * from './one.ts';\nexport const two = 2;",
    },
    found: [/index\.ts only passes on/, /all\.ts only passes on/],
  },
  {
    name: 'a door to the room below, which is no barrel',
    files: { 'src/api/states.ts': "export { isSettled } from '../domain/task.ts';" },
    found: [],
  },
  {
    name: 'two folders that import each other',
    files: {
      'src/agents/acp/turn.ts': "import { home } from '../builtin/home.ts';\nhome();",
      'src/agents/builtin/main.ts': "import { turn } from '../acp/turn.ts';\nturn();",
    },
    found: [/^src\/agents\/acp and src\/agents\/builtin import each other/],
  },
  {
    name: 'a folder and a file beside it that import each other',
    files: {
      'src/agents/acp/turn.ts': "import { driver } from '../driver.ts';\ndriver();",
      'src/agents/driver.ts': "import { turn } from './acp/turn.ts';\nturn();",
    },
    found: [/^src\/agents\/acp and src\/agents\/driver import each other/],
  },
  {
    name: 'a file and the folder of its parts, which are one',
    files: {
      'src/agents/acp.ts': "import { turn } from './acp/turn.ts';\nturn();",
      'src/agents/acp/turn.ts': "import { acp } from '../acp.ts';\nacp();",
    },
    found: [],
  },
  {
    name: 'a test, which may put together what it likes',
    files: { 'src/store/tasks.test.ts': "import { git } from '../workspaces/git.ts';\ngit(process.env);" },
    found: [],
  },
];

for (const { name, files, found } of planted)
  test(`the check of the shape sees ${name}`, () => {
    const sentences = violations({
      files: new Map(Object.entries(files)),
      dependencies: ['ai', 'pino', 'zod'],
    });
    assert.equal(sentences.length, found.length, sentences.join('\n'));
    for (const expected of found)
      assert.ok(
        sentences.some((sentence) => expected.test(sentence)),
        `${String(expected)} in:\n${sentences.join('\n')}`,
      );
  });
