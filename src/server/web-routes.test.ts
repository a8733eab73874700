import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { webFiles } from '../daemon/web-files.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import type { App, Env } from './route.ts';
import { webRoutes } from './web-routes.ts';

function appOn(dir: string): App {
  const app = new Hono<Env>();
  app.use('*', async (context, next) => {
    context.header('cache-control', 'no-store');
    await next();
  });
  webRoutes(app, webFiles(dir), { previewHost: 'preview.localhost' });
  app.notFound((context) => context.text('a call', 404));
  return app;
}

const html = { headers: { accept: 'text/html,*/*' } };

test('files are served with their type, compressed where asked for, and kept by browsers as long as they may be', async (context) => {
  const dir = tempDir(context);
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(dir, 'index.html'), '<p>page</p>');
  writeFileSync(join(dir, 'assets', 'a-1.js'), 'let a;');
  writeFileSync(join(dir, 'assets', 'a-1.js.gz'), gzipSync('let a;'));
  const app = appOn(dir);

  const script = await app.request('/assets/a-1.js', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(script.headers.get('content-encoding'), 'gzip');
  assert.equal(gunzipSync(await script.arrayBuffer()).toString(), 'let a;');
  assert.equal(await (await app.request('/assets/a-1.js')).text(), 'let a;');

  const page = await app.request('/tasks/12', html);
  assert.equal(await page.text(), '<p>page</p>');
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
  assert.match(policy, /frame-src \*\.preview\.localhost:\*;/);
  assert.doesNotMatch(policy, /script-src[^;]*unsafe-inline|https?:/);
  const etag = page.headers.get('etag') ?? '';
  const same = await app.request('/', { headers: { ...html.headers, 'if-none-match': etag } });
  assert.deepEqual([same.status, await same.text()], [304, '']);
});

test('calls, what is no file, and paths that lead out are not the page’s', async (context) => {
  const dir = tempDir(context);
  writeFileSync(join(dir, 'index.html'), 'page');
  writeFileSync(join(dir, '..', 'outside.txt'), 'secret');
  const app = appOn(dir);
  for (const path of ['/api/v1/tasks', '/llm/x', '/mcp', '/install.sh'])
    assert.equal(await (await app.request(path, html)).text(), 'a call', path);
  assert.equal((await app.request('/assets/none.js')).status, 404);
  for (const path of ['/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt'])
    assert.notEqual(await (await app.request(path)).text(), 'secret', path);
  assert.equal((await app.request('/', { method: 'POST' })).status, 404);
});

test('a checkout without a build says how to make one, and has it as soon as it is there', async (context) => {
  const dir = tempDir(context);
  const app = appOn(dir);
  const missing = await app.request('/', html);
  assert.equal(missing.status, 503);
  assert.match(await missing.text(), /npm run build:web/);
  writeFileSync(join(dir, 'index.html'), 'built');
  assert.equal(await (await app.request('/', html)).text(), 'built');
});
