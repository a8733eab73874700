// A made-up repository and what tasks of a real board claim in it. The same for the same randomness.

const areas = ['packages/web/src', 'packages/server/src', 'services/billing', 'drivers/net', 'docs/guide'];
const words = ['auth', 'cache', 'export', 'layout', 'mail', 'orders', 'parser', 'queue', 'router', 'search'];

/** The globs of `tasks` tasks. One task works in one or two modules; some also name files by what they are. */
export function makeGlobs(tasks: number, globsEach: number, random: () => number): string[][] {
  const upTo = (count: number) => Math.floor(random() * count);
  const word = () => words[upTo(words.length)] ?? 'auth';
  const home = () => `${areas[upTo(areas.length)] ?? 'src'}/${word()}-${upTo(60)}`;
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
  const globsOf = (homes: readonly string[]) =>
    Array.from({ length: globsEach - 1 }, () => {
      const shape = shapes[upTo(shapes.length)];
      return shape?.(homes[upTo(homes.length)] ?? '') ?? '';
    });
  return Array.from({ length: tasks }, () => {
    const homes = [home(), home()];
    return [`${homes[0]}/index.ts`, ...globsOf(homes)];
  });
}
