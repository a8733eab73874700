import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTemplate } from './parse.ts';
import { AppError } from '../../domain/errors.ts';
import type { TemplateFile } from '../../domain/template.ts';
import type { ReadTemplate } from '../../domain/template/read-definition.ts';

function file(path: string, text: string): TemplateFile {
  return { path, content: new TextEncoder().encode(text), executable: false };
}

function parse(yaml: string, others: readonly TemplateFile[] = []): ReadTemplate {
  let count = 0;
  return parseTemplate([file('template.yaml', yaml), ...others], () => `id-${(count += 1)}`);
}

function problemsOf(yaml: string, others: readonly TemplateFile[] = []): string {
  try {
    parse(yaml, others);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return error.message;
    throw error;
  }
  throw new assert.AssertionError({ message: 'it was accepted' });
}

test('R56 R58 R59 a template.yaml says everything a task needs, with defaults for what it leaves out', () => {
  const { name, definition } = parse(
    `name: web-app
display_name: Web app
agent: gemini
model: google/gemini-3
isolation: copy
image: node:24
setup: { file: bin/setup.sh }
system_prompt: Work on port {{preview_port}}. {{.Kept}}
policy: board
checks:
  - npm test
  - { name: types, command: npm run types, timeout: 1h30m }
limits: { timeout: 45, max_turns: 20 }
parameters:
  - name: preview_port
    type: number
    default: 3000
    validation: { min: 1, max: 65535, error: '{value} is no port' }
  - name: size
    options: [small, { name: Large one, value: large }]
    default: small
  - { name: fast, type: bool, default: true, mutable: true }
  - { name: tags, type: list(string), default: [a, b] }
  - { name: note, required: false }
  - { name: word }
  - { name: key, sensitive: true }
presets:
  - { name: Big, default: true, parameters: { size: large, preview_port: 80, tags: [], word: 'yes' } }
`,
    [file('bin/setup.sh', 'true')],
  );
  assert.equal(name, 'web-app');
  const { parameters, presets, ...rest } = definition;
  assert.deepEqual(rest, {
    displayName: 'Web app',
    description: '',
    icon: '',
    agent: 'gemini',
    model: 'google/gemini-3',
    isolation: 'copy',
    image: 'node:24',
    setup: { kind: 'file', path: 'bin/setup.sh' },
    systemPrompt: 'Work on port {{preview_port}}. {{.Kept}}',
    policy: 'board',
    checks: [
      { name: null, command: 'npm test', timeoutMs: null },
      { name: 'types', command: 'npm run types', timeoutMs: 5_400_000 },
    ],
    limits: { timeoutMs: 45_000, maxTurns: 20 },
  });
  assert.deepEqual(
    parameters.map(({ name, type, required, defaultValue }) => [name, type, required, defaultValue]),
    [
      ['preview_port', 'number', false, '3000'],
      ['size', 'string', false, 'small'],
      ['fast', 'bool', false, 'true'],
      ['tags', 'list(string)', false, '["a","b"]'],
      ['note', 'string', false, null],
      ['word', 'string', true, null],
      ['key', 'string', true, null],
    ],
  );
  assert.deepEqual(presets[0], {
    id: presets[0]?.id,
    name: 'Big',
    description: '',
    icon: '',
    isDefault: true,
    parameters: [
      { name: 'size', value: 'large' },
      { name: 'preview_port', value: '80' },
      { name: 'tags', value: '[]' },
      { name: 'word', value: 'yes' },
    ],
  });
});

const parameter = (text: string): string =>
  `name: t\nparameters:\n  - name: p\n${text.replaceAll(/^/gm, '    ')}`;

