// The calls that need nobody: those of the table whose action is `public`.
import { endpoints } from '../api/endpoints.ts';
import type { Endpoint } from '../api/endpoints.ts';

const table: readonly Endpoint<unknown, unknown, unknown>[] = Object.values(endpoints);
const open = table
  .filter((one) => one.action === 'public')
  .map(({ method, path }) => new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}$`));

export function isPublic(method: string, path: string): boolean {
  return open.some((call) => call.test(`${method} ${path}`));
}
