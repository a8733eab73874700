// A request for people: the answer, or the original beside what is proposed, with everything that should be looked at.
import type { RequestJson } from '../api/request-schemas.ts';
import { clean } from './text.ts';

type Revision = RequestJson['revisions'][number];
type Proposed = Revision['tasks'][number];

export function requestLines(request: RequestJson): string {
  const last = request.revisions.at(-1);
  if (last === undefined) return `${request.kind} ${short(request)}: ${request.state}`;
  if (last.answer !== null) return clean(last.answer);
  const before = request.revisions.at(-2);
  return [
    `${request.kind} ${short(request)}: ${request.state}, revision ${last.number}`,
    ...aboutLines(request),
    ...section('You wrote', [request.text]),
    ...(last.wish === null ? [] : section('You wanted otherwise', [last.wish])),
    ...last.tasks.flatMap((task) => taskLines(request, task)),
    ...(before === undefined || last.tasks.length === 0
      ? []
      : section('Changed since', changes(before, last))),
    ...directionLines(request),
    ...section('Look at this', last.doubts),
    ...section('This could not be used', last.problems),
    ...(last.said === null ? [] : section('The agent said', [last.said])),
  ]
    .map(clean)
    .join('\n');
}

export function short({ id }: Pick<RequestJson, 'id'>): string {
  return id.slice(0, 8);
}

function taskLines(request: RequestJson, task: Proposed): readonly string[] {
  const draft = request.drafts.find(({ key }) => key === task.key);
  const number = draft === undefined ? '' : `#${draft.number} `;
  return [
    '',
    `${number}${task.title}  [${[task.key, task.size, task.category, draft?.state].filter(Boolean).join(', ')}]`,
    ...task.prompt.split('\n').map((line) => `  ${line}`),
    ...list('plan', task.steps),
    ...list('done when', task.done_when),
    ...list('risks', task.risks),
    ...list('out of scope', task.out_of_scope),
    ...list('owns', task.owns),
    ...list('forbidden', task.prohibitions),
    ...list(
      'about',
      task.targets.map(({ kind, name, is_new: isNew }) => `${kind} ${name}${isNew ? ' (new)' : ''}`),
    ),
    ...list('checks', task.checks),
    ...list(
      'waits for',
      task.depends_on.map(({ key, reason }) => `${key}: ${reason}`),
    ),
    ...list('tests', testing(task)),
    ...list('review', reviewLines(task)),
  ];
}

const questions = [
  ['files', 'the right files?'],
  ['scope', 'the right boundaries?'],
  ['tests', 'the tests that are wanted?'],
] as const;

function reviewLines({ review }: Proposed): readonly string[] {
  return questions.map(([name, question]) => {
    const { is_fine: isFine, found, said } = review[name];
    return `${isFine ? '✓' : '?'} ${question} ${found}${said === null ? '' : ` (${said})`}`;
  });
}

function aboutLines({ about }: RequestJson): readonly string[] {
  if (about === null) return [];
  const { number, title, attempts, error } = about;
  return section(`About #${number} “${title}”`, [
    `tried ${attempts} ${attempts === 1 ? 'time' : 'times'}`,
    ...(error === null ? [] : [error]),
  ]);
}

function directionLines({ directions }: RequestJson): readonly string[] {
  return section(
    'Once in each of these directions',
    directions.map(({ agent, model, instruction }) =>
      [agent, model, instruction].filter((part) => part !== null).join(', '),
    ),
  );
}

function testing({ testing: wanted }: Proposed): readonly string[] {
  if (wanted === null) return [];
  const { framework, mocks, coverage } = wanted;
  return [framework, mocks, coverage === null ? null : `coverage ${coverage} %`].filter(
    (one) => one !== null,
  );
}

/** Which tasks came, went or read otherwise, by their keys. */
function changes(before: Revision, after: Revision): readonly string[] {
  const old = new Map(before.tasks.map((task) => [task.key, task]));
  const now = new Map(after.tasks.map((task) => [task.key, task]));
  const gone = [...old.keys()].filter((key) => !now.has(key)).map((key) => `- ${key}`);
  const rest = after.tasks.flatMap((task) => {
    const was = old.get(task.key);
    if (was === undefined) return [`+ ${task.key}`];
    const fields = differing(was, task);
    return fields.length === 0 ? [] : [`~ ${task.key}: ${fields.join(', ')}`];
  });
  const all = [...gone, ...rest];
  return all.length === 0 ? ['nothing'] : all;
}

function differing(was: Proposed, is: Proposed): readonly string[] {
  const values = new Map<string, unknown>(Object.entries(was));
  return (
    Object.entries(is)
      // What is known of a task follows from the rest of it.
      .filter(([field]) => field !== 'review')
      .filter(([field, value]) => JSON.stringify(values.get(field)) !== JSON.stringify(value))
      .map(([field]) => field)
  );
}

function section(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ['', `${head}:`, ...lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)];
}

function list(head: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`  ${head}:`, ...items.map((item) => `    - ${item}`)];
}