const bad: readonly (readonly [what: string, yaml: string, said: RegExp])[] = [
  ['no object', '- a', /line 1: a template must be keys with values, not \["a"\]/],
  ['no YAML', 'name: "x\n', /template\.yaml line \d: this is not valid YAML/],
  ['a key twice', 'name: a\nname: b', /line 2: this is not valid YAML: Map keys must be unique/],
  ['an unknown key', 'name: t\nimagee: x', /line 2, imagee: there is no such key \(a template has name, /],
  [
    'a bad name',
    'name: my template',
    /line 1, name: a name has letters and digits, joined by single hyphens/,
  ],
  ['a long name', `name: ${'a'.repeat(33)}`, /name: this may have 32 characters, it has 33/],
  [
    'a number as text',
    'name: t\ndescription: 3.10',
    /line 2, description: this must be a text, not 3\.1: put it/,
  ],
  ['two lines', 'name: t\nicon: "a\\nb"', /icon: this must be one line/],
  ['an unknown policy', 'name: t\npolicy: fast', /policy: "fast" is not known \(use develop, workspace, /],
  [
    'an unknown isolation',
    'name: t\nisolation: vm',
    /isolation: "vm" is not known \(use copy or container\)/,
  ],
  ['a bad model', 'name: t\nmodel: gpt', /model: this must be PROVIDER\/ID/],
  [
    'a missing file',
    'name: t\nsetup: { file: x.sh }',
    /setup\.file: the template has no file “x\.sh” \(it has: none\)/,
  ],
  ['a file without a name', 'name: t\nsystem_prompt: {}', /system_prompt\.file: this must name a file/],
  ['an unknown slot', 'name: t\nsetup: echo {{ port }}', /setup: the slot \{\{port\}\} names no parameter/],
  [
    'a sensitive slot',
    'name: t\nsetup: echo {{p}}\nparameters: [{ name: p, sensitive: true }]',
    /line 2, setup: \{\{p\}\} is sensitive: use it from the environment/,
  ],
  ['a bad span', 'name: t\nlimits: { timeout: soon }', /limits\.timeout: this must be a span of time/],
  ['no turns', 'name: t\nlimits: { max_turns: 0 }', /limits\.max_turns: this must be a whole number from 1/],
  [
    'a check without command',
    'name: t\nchecks: [{ name: x }]',
    /checks\[0\]\.command: a check needs a command/,
  ],
  [
    'a check twice',
    'name: t\nchecks: [{ name: x, command: a }, { name: x, command: b }]',
    /checks\[1\]\.name: another check has this name/,
  ],
  ['no list', 'name: t\nparameters: {}', /parameters: this must be a list, not \{\}/],
  ['no name', 'name: t\nparameters: [{ type: bool }]', /parameters\[0\]\.name: a parameter needs a name/],
  [
    'a bad parameter name',
    'name: t\nparameters: [{ name: 1a }]',
    /parameters\[0\]\.name: a name begins with a letter/,
  ],
  [
    'one variable for two',
    'name: t\nparameters: [{ name: a b }, { name: a-b }]',
    /parameters\[1\]\.name: another .* \(both become TASKLANE_PARAM_A_B\)/,
  ],
  [
    'an unknown type',
    parameter('type: int'),
    /line 4, parameters\[0\]\.type: "int" is not known \(use string, number/,
  ],
  ['a bad default', parameter('type: number\ndefault: many'), /default: this must be a number, not "many"/],
  [
    'a number as string',
    parameter('default: 3.10'),
    /default: this must be a text, not 3\.1: put it in quotes/,
  ],
  ['yes is no bool', parameter('type: bool\ndefault: yes'), /default: this must be true or false, not "yes"/],
  [
    'no list of texts',
    parameter('type: list(string)\ndefault: [1]'),
    /default: this must be a list of texts/,
  ],
  ['a default no option', parameter('options: [a, b]\ndefault: c'), /default: "c" is not one of its options/],
  [
    'an option twice',
    parameter('options: [{ value: a }, { value: a }]'),
    /options\[1\]\.value: this value is there/,
  ],
  [
    'required with default',
    parameter('required: true\ndefault: x'),
    /required: a required parameter has no default/,
  ],
  ['a bad regex', parameter('validation: { regex: "[" }'), /validation\.regex: this cannot be used/],
  ['regex of a number', parameter('type: number\nvalidation: { regex: a }'), /regex: a number has no regex/],
  ['min of a text', parameter('validation: { min: 1 }'), /validation: a string has no min and max/],
  [
    'nothing between min and max',
    parameter('type: number\nvalidation: { min: 2, max: 1 }'),
    /validation: min \(2\) is more than max \(1\)/,
  ],
  [
    'a default outside',
    parameter('type: number\ndefault: 9\nvalidation: { max: 5, error: "at most {max}, not {value}" }'),
    /default: at most 5, not 9/,
  ],
  [
    'a sensitive default',
    parameter('sensitive: true\ndefault: hush'),
    /default: a sensitive value must not stand/,
  ],
  [
    'a preset of nothing',
    'name: t\npresets: [{ name: P, parameters: { x: 1 } }]',
    /presets\[0\]\.parameters\.x: there is no parameter of this name \(there are: none\)/,
  ],
  [
    'two defaults',
    'name: t\npresets: [{ name: A, default: true }, { name: B, default: true }]',
    /presets\[1\]\.default: only one preset can be the default, and “A” is/,
  ],
  [
    'a preset twice',
    'name: t\npresets: [{ name: A }, { name: A }]',
    /presets\[1\]\.name: another preset has this/,
  ],
  [
    'a wrong preset value',
    `${parameter('type: number')}\npresets: [{ name: A, parameters: { p: x } }]`,
    /presets\[0\]\.parameters\.p: this must be a number, not "x"/,
  ],
  [
    'a sensitive preset',
    `${parameter('sensitive: true')}\npresets: [{ name: A, parameters: { p: x } }]`,
    /parameters\.p: a sensitive value must not stand/,
  ],
  [
    'aliases that multiply',
    `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]`,
    /alias/,
  ],
];

for (const [what, yaml, said] of bad)
  test(`a template with ${what} is refused, and the place is said`, () => {
    assert.match(problemsOf(yaml), said);
  });

test('all problems are said at once, in the order of their lines', () => {
  const message = problemsOf(
    'nam: t\npolicy: x\nsetup: echo {{a}}\nparameters: [{ name: p, type: int }]\nlimits: 3',
  );
  const lines = [...message.matchAll(/line (\d)/g)].map(([, line]) => Number(line));
  assert.deepEqual(
    lines,
    lines.toSorted((a, b) => a - b),
  );
  assert.ok(lines.length >= 4, message);
  assert.match(message, /^The template has \d problems:\n/);
});

const paths: readonly (readonly [string, RegExp])[] = [
  ['../x', /a path stays within the template/],
  ['a/../../x', /a path stays within the template/],
  ['/etc/passwd', /relative to the template, not absolute/],
  ['a//b', /no empty part/],
  ['C:\\x', /no control characters, backslashes or colons/],
  ['a\nb', /no control characters/],
  ['', /a path has 1 to 200 characters/],
  ['a'.repeat(201), /a path has 1 to 200 characters/],
  ['TEMPLATE.yaml', /this path is there twice/],
  ['template.yaml/x', /a folder on its path is a file/],
];
for (const [path, said] of paths)
  test(`a file ${JSON.stringify(path.slice(0, 20))} is refused`, () => {
    assert.match(problemsOf('name: t', [file(path, 'x')]), said);
  });

test('files have a limit of size, each and together, and of number', () => {
  assert.match(
    problemsOf('name: t', [file('big', 'x'.repeat(262_145))]),
    /big: a file may have 262144 bytes/,
  );
  const three = ['a', 'b', 'c'].map((name) => file(name, 'x'.repeat(200_000)));
  assert.match(problemsOf('name: t', three), /all files together may have 524288 bytes/);
  const many = Array.from({ length: 200 }, (_, index) => file(`f${index}`, ''));
  assert.match(problemsOf('name: t', many), /at most 200 files are allowed, there are 201/);
});
