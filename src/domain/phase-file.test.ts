import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkQueue } from './phase-check.ts';
import { readQueueFile } from './phase-file.ts';

function problemsOf(text: string): readonly string[] {
  const { tasks, problems } = readQueueFile(text);
  const all = [...problems, ...checkQueue(tasks).problems];
  return all.map(({ line, message }) => `${line}: ${message}`);
}

const good = `{
  "tasks": [
    { "id": 1, "description": "API endpoints", "owner": null, "status": "pending",
      "ownership": ["src/api/*"], "blocked_by": [] },
    { "id": 2, "description": "Tests", "owner": "ada", "status": "completed",
      "ownership": ["tests/*", "docs/test.md"], "blocked_by": [1] }
  ]
}`;

test('R195 a queue file is read as it is written', () => {
  const { tasks, problems } = readQueueFile(`\uFEFF${good}`);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    tasks.map(({ id, description, owner, status, ownership, blocked_by }) => ({
      id,
      description,
      owner,
      status,
      ownership,
      blocked_by,
    })),
    (JSON.parse(good) as { tasks: unknown }).tasks,
  );
  assert.deepEqual(checkQueue(tasks).problems, []);
});

test('R209 a phase is for work side by side with borders: in a row, or alone, it is said to bring nothing', () => {
  const task = (id: number, owns: string, blockedBy: readonly number[] = []): object => ({
    id,
    description: `task ${id}`,
    ownership: owns === '' ? [] : [owns],
    blocked_by: blockedBy,
  });
  const check = (...tasks: readonly object[]): ReturnType<typeof checkQueue> =>
    checkQueue(readQueueFile(JSON.stringify({ tasks })).tasks);
  assert.deepEqual(check(task(1, 'a'), task(2, 'b')), { problems: [], warnings: [] });
  assert.deepEqual(check(task(1, 'a'), task(2, 'b'), task(3, 'c', [1, 2])).warnings, []);
  for (const row of [[task(1, 'a')], [task(1, 'a'), task(2, 'b', [1]), task(3, 'c', [2])]])
    assert.match(check(...row).warnings.join(), /No two of these tasks can be worked on side by side/);
  assert.match(check(task(1, 'a'), task(2, '')).problems[0]?.message ?? '', /task 2 owns nothing/);
});

test('owner, status and blocked_by may be left out', () => {
  const { tasks, problems } = readQueueFile('{"tasks":[{"id":7,"description":"a","ownership":["a"]}]}');
  assert.deepEqual(problems, []);
  const [task] = tasks;
  assert.deepEqual([task?.owner, task?.status, task?.blocked_by], [null, 'pending', []]);
});

test('every problem of a file is said, each with its line', () => {
  const text = `{
  "tasks": [
    { "id": 1, "description": "one", "ownership": ["src/api/*"], "status": "waiting" },
    { "id": 1, "description": "again", "ownership": ["../x"] },
    {
      "id": 3,
      "description": "three",
      "ownership": ["src/api/auth/*", ""],
      "blocked_by": [9, "1"]
    },
    { "id": "four", "description": " ", "ownership": "src", "blockedBy": [] },
    { "id": 5, "description": "five", "ownership": [] },
    7
  ]
}`;
  assert.deepEqual(problemsOf(text), [
    '3: unknown status "waiting" (use pending, claimed, in_progress, completed, blocked)',
    '9: blocked_by must be a whole number, not "1"',
    '11: unknown field "blockedBy" (a task has id, description, owner, status, ownership, blocked_by)',
    '11: id must be a whole number, not "four"',
    '11: description must say what is to be done, not " "',
    '11: ownership must be a list, not "src"',
    '13: a task must be an object with id, description, owner, status, ownership, blocked_by',
    '4: id 1 is taken by the task on line 3',
    '9: task 3 is blocked by 9, which is not in the queue',
    ...problemsOf(text).filter((each) => each.startsWith('8: task 3: the ownership glob ""')),
    '12: task 5 owns nothing; name the files it may change',
  ]);
});

test('R202 owners that overlap are refused with a path that both own, on the line of the glob', () => {
  const text = `{"tasks": [
    {"id": 1, "description": "a", "ownership": ["src/api/*"]},
    {"id": 2, "description": "b", "ownership": [
      "docs/*",
      "src/api/auth/*"]}]}`;
  const [problem = '', ...others] = problemsOf(text);
  assert.deepEqual(others, []);
  assert.match(
    problem,
    /^5: tasks 1 and 2 both own src\/api\/auth\/\S+ \(`src\/api\/\*` and `src\/api\/auth\/\*`\); order them/,
  );
});

test('overlapping owners that are ordered, also by way of others, only warn', () => {
  const task = (id: number, glob: string, blockedBy: readonly number[]): object => ({
    id,
    description: 'x',
    ownership: [glob],
    blocked_by: blockedBy,
  });
  const tasks = [task(1, 'src/**', [3]), task(2, 'docs/**', []), task(3, 'lib/**', [4])];
  const { tasks: read } = readQueueFile(JSON.stringify({ tasks: [...tasks, task(4, 'src/a', [])] }));
  const { problems, warnings } = checkQueue(read);
  assert.deepEqual(problems, []);
  assert.match(
    warnings.join('\n'),
    /^tasks 1 and 4 both own src\/a \(`src\/\*\*` and `src\/a`\); they run one after/,
  );
});

test('circles are printed, each once', () => {
  const edges: readonly (readonly [number, readonly number[]])[] = [
    [1, [3]],
    [2, [1]],
    [3, [2]],
    [4, [4]],
    [5, [1, 4]],
  ];
  const tasks = edges.map(([id, blockedBy]) => ({
    id,
    description: 'x',
    ownership: [`d${id}`],
    blocked_by: blockedBy,
  }));
  assert.deepEqual(problemsOf(JSON.stringify({ tasks })), [
    '1: tasks wait for each other: 1 → 3 → 2 → 1',
    '1: tasks wait for each other: 4 → 4',
  ]);
});

test('what is no JSON is said with the line where it stops being any', () => {
  assert.deepEqual(problemsOf('{\n  "tasks": [\n    {"id": 1,}\n]}'), ['3: this is not valid JSON']);
  assert.deepEqual(problemsOf('{\n"tasks": ['), ['2: this is not valid JSON']);
  assert.deepEqual(problemsOf('[]'), ['1: expected {"tasks": [...]}']);
  assert.deepEqual(problemsOf('{"tasks": []}'), ['1: there are no tasks']);
});

test('a chain of a thousand tasks is checked without trouble, one more is refused', () => {
  const tasks = Array.from({ length: 1001 }, (_, id) => ({
    id,
    description: 'x',
    ownership: [`src/part-${id}/**`],
    blocked_by: id === 0 ? [] : [id - 1],
  }));
  assert.deepEqual(problemsOf(JSON.stringify({ tasks: tasks.slice(0, 1000) })), []);
  assert.deepEqual(problemsOf(JSON.stringify({ tasks })), [
    '1: there are 1001 tasks; a phase has at most 1000',
  ]);
});
