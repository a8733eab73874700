// The sources as a few files of JavaScript: one that starts, with the table of commands, and beside it a chunk for each
// command and for what several of them share. A command then loads a handful of files instead of hundreds.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { SetupError, root } from './setup.mjs';

/** What looks for files beside itself stays a package. */
const packages = ['@vscode/ripgrep'];

// In a module there is no `require`, and CommonJS among the packages asks for parts of Node with it.
const require = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const source = join(root, 'src');

/** Writes them into `target`, all in that one folder, with the licences of what they contain. */
export async function bundle(target) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: join(source, 'cli', 'main.ts') },
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
    banner: { js: require },
    metafile: true,
    logLevel: 'warning',
    plugins: [{ name: 'places of files', setup: keepPlaces }],
  });
  refusePackages(metafile);
  writeFileSync(join(target, 'LICENSES.txt'), licences(metafile));
}

// A module that reads a file beside itself names it from where the module was; so it must say so after the move too.
function keepPlaces(build) {
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    if (!path.startsWith(source + sep) || !text.includes('import.meta')) return undefined;
    const place = `./${relative(source, path).split(sep).join('/')}`;
    const contents = text.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`);
    if (/import\.meta\.(?!url\b)/.test(text))
      throw new SetupError(`${path} uses of import.meta more than its url; the bundle would move it.`);
    return { contents, loader: 'ts' };
  });
}

// A package of a package would have to be found from our folder, where it may not be, or be another version.
function refusePackages(metafile) {
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    const one = imports.find(({ path: name, external }) => external && !isExpected(name));
    if (one !== undefined)
      throw new SetupError(`${path} needs ${one.path}, which the bundle lacks; see scripts/bundle.mjs.`);
  }
}

// `pg-native` is asked for only by those who installed it; `<runtime>` is a part of esbuild.
function isExpected(name) {
  return isBuiltin(name) || packages.includes(name) || ['pg-native', '<runtime>'].includes(name);
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
