// What the tasks of a board claim in a made-up repository. The same for the same randomness.
import type { Random } from '../../test/support/random.ts';

const areas = ['packages/web/src', 'packages/server/src', 'services/billing', 'drivers/net', 'docs/guide'];
const words = ['auth', 'cache', 'export', 'layout', 'mail', 'orders', 'parser', 'queue', 'router', 'search'];

/** The globs of `tasks` tasks. Each works in one or two of 3,000 modules, on directories, files, and kinds of files. */
export function makeGlobs(tasks: number, globsEach: number, random: Random): string[][] {
  const word = () => random.pick(words);
  const home = () => `${random.pick(areas)}/${word()}-${random.below(60)}`;
  const shapes: readonly ((at: string) => string)[] = [
    (at) => `${at}/${word()}/**`,
    (at) => `${at}/${word()}/**`,
    (at) => `${at}/${word()}-${word()}.ts`,
    (at) => `${at}/${word()}-${word()}.ts`,
    (at) => `${at}/${word()}/${word()}`,
    (at) => `${at}/${word()}/*.ts`,
    (at) => `${at}/**/${word()}*.test.ts`,
    (at) => `${at}/{${word()},${word()}}/[a-m]*.css`,
    (at) => `!${at}/${word()}/generated/**`,
  ];
  return Array.from({ length: tasks }, () => {
    const homes = [home(), home()];
    const others = Array.from({ length: globsEach - 1 }, () => random.pick(shapes)(random.pick(homes)));
    return [`${random.pick(homes)}/index.ts`, ...others];
  });
}
