// The address of a call, and what its answer says: what a client needs wherever it runs, in Node or in a browser.
import { AppError } from './errors.ts';

/** `?a=1&b=2`, or nothing. What is undefined is left out. */
export function queryOf(query: object): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** What an answer without an error says. Throws `daemon_unreachable` for JSON that is none. */
export function answerOf(
  status: number,
  type: string | null | undefined,
  text: string,
  url: string,
): unknown {
  const isJson = type?.startsWith('application/json') === true;
  return isJson ? parseJson(text, url) : textOf(text, status);
}

/** The path with its parameters in. Throws `not_found` for a name that no address can hold. */
export function pathOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the call of ${path} lacks its parameter ${name}`);
    // An address with these, also when they are encoded, leads somewhere else (and with nothing, to another call).
    if (['', '.', '..'].includes(value))
      throw new AppError('not_found', `There is no ${name} called “${value}”.`);
    return encodeURIComponent(value);
  });
}

function textOf(text: string, status: number): string | undefined {
  return status === 204 ? undefined : text;
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('daemon_unreachable', `The daemon at ${url} sent an answer that is not JSON.`, {
      cause,
    });
  }
}
