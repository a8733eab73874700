// `tasklane session`, which agents know as `tasklane-session`: the tools of their session for those that take no MCP servers.
// It knows no tool by name: which there are, and what they take, the daemon says.
import { connect } from '../../api/client.ts';
import { AppError, errorOf } from '../../api/errors.ts';
import { readText } from '../../api/request.ts';
import { print } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { isRecord } from '../thread-item.ts';

interface Place {
  readonly url: URL;
  readonly token: string;
}

/** Without a tool it lists them. Throws what the daemon answers; a tool that refuses says so, and the exit code is 1. */
export async function session(
  context: Context,
  tool: string | undefined,
  words: readonly string[],
): Promise<ExitCode> {
  const place = placeIn(context);
  if (tool === undefined) {
    const { tools } = await ask(place, 'tools/list', {});
    print(context, listOf(Array.isArray(tools) ? (tools as unknown[]).filter(isRecord) : []));
    return exitCodes.ok;
  }
  const result = await ask(place, 'tools/call', { name: tool, arguments: await argumentsIn(context, words) });
  print(context, textOf(result));
  return result['isError'] === true ? exitCodes.failure : exitCodes.ok;
}

function placeIn({ env }: Context): Place {
  const url = URL.parse(env['TASKLANE_SESSION_URL'] ?? '');
  const token = env['TASKLANE_SESSION_TOKEN'] ?? '';
  if (url !== null && token !== '') return { url, token };
  throw new AppError('unauthorized', 'This is no session of an agent that Tasklane started.', {
    next: 'People use `tasklane task` instead.',
  });
}

/** One JSON object, also from standard input with `-`, or `name=value` pairs, whose values may be JSON. */
async function argumentsIn(
  context: Context,
  words: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const [first, ...others] = words;
  if (first === undefined) return {};
  if (others.length === 0 && (first === '-' || first.startsWith('{')))
    return objectIn(first === '-' ? await everythingOf(context) : first);
  return Object.fromEntries(words.map(pairIn));
}

async function everythingOf({ stdin }: Context): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value = jsonIn(text);
  if (isRecord(value)) return value;
  throw new AppError('invalid_input', 'The arguments are not one JSON object.', {
    next: `For example: tasklane-session report_status '{"message": "half way"}'`,
  });
}

function pairIn(word: string): readonly [string, unknown] {
  const [, name, text = ''] = /^(\w+)=(.*)$/s.exec(word) ?? [];
  if (name === undefined)
    throw new AppError('invalid_input', `“${word}” is neither name=value nor a JSON object.`, {
      next: 'Run it without a tool to see what each takes.',
    });
  return [name, /^[[{]/.test(text) ? (jsonIn(text) ?? text) : text];
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says what was expected
  }
}

async function ask(
  { url, token }: Place,
  method: string,
  params: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const connection = { url: url.origin, token };
  const response = await connect(connection).open({
    method: 'POST',
    path: url.pathname,
    headers: { accept: 'application/json, text/event-stream' },
    body: { jsonrpc: '2.0', id: 1, method, params },
    timeoutMs: 60_000,
  });
  const text = await readText(response, connection);
  const status = response.statusCode ?? 0;
  const answer = jsonIn(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  if (!isRecord(answer) || (status >= 400 && answer['jsonrpc'] !== '2.0'))
    throw errorOf(status, text, url.origin);
  const { result, error } = answer;
  if (isRecord(result)) return result;
  const message = isRecord(error) ? String(error['message']) : text;
  throw new AppError('invalid_input', `The tools of this session could not be asked: ${message}`);
}

function textOf(result: Readonly<Record<string, unknown>>): string {
  const content = Array.isArray(result['content']) ? (result['content'] as unknown[]).filter(isRecord) : [];
  return content.map((block) => wordsIn(block, 'text')).join('\n');
}

function listOf(tools: readonly Readonly<Record<string, unknown>>[]): string {
  const blocks = tools.map(({ name, description, inputSchema }) => {
    const properties =
      isRecord(inputSchema) && isRecord(inputSchema['properties']) ? inputSchema['properties'] : {};
    const needed =
      isRecord(inputSchema) && Array.isArray(inputSchema['required']) ? inputSchema['required'] : [];
    const lines = Object.entries(properties).map(([key, property]) => {
      const about = isRecord(property) ? wordsIn(property, 'description') : '';
      return `    ${key}${needed.includes(key) ? '' : ' (optional)'}: ${about}`;
    });
    return [`${String(name)}: ${String(description)}`, ...lines].join('\n');
  });
  return [
    `tasklane-session TOOL '{"argument": "value"}', or TOOL argument=value …, or TOOL - with JSON on standard input`,
    ...blocks,
  ].join('\n\n');
}

function wordsIn(block: Readonly<Record<string, unknown>>, name: string): string {
  const value = block[name];
  return typeof value === 'string' ? value : '';
}
