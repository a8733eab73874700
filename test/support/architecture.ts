// Reads the imports of the sources and says where they break the shape that ARCHITECTURE.md describes. A function of texts,
// so that a test can plant a violation without touching the tree.
import { posix } from 'node:path';

/** The sources by path from the root (`src/store/store.ts`), and the packages that may be used at run time. */
export interface Sources {
  readonly files: ReadonlyMap<string, string>;
  readonly dependencies: readonly string[];
  /** Those that may be used in what is built: `web` becomes files that need no package. */
  readonly ofBuild?: readonly string[];
}

interface Room {
  /** Rooms it may import from. */
  readonly uses: readonly string[];
  /** Rooms it may only know the types of: what it needs from them is handed to it. */
  readonly knows?: readonly string[];
}

/** A room is a folder of `src/` together with the file of that name; `web` lies beside `src`. */
const rooms: Readonly<Record<string, Room>> = {
  lib: { uses: [] },
  domain: { uses: [] },
  store: { uses: ['domain', 'lib'] },
  workspaces: { uses: ['domain', 'lib'] },
  agents: { uses: ['domain', 'lib'] },
  hosts: { uses: ['domain', 'lib'] },
  planning: { uses: ['domain', 'lib'], knows: ['agents', 'workspaces'] },
  review: { uses: ['domain', 'lib'], knows: ['agents', 'workspaces'] },
  engine: {
    uses: ['domain', 'lib', 'planning', 'review'],
    knows: ['store', 'workspaces', 'agents', 'hosts'],
  },
  api: { uses: ['domain'] },
  server: { uses: ['api', 'domain', 'lib', 'engine'] },
  cli: { uses: ['api', 'lib', 'config'] },
  config: { uses: ['domain', 'lib'] },
  daemon: {
    uses: [
      'domain',
      'lib',
      'store',
      'workspaces',
      'agents',
      'hosts',
      'planning',
      'review',
      'engine',
      'api',
      'server',
      'config',
    ],
  },
  web: { uses: ['api'] },
};

/** The two commands that are programs of their own: from a file, to a file. */
const exceptions: readonly (readonly [from: string, to: string])[] = [
  ['src/cli/commands/serve.ts', 'src/daemon.ts'],
  ['src/cli/commands/agent.ts', 'src/agents/builtin/main.ts'],
];

/** Packages and powers that belong to one place each. A place ending in `/` is a folder. */
const places: Readonly<Record<string, readonly string[]>> = {
  '@agentclientprotocol/sdk': ['src/agents/acp/', 'src/agents/builtin/'],
  ai: ['src/agents/builtin/'],
  '@vscode/ripgrep': ['src/agents/builtin/'],
  kysely: ['src/store/'],
  pg: ['src/store/postgres/'],
  'node:sqlite': ['src/store/sqlite/', 'src/lib/lock-file.ts'],
  '@modelcontextprotocol/client': ['src/agents/builtin/mcp/'],
  '@modelcontextprotocol/server': ['src/server/mcp/serve-tools.ts'],
  hono: ['src/server/'],
  'openid-client': ['src/server/oidc.ts'],
  '@hono/node-server': ['src/server/'],
  ws: ['src/server/live-socket.ts'],
  '@pierre/diffs': ['web/diff/'],
  'react-markdown': ['web/thread/markdown.tsx'],
  cmdk: ['web/palette/palette.tsx'],
  commander: ['src/cli/'],
  croner: ['src/lib/cron.ts'],
  picocolors: ['src/cli/'],
  'modern-tar': ['src/lib/tar-gz.ts'],
  pino: ['src/lib/log.ts'],
  '@rgrove/parse-xml': ['src/review/results/junit.ts'],
  yaml: ['src/engine/template/read-yaml.ts', 'src/lib/front-matter.ts'],
};

const readersOfEnvironment = [
  'src/config.ts',
  'src/config/',
  'src/daemon.ts',
  'src/daemon/',
  'src/cli/main.ts',
  'src/agents/builtin/main.ts',
];

