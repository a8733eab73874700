// The OpenAPI 3.1 document of /api/v1, made from the contract: nothing in it is written by hand that the contract knows.
import type { ZodType } from 'zod';
import { operations } from '../../api/contract.ts';
import { commonErrors, signedInErrors, tags } from '../../api/contract/operation.ts';
import type { AnyOperation } from '../../api/contract/operation.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import { statusOf } from '../status.ts';
import { componentSchemas, fieldsOf, schemaOf } from './schemas.ts';
import type { Json } from './schemas.ts';

const about = `Tasklane is a self-hosted task system for AI coding agents. Everything the command line does goes through this API.

Every call needs a token (\`Authorization: Bearer …\`): that of the daemon's home folder, or one of a person. Only signing in, and this document with its page, need none. Lists are read page by page with \`limit\` and \`cursor\`. A POST with an \`Idempotency-Key\` is done once, however often it is sent. A change of a task with \`If-Match\` is made only to the version that was read.`;

export function openapiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tasklane',
      version,
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'The daemon that answered this.' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ token: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'That of the home (the text in its file `token`, on the machine itself), or one of a person (`tasklane token create`).',
        },
      },
      schemas: componentSchemas(),
    },
  };
}

/** Where a call stands in the document: `/api/v1/tasks/{task}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function paths(): Json {
  const found: Record<string, Record<string, Json>> = {};
  for (const [name, operation] of operations())
    (found[templateOf(operation.path)] ??= {})[operation.method.toLowerCase()] = describe(name, operation);
  return found;
}

function describe(name: string, operation: AnyOperation): Json {
  const { tag, summary, description, body } = operation;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(operation.action === 'public' && { security: [] }),
    parameters: parameters(operation),
    ...(body !== undefined && { requestBody: requestBody(body) }),
    ...(operation.takes !== undefined && {
      requestBody: { required: true, content: { [operation.takes]: {} } },
    }),
    responses: responses(operation),
  };
}

function parameters(operation: AnyOperation): readonly Json[] {
  const inPath = fieldsOf(operation.params).map(({ name, schema }) => parameter('path', name, true, schema));
  const inQuery =
    operation.query === undefined
      ? []
      : fieldsOf(operation.query).map(({ name, isRequired, schema }) =>
          parameter('query', name, isRequired, schema),
        );
  return [...inPath, ...inQuery, ...headers(operation)];
}

function parameter(where: string, name: string, required: boolean, { description, ...schema }: Json): Json {
  return { name, in: where, required, ...(description !== undefined && { description }), schema };
}

function headers(operation: AnyOperation): readonly Json[] {
  const found: Json[] = [];
  const add = (name: string, description: string, schema: Json): void =>
    void found.push({ name, in: 'header', required: false, description, schema });
  if (isRepeatable(operation))
    add(
      'Idempotency-Key',
      'Names this request: sent again with the same key within 24 hours it is not done again, and answers the same with `Idempotency-Replayed: true`. A refused request is not remembered.',
      { type: 'string', pattern: '^[!-~]{1,255}$', examples: ['7d2c9b1e-5a44-4a7b-9d8e-0c1f2a3b4c5d'] },
    );
  if (operation.checksVersion === true)
    add(
      'If-Match',
      'The `ETag` (version) that was read: refused with `stale_version` if it has another now.',
      {
        type: 'string',
        examples: ['"3"'],
      },
    );
  if (operation.hasVersion === true)
    add('If-None-Match', 'An `ETag` that the caller has: 304 if it is still that.', {
      type: 'string',
      examples: ['"3"'],
    });
  if (operation.stream !== undefined)
    add('Last-Event-ID', 'Of a stream: the last event that was seen; what came since follows.', {
      type: 'string',
      examples: ['41'],
    });
  return found;
}

function requestBody(body: ZodType): Json {
  const isOptional = body.safeParse({}).success;
  return {
    required: !isOptional,
    content: { 'application/json': { schema: schemaOf(body, 'input') } },
  };
}

function responses(operation: AnyOperation): Json {
  const { hasVersion = false } = operation;
  return {
    ...success(operation),
    ...(hasVersion && { '304': { description: 'It is still what the caller has.' } }),
    ...Object.fromEntries(failures(operation)),
  };
}

/** The status of an answer that has nothing to say is 204. */
function successStatus(operation: AnyOperation): number {
  return operation.response.safeParse(undefined).success ? 204 : operation.status;
}

/** Whether an `Idempotency-Key` is understood. */
function isRepeatable({ method, action, hasSecret }: AnyOperation): boolean {
  return method === 'POST' && action !== 'public' && hasSecret !== true;
}

function success(operation: AnyOperation): Json {
  if (operation.redirects === true)
    return { '302': { description: 'To the address in the header `Location`.' } };
  const status = successStatus(operation);
  if (status === 204) return { '204': { description: 'Done.' } };
  const media = operation.media ?? 'application/json';
  const isVersioned = operation.hasVersion === true || operation.checksVersion === true;
  return {
    [status]: {
      description: status === 201 ? 'Made.' : 'Done.',
      ...((isVersioned || isRepeatable(operation)) && {
        headers: {
          ...(isVersioned && {
            ETag: { description: 'The version of the task.', schema: { type: 'string', examples: ['"3"'] } },
          }),
          ...(isRepeatable(operation) && {
            'Idempotency-Replayed': {
              description: '`true` where this is the answer of an earlier request with the same key.',
              schema: { const: 'true' },
            },
          }),
        },
      }),
      content: {
        [media]: { schema: schemaOf(operation.response, 'output') },
        ...(operation.stream !== undefined && { 'text/event-stream': { schema: stream(operation.stream) } }),
      },
    },
  };
}

function stream(message: ZodType): Json {
  return {
    type: 'string',
    description:
      'Messages `id: ID`, `data: JSON`, each ended by an empty line; `data` is as `contentSchema` says. Lines that begin with a colon are comments.',
    contentMediaType: 'application/json',
    contentSchema: schemaOf(message, 'output'),
    examples: ['id: 42\ndata: {"id":42,"type":"task.changed","…":"…"}\n\n'],
  };
}

/** The codes of the errors that a call may give. */
function errorsOf(operation: AnyOperation): readonly ErrorCode[] {
  const idempotent: readonly ErrorCode[] = isRepeatable(operation)
    ? ['idempotency_key_reused', 'idempotency_in_progress']
    : [];
  const signedIn = operation.action === 'public' ? [] : signedInErrors;
  return [...new Set([...commonErrors, ...signedIn, ...(operation.errors ?? []), ...idempotent])];
}

function failures(operation: AnyOperation): readonly (readonly [string, Json])[] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(operation)) {
    const status = statusOf[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, codes]) => [String(status), failure(codes)]);
}

function failure(codes: readonly ErrorCode[]): Json {
  const properties = { error: { type: 'object', properties: { code: { enum: codes } } } };
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    content: {
      'application/json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Error' }, { type: 'object', properties }] },
        examples: Object.fromEntries(
          codes.map((code) => [
            code,
            { value: { error: { code, message: 'What happened.', next: 'What to do.', details: {} } } },
          ]),
        ),
      },
    },
  };
}
