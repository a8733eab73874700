// The calls that need nobody: those of the table whose action is `public`.
import { endpoints } from '../api/endpoints.ts';
import type { Endpoint } from '../api/endpoints.ts';

const table: readonly Endpoint<unknown, unknown, unknown>[] = Object.values(endpoints);
const open = new Set(
  table.filter((one) => one.action === 'public').map((one) => `${one.method} ${one.path}`),
);

/** Only whole paths: none of them has a parameter. */
export function isPublic(method: string, path: string): boolean {
  return open.has(`${method} ${path}`);
}
