import { mkdtempSync } from 'node:fs';
import { openSqliteStore } from '/work/main/src/store/sqlite/sqlite-store.ts';
import { openPostgresStore } from '/work/main/src/store/postgres/postgres-store.ts';
import { openPostgresStore as openOld } from '/work/main/src/store/postgres/zz-before.ts';
import { startPostgres } from '/work/main/test/support/postgres.ts';
import { draftFor, sampleProject } from '/work/main/test/contracts/store/setup.ts';
const server = await startPostgres('/usr/lib/postgresql/15/bin');
await server.query('create database b');
const dir = mkdtempSync('/tmp/bench-');
const pg = await openPostgresStore({ url: server.url('b'), now: Date.now });
const pg2 = await openPostgresStore({ url: server.url('b'), now: Date.now });
const others = [pg, pg2];
for (let i = 0; i < 6; i++) others.push(await openPostgresStore({ url: server.url('b'), now: Date.now }));
const sq = await openSqliteStore({ file: dir + '/x.db', now: Date.now });
const body = { type: 'agent.message', text: 'x'.repeat(600) } as const;
async function prep(store: any) { const p = sampleProject('p'); await store.projects.insert(p); const t = await store.tasks.create(draftFor(p), 'a'); return { p, t }; }
const P = await prep(pg), S = await prep(sq);
async function rate(n: number, f: (i: number) => Promise<unknown>) { const lat: number[] = []; const t0 = performance.now(); for (let i = 0; i < n; i++) { const a = performance.now(); await f(i); lat.push(performance.now() - a); } const s = (performance.now() - t0) / 1000; lat.sort((a, b) => a - b); return `${(n / s).toFixed(0)}/s p50 ${lat[n >> 1]!.toFixed(2)} p99 ${lat[Math.floor(n * 0.99)]!.toFixed(2)}`; }
async function par(n: number, stores: any[], per: number, f: (s: any, i: number) => Promise<unknown>) { const t0 = performance.now(); await Promise.all(stores.flatMap((s) => Array.from({ length: per }, async () => { for (let i = 0; i < n / stores.length / per; i++) await f(s, i); }))); return `${(n / ((performance.now() - t0) / 1000)).toFixed(0)}/s`; }
const app = (s: any, t: any, k = 1) => s.events.append(t.id, Array.from({ length: k }, () => body), { actor: 'a' });
const edit = (s: any, t: any) => s.tasks.change(t.id, { type: 'edited', patch: { title: 'x' } }, { actor: 'a' });
const cycle = (s: any, p: any) => s.transition(async (w: any) => { const t = await w.tasks.create(draftFor(p), 'a'); await w.tasks.change(t.id, { type: 'accepted' }, { actor: 'a' }); const c = await w.tasks.change(t.id, { type: 'claimed', worker: 'w' }, { actor: 'a' }); await w.leases.put({ taskId: t.id, worker: 'w', fence: c.fence, until: 1 }); });

await server.query('create database c');
const olds = []; for (let i = 0; i < 8; i++) olds.push(await openOld({ url: server.url('c'), now: Date.now }));
const old = olds[0]!; const O = await prep(old);
for (let round = 0; round < 4; round++) {
  for (const [n, s, x] of [['sqlite', sq, S], ['pg', pg, P], ['pg-serial', old, O]] as const) {
    console.log(n.padEnd(9), 'append1', await rate(300, () => app(s, x.t)), '| append50', await rate(40, () => app(s, x.t, 50)), '| change', await rate(200, () => edit(s, x.t)), '| cycle', await rate(100, () => cycle(s, x.p)), '| get', await rate(500, () => s.tasks.get(x.t.id)), '| 8 at once: append', await par(1600, [s], 8, (st) => app(st, x.t)), 'cycle', await par(320, [s], 8, (st) => cycle(st, x.p)));
  }
  console.log('8 stores: append', await par(800, others, 1, (st) => app(st, P.t)), 'before', await par(800, olds, 1, (st) => app(st, O.t)), '| 8 stores x 4: append', await par(1600, others, 4, (st) => app(st, P.t)), 'before', await par(1600, olds, 4, (st) => app(st, O.t)));
}
for (const s of [...others, ...olds]) await s.close(); await sq.close(); await server.stop(); process.exit(0);
