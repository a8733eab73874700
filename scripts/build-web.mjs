// `npm run build:web`: the web page, from web/ into dist/web/, where the daemon serves it from. Builds only when something that
// it is made of changed since, so whoever needs it may ask for it every time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SetupError, ensureInstalled, main, node24, root } from './setup.mjs';

const source = join(root, 'web');
const target = join(root, 'dist', 'web');
const stamp = join(target, '.built');

/** Builds the page when it is not the one that the sources make. Throws SetupError when that fails. */
export function ensureWeb() {
  if (isBuilt()) return;
  process.stderr.write('Building the web page\n');
  const { status } = spawnSync(node24(), [import.meta.filename], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SetupError('The web page could not be built; what went wrong is above.');
}

if (import.meta.filename === process.argv[1])
  await main(async () => {
    ensureInstalled({ dev: true });
    if (!isBuilt()) await build();
    return 0;
  });

async function build() {
  const [{ build: run }, { default: react }, { default: tailwind }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
    import('@tailwindcss/vite'),
  ]);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const hash = sourcesHash();
  rmSync(target, { recursive: true, force: true });
  await run({
    configFile: false,
    root: source,
    logLevel: 'warn',
    plugins: [react(), tailwind()],
    define: { __VERSION__: JSON.stringify(version) },
    // Only the big parts: what is left of Shiki is never loaded.
    resolve: {
      alias: [{ find: /^shiki\/(?:langs|wasm)$/, replacement: join(source, 'diff', 'no-shiki.ts') }],
    },
    worker: { format: 'es' },
    build: { outDir: target, emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 2000 },
  });
  compress();
  // Last: a build that was interrupted is none.
  writeFileSync(stamp, hash);
}

// Once, as small as it gets, so that serving it costs nothing.
function compress() {
  for (const path of filesOf(target)) {
    const plain = readFileSync(path);
    const zipped = gzipSync(plain, { level: 9 });
    if (zipped.length < plain.length * 0.9) writeFileSync(`${path}.gz`, zipped);
  }
}

function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();
}

// All that ends up in it: the page itself, the contract that it shares, and the packages by their lockfile.
function sourcesHash() {
  const folders = [source, join(root, 'src', 'api'), join(root, 'src', 'domain')];
  const files = [...folders.flatMap(filesOf), join(root, 'package-lock.json'), import.meta.filename];
  const hash = createHash('sha256');
  for (const path of files.filter((file) => !file.endsWith('.test.ts')))
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}
