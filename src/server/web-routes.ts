// The web page, from the files that were built for it. It needs no token: there is nothing in it that is not in the published
// program; what it then asks for does. Everything that is no call and that a browser opens is the page, so that any address in
// it can be opened directly.
import type { App } from './route.ts';

export interface WebFile {
  readonly type: string;
  readonly etag: string;
  /** Whether its name changes with its content. */
  readonly isImmutable: boolean;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/** By path from the root, without a slash in front: `index.html`, `assets/index-3f2a.js`. */
export type WebFiles = ReadonlyMap<string, WebFile>;

// Scripts come from our own files alone; the diffs' highlighter is WASM, and positions of rows are inline styles.
// What a frame may show is the previews of tasks, each on an origin of its own, as safe or not as the page itself.
const policyFor = (previewHost: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-src *.${previewHost}:*`,
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');

const calls = /^\/(?:api|llm|mcp|install|external-auth)(?:[/.]|$)/;

/** `previewHost`: the host name below which previews are shown. */
export function webRoutes(
  app: App,
  files: () => Promise<WebFiles | null>,
  { previewHost }: { readonly previewHost: string },
): void {
  const policy = policyFor(previewHost);
  app.use('*', async (context, next) => {
    const { method, path } = context.req;
    if ((method !== 'GET' && method !== 'HEAD') || calls.test(path)) return next();
    const built = await files();
    const found = built?.get(path.slice(1));
    const isPage = found === undefined && wantsPage(context.req.header('accept'));
    const file = isPage ? built?.get('index.html') : found;
    if (file === undefined) return isPage ? context.html(notBuilt, 503) : next();
    context.header('content-security-policy', policy);
    context.header('referrer-policy', 'no-referrer');
    context.header('cross-origin-opener-policy', 'same-origin');
    context.header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    context.header('vary', 'accept-encoding');
    context.header('etag', file.etag);
    if (context.req.header('if-none-match') === file.etag) return context.body(null, 304);
    const zipped = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '') ? file.gzip : null;
    if (zipped !== null) context.header('content-encoding', 'gzip');
    context.header('content-type', file.type);
    return context.body(zipped ?? file.plain);
  });
}

function wantsPage(accept: string | undefined): boolean {
  return accept?.includes('text/html') === true;
}

const notBuilt = `<!doctype html><meta charset="utf-8"><title>Tasklane</title>
<body style="font: 16px/1.6 system-ui; max-width: 38rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">The web page is not built yet</h1>
<p>This daemon runs from a checkout. Run <code>npm run build:web</code> there, then load this page again.
Everything else works meanwhile: <code>tasklane task list</code>.</p>`;
