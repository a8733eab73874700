// One call of the contract with all that is known of it. The server parses and answers by it, the OpenAPI document and the
// page for people are made from it, and the tests walk over it. The types are those of the endpoint table: a schema that
// says something else does not compile.
import { z } from 'zod';
import type { ZodObject, ZodType } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Endpoint } from '../endpoints.ts';

export const tags = {
  Tasks: 'What somebody wants, and everything that can be done with it.',
  History: 'What happened to one task: transitions, messages, attempts, evidence, output.',
  Inquiries: 'What agents want from people while they work: leave to do something, and answers.',
  Reviews: 'What a task changed as data, and comments on its lines.',
  Queue: 'What waits, why, and what runs.',
  Projects: 'The repositories that tasks are about.',
  Planning: 'Questions, wishes and goals, and what planners make of them.',
  Schedules: 'What is made again and again, or later.',
  Phases: 'Tasks that are handed out to agents from outside.',
  Templates: 'What tasks can be made from.',
  Subagents: 'Helpers of the built-in agent, and what they do in a task.',
  Webhooks: 'Where the system tells other programs what happens.',
  People: 'Who may do what, with which tokens, and who did it.',
  'Signing in': 'From a name and a password, or a link, to a session.',
  Events: 'The event log, as pages and as a live stream.',
  Daemon: 'What the daemon says about itself.',
} as const;
export type Tag = keyof typeof tags;

/** A schema, or none; `In` is what may be sent. */
type SchemaOf<In> = ZodType<unknown, In> | undefined;

export interface Details<Query, Body, Response> {
  readonly tag: Tag;
  /** A few words in the imperative. */
  readonly summary: string;
  /** Whole sentences, where the summary does not say it all. */
  readonly description?: string;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: ZodType<Response>;
  /** Of success. Without it 200, or 204 when there is nothing to answer. */
  readonly status?: 200 | 201;
  /** Besides those that any call may give (commonErrors). */
  readonly errors?: readonly ErrorCode[];
  /** Of the answer, where it is not JSON. */
  readonly media?: 'text/plain' | 'text/html' | 'application/gzip';
  /** What it takes, where that is no JSON. */
  readonly takes?: 'application/gzip';
  /** It makes or takes a secret, so nothing of it is kept to be answered again. */
  readonly hasSecret?: true;
  /** It answers by leading a browser elsewhere. */
  readonly redirects?: true;
  /** It also answers `text/event-stream`, with messages like this. */
  readonly stream?: ZodType;
  /** Its answer is a task: it has an ETag, and `If-None-Match` is understood. */
  readonly hasVersion?: true;
  /** It changes a task only if that is still as it was read: `If-Match` is understood. */
  readonly checksVersion?: true;
}

export interface Operation<In, Body, Response, QuerySchema, BodySchema>
  extends Endpoint<In, Body, Response>, Details<QuerySchema, BodySchema, Response> {
  readonly params: ZodObject;
  readonly status: 200 | 201;
}

/** Any of them, for whoever walks over all. */
export interface AnyOperation extends Details<ZodType | undefined, ZodType | undefined, unknown> {
  readonly method: Endpoint<never, never, never>['method'];
  readonly path: string;
  readonly action: Endpoint<never, never, never>['action'];
  readonly params: ZodObject;
  readonly status: 200 | 201;
}

/** What any call that needs somebody may answer with besides. */
export const signedInErrors: readonly ErrorCode[] = ['unauthorized', 'suspended', 'forbidden'];

/** What any call may answer with. */
export const commonErrors: readonly ErrorCode[] = [
  'invalid_input',
  'forbidden_host',
  'rate_limited',
  'store_unreachable',
  'disk_full',
  'internal',
];

export const nothing = z.undefined();

export function operation<
  In,
  Body,
  Response,
  QuerySchema extends SchemaOf<In> = undefined,
  BodySchema extends SchemaOf<Body> = undefined,
>(
  endpoint: Endpoint<In, Body, Response>,
  details: Details<QuerySchema, BodySchema, Response>,
): Operation<In, Body, Response, QuerySchema, BodySchema> {
  const { method, path, action } = endpoint;
  return { status: 200, ...details, method, path, action, params: paramsOf(path) };
}

const meanings: Readonly<Record<string, readonly [text: string, example: string]>> = {
  project: ['Id or name of the project.', 'shop'],
  task: ['Id, number or name of the task.', '12'],
  request: ['Id of the request, or the beginning of one.', '7f3d2a10'],
  schedule: ['Name of the schedule, its id, or the beginning of one.', 'update-dependencies'],
  intake: ['Id of the intake, or the beginning of one.', '7f3d2a10'],
  phase: ['Id or name of the phase.', 'phase-1'],
  user: ['Name or id of the person; `me` is yourself.', 'ada'],
  token: ['Id of the token.', 'k3J9x0aQ2b'],
  template: ['Name or id of the template.', 'plain'],
  version: ['Id, name or number of the version.', '1'],
  agent: ['Name of the agent.', 'tasklane'],
  subagent: ['Name of the subagent.', 'code-search'],
  run: ['Id of the run.', 'call_1'],
  approval: ['Id of the approval.', '9f2c41d07a'],
  webhook: ['Id of the webhook, the beginning of one, or its address.', '7f3d2a10'],
  delivery: ['Id of the delivery.', '7f3d2a10'],
  comment: ['Id of the comment.', '7f3d2a10'],
  log: ['Name of the log, as the check says it.', 'attempt-1-test.log'],
};

function paramsOf(path: string): ZodObject {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const isInPhase = names.includes('phase');
  return z.object(
    Object.fromEntries(
      names.map((name) => {
        if (name === 'task' && isInPhase) return [name, param('Id of the task in the queue.', '1')];
        const [text, example] = meanings[name] ?? [`The ${name}.`, name];
        return [name, param(text, example)];
      }),
    ),
  );
}

function param(text: string, example: string): ZodType<string> {
  return z
    .string()
    .min(1)
    .max(200)
    .describe(text)
    .meta({ examples: [example] });
}
