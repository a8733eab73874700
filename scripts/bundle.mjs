// The sources as a few files of JavaScript: one that starts, with the table of commands, and beside it a chunk for each
// command and for what several of them share. A command then loads a handful of files instead of hundreds.
import { cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { SetupError, root } from './setup.mjs';

/** What looks for files beside itself stays a package. */
const packages = ['@vscode/ripgrep'];

const source = join(root, 'src');
const entry = join(source, 'cli', 'main.ts');

/**
 * Writes them into `target`, all in that one folder, with the licences of what they contain, and beside them the files of the
 * sources that are no code.
 */
export async function bundle(target) {
  cpSync(source, target, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
  });
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: entry },
    outdir: target,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: packages,
    // Names stay, for the traces in reports of bugs.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    plugins: [
      { name: 'sources', setup: readSources },
      { name: 'parts of node', setup: lendParts },
    ],
  });
  refusePackages(metafile);
  writeFileSync(join(target, 'LICENSES.txt'), licences(metafile));
}

function readSources(build) {
  const late = lateModules();
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    if (!path.startsWith(source + sep)) return undefined;
    const text = borrowParts(keepPlace(path, readFileSync(path, 'utf8')));
    const more = late.has(path) ? [entry, ...companionsOf(path)] : [];
    return { contents: [text, ...more.map((file) => `import '${file}';`)].join('\n'), loader: 'ts' };
  });
}

// A module that reads a file beside itself names it from where the module was; so it must say so after the move too.
function keepPlace(path, text) {
  if (/\bimport\.meta\.(?!url\b)/.test(text))
    throw new SetupError(`${path} uses more of import.meta than its url, which the bundle would move.`);
  const place = `./${relative(source, path).split(sep).join('/')}`;
  return text.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`);
}

// What is shared becomes a chunk for each set of those that share it: a dozen of them to load for the first command. So
// everything that is loaded late also imports the entry, which is there by then: all it needs is then shared by all.
function lateModules() {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(source, file));
  const targets = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, target]) =>
      join(dirname(file), target),
    ),
  );
  return new Set(targets);
}

// For the same reason, the commands share one chunk of what nearly all of them need to ask a daemon.
function companionsOf(path) {
  const name = relative(join(source, 'cli'), path).split(sep).join('/');
  const isAlone = /^commands\/(?:agent|completion|help)\.ts$/.test(name);
  if (name.startsWith('..') || isAlone) return [];
  return ['find-project', 'task-ref', 'table', 'time', 'style'].map((each) =>
    join(source, 'cli', `${each}.ts`),
  );
}

// `import … from 'node:fs'` makes Node read every property of that part, also those that load others: importing
// node:process opens the standard streams. Asked for like this, only what is used is read.
function borrowParts(text) {
  const part = (name) => `globalThis.process.getBuiltinModule('${name}')`;
  return text
    .replaceAll(
      /^import (\w+|\{[^}]*\}) from '(node:[^']+)';$/gm,
      (_, names, name) => `const ${names.replaceAll(' as ', ': ')} = ${part(name)};`,
    )
    .replaceAll(/\bimport\('(node:[^']+)'\)/g, (_, name) => `Promise.resolve(${part(name)})`);
}

// The same for packages. Commander asks for child_process for commands that are programs of their own: we have none.
function lendParts(build) {
  build.onLoad({ filter: /[\\/]commander[\\/].*\.js$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8').replace("import childProcess from 'node:child_process';", '');
    return { contents: borrowParts(text), loader: 'js' };
  });
  // For CommonJS too, for which there is no `require` in a module.
  build.onResolve({ filter: /^[a-z:/_]+$/ }, ({ path, kind }) => {
    if (!isBuiltin(path)) return undefined;
    return kind === 'dynamic-import' ? { path, external: true } : { path, namespace: 'part' };
  });
  build.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => ({
    contents: `module.exports = process.getBuiltinModule('${path}');`,
  }));
}

// A package of a package would have to be found from our folder, where it may not be, or be another version.
function refusePackages(metafile) {
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    const one = imports.find(({ path: name, external }) => external && !isExpected(name));
    if (one !== undefined)
      throw new SetupError(`${path} needs ${one.path}, which the bundle lacks; see scripts/bundle.mjs.`);
  }
}

// `pg-native`, `bufferutil` and `utf-8-validate` are asked for only by those who installed them; `<runtime>` is a part of esbuild.
function isExpected(name) {
  return (
    isBuiltin(name) ||
    packages.includes(name) ||
    ['pg-native', 'bufferutil', 'utf-8-validate', '<runtime>'].includes(name)
  );
}

function licences(metafile) {
  const folders = Object.keys(metafile.inputs).flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  return [...new Set(folders)].sort().map(licenceOf).join('\n');
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']
    .map((each) => join(root, folder, each))
    .find((each) => existsSync(each));
  const text = file === undefined ? `Licence: ${license}\n` : readFileSync(file, 'utf8');
  return `${name} ${version}\n${'-'.repeat(60)}\n${text}`;
}
