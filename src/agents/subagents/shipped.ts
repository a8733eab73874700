// The subagents that come with the program, each a file like those that people write.
import { readdir, readFile } from 'node:fs/promises';
import type { FoundSubagent } from '../../domain/subagent.ts';
import { parseSubagent } from './parse.ts';

const folder = new URL('shipped/', import.meta.url);

/** Throws when one of them is not right, which is a bug. */
export async function shippedSubagents(): Promise<readonly FoundSubagent[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { subagent, problems } = parseSubagent(await readFile(new URL(name, folder), 'utf8'));
      if (subagent === null || problems.length > 0)
        throw new Error(`the subagent ${name}: ${problems.map(({ message }) => message).join(' ')}`);
      return { ...subagent, level: 'built-in', path: null, isReadOnly: true, warnings: [] };
    }),
  );
}