const runsGit = /\b(?:exec|spawn)\w*\(\s*\[?\s*['"`]git\b|\[\s*['"`]git['"`]\s*,/;

interface Import {
  readonly from: string;
  /** A path from the root, or the name of a package. */
  readonly to: string;
  readonly isOfTypes: boolean;
}

/** Sentences, one for each place where a rule is broken. Tests are free: they put real parts together. */
export function violations({ files, dependencies, ofBuild = [] }: Sources): readonly string[] {
  const sources = [...files].filter(([path]) => !path.endsWith('.test.ts'));
  const imports = sources.flatMap(([path, text]) => importsOf(path, text));
  return [
    ...imports.flatMap((one) =>
      isOurs(one.to)
        ? wrongRoom(one)
        : wrongPackage(one, roomOf(one.from) === 'web' ? [...dependencies, ...ofBuild] : dependencies),
    ),
    ...mutual(imports),
    ...sources.flatMap(([path, text]) => wrongText(path, withoutComments(text))),
    ...sources.filter(([path, text]) => isBarrel(path, withoutComments(text))).map(([path]) => barrel(path)),
  ];
}

function wrongRoom({ from, to, isOfTypes }: Import): readonly string[] {
  const [here, there] = [roomOf(from), roomOf(to)];
  const room = rooms[here];
  if (room === undefined)
    return [`${from} is in no room that the table in test/support/architecture.ts knows`];
  if (here === there || room.uses.includes(there)) return [];
  if (exceptions.some(([file, target]) => file === from && target === to)) return [];
  const isKnown = room.knows?.includes(there) === true;
  if (isKnown && isOfTypes) return [];
  return [
    `${from} imports ${to}: ${here}/ may import ${isKnown ? `only types of ${there}/` : `nothing of ${there}/`}`,
  ];
}

function wrongPackage({ from, to }: Import, dependencies: readonly string[]): readonly string[] {
  const name = packageOf(to);
  const found: string[] = [];
  if (roomOf(from) === 'domain')
    found.push(`${from} imports ${to}: domain/ is pure and needs nothing from outside`);
  if (!to.startsWith('node:') && !dependencies.includes(name))
    found.push(`${from} imports ${name}, which is not among the dependencies in package.json`);
  const allowed =
    places[name] ?? (name.startsWith('@ai-sdk/') ? ['src/agents/builtin/providers.ts'] : undefined);
  if (allowed !== undefined && !isAt(from, allowed))
    found.push(`${from} imports ${name}, which belongs to ${allowed.join(', ')}`);
  return found;
}

// Compared where two paths part: `acp.ts` and its folder `acp/` are one thing. Files of one folder may know each other.
function mutual(imports: readonly Import[]): readonly string[] {
  const pairs = new Map(imports.filter((one) => isOurs(one.to)).map((one) => [parting(one).join(' '), one]));
  const isFolder = (unit: string): boolean =>
    imports.some((one) => one.from.startsWith(`${unit}/`) || one.to.startsWith(`${unit}/`));
  return [...pairs].flatMap(([pair, one]) => {
    const [here = '', there = ''] = pair.split(' ');
    const back = pairs.get(`${there} ${here}`);
    if (back === undefined || here >= there || !(isFolder(here) || isFolder(there))) return [];
    return [
      `${here} and ${there} import each other: ${one.from} imports ${one.to}, ${back.from} imports ${back.to}`,
    ];
  });
}

function parting({ from, to }: Import): readonly [string, string] {
  const [one, other] = [from, to].map((path) => path.replace(/\.tsx?$/, '').split('/'));
  if (one === undefined || other === undefined) throw new Error('two paths were split');
  const same = one.findIndex((part, index) => part !== other[index]);
  return [one.slice(0, same + 1).join('/'), other.slice(0, same + 1).join('/')];
}

function wrongText(path: string, text: string): readonly string[] {
  const found: string[] = [];
  if (
    /\bprocess\s*\.\s*env\b|\benv\b[^;]*from 'node:process'/.test(text) &&
    !isAt(path, readersOfEnvironment)
  )
    found.push(
      `${path} reads the environment; it is an argument everywhere but in ${readersOfEnvironment.join(', ')}`,
    );
  if (runsGit.test(text) && path !== 'src/workspaces/git.ts')
    found.push(`${path} runs git; only src/workspaces/git.ts does`);
  if (
    path.startsWith('src/domain/') &&
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bperformance\./.test(text)
  )
    found.push(`${path} asks for the time or for chance; domain/ is given both`);
  return found;
}

// A file that only passes on names of its own room. One name of a room below is a door, such as api/ has to domain/.
function isBarrel(path: string, code: string): boolean {
  const passedOn = /^export\s(?:type\s)?(?:\*|\{[^}]*\})[^'"]*from\s*['"]([^'"]*)['"];?/gm;
  const targets = [...code.matchAll(passedOn)].map(([, target = '']) =>
    posix.join(posix.dirname(path), target),
  );
  if (targets.length === 0) return false;
  const isOnly = code.replaceAll(passedOn, '').trim() === '';
  const isOwn = targets.some((target) => roomOf(target) === roomOf(path));
  return /^export \*/m.test(code) || (isOnly && (isOwn || /(^|\/)index\.tsx?$/.test(path)));
}

function barrel(path: string): string {
  return `${path} only passes on what others export; import from where it is`;
}

function importsOf(path: string, text: string): readonly Import[] {
  const code = withoutComments(text);
  const statements = code.matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[\w*{][^'"`;]*?\sfrom\s*)?['"]([^'"\n]+)['"]/gm,
  );
  const calls = code.matchAll(/\bimport\(\s*()['"]([^'"\n]+)['"]/g);
  return [...statements, ...calls].map(([, type, target = '']) => ({
    from: path,
    to: target.startsWith('.') ? posix.join(posix.dirname(path), target) : target,
    isOfTypes: type !== undefined && type !== '',
  }));
}

// Only whole lines: a `//` inside a line may be part of a URL.
function withoutComments(text: string): string {
  return text.replaceAll(/^\s*\/\*[\s\S]*?\*\//gm, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

function isOurs(target: string): boolean {
  return /^(src|web|test|bench|scripts|examples)\//.test(target);
}

function roomOf(path: string): string {
  const [top = '', next = ''] = path.split('/');
  return top === 'src' ? next.replace(/\.ts$/, '') : top;
}

function packageOf(target: string): string {
  if (target.startsWith('node:')) return target;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function isAt(path: string, allowed: readonly string[]): boolean {
  return allowed.some((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
}
