// Signing in: with a password, with a link that works once, with a cookie behind a proxy, and how often one may try.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { LoginLinkJson, MeJson, SessionJson } from '../../src/api/account-schemas.ts';
import { ask, codeIn, homeToken } from '../support/asking.ts';
import type { Answer, Asked } from '../support/asking.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

const password = 'correct horse battery';
const publicUrl = 'https://tasks.example.com';
/** What a proxy on this machine passes on. */
const proxied = { host: 'tasks.example.com', 'x-forwarded-for': '198.51.100.7' };

async function running(context: TestContext, config: object = {}): Promise<{ stage: Stage; url: string }> {
  const stage = await createStage(context, { config });
  assert.equal((await stage.run('project', 'add', '.')).code, 0);
  const created = await stage.cli.run(['user', 'create', 'ada', '--password'], stage.dir, `${password}\n`);
  assert.equal(created.code, 0, created.stderr);
  return { stage, url: stage.client().url };
}

function login(url: string, given: object = {}, asked: Asked = {}): Promise<Answer> {
  return ask(url, '/api/v1/login', { method: 'POST', body: { name: 'ada', password, ...given }, ...asked });
}

test('a password gives a session that ends; it, and every secret, is kept as a hash alone', async (context) => {
  const { stage, url } = await running(context, { sessionHours: 2 });
  const answer = await login(url);
  const session = answer.json() as SessionJson;
  const token = session.token ?? '';
  assert.match(token, /^[A-Za-z0-9]{10}-[A-Za-z0-9]{22}$/);
  const lifetimeMs = Date.parse(session.expires_at) - Date.now();
  assert.ok(lifetimeMs > 7_000_000 && lifetimeMs <= 7_200_000, String(lifetimeMs));
  assert.equal(((await ask(url, '/api/v1/users/me', { token })).json() as MeJson).user.name, 'ada');

  const api = (await stage.run('token', 'create', 'ci', '--json')).stdout;
  const made = JSON.parse(api) as { token: string };
  assert.equal((await stage.run('stop')).code, 0);
  for (const file of ['tasklane.db', 'daemon.log']) {
    const kept = readFileSync(join(stage.home, file), 'latin1');
    for (const secret of [password, token.slice(11), made.token.slice(11)])
      assert.ok(!kept.includes(secret), `${file} has a secret in it`);
  }
});

test('a wrong name and a wrong password are the same answer; after five of them one has to wait', async (context) => {
  const { url } = await running(context);
  const wrong = [await login(url, { name: 'nobody' }), await login(url, { password: 'guess' })];
  assert.deepEqual(
    wrong.map((one) => [one.status, one.text]),
    [
      [401, wrong[0]?.text],
      [401, wrong[0]?.text],
    ],
  );
  // What is right does not count.
  for (const _ of [1, 2, 3]) assert.equal((await login(url)).status, 200);
  const more = await Promise.all([1, 2, 3, 4, 5, 6].map(() => login(url, { password: 'guess' })));
  const limited = more.filter((one) => one.status === 429);
  assert.ok(limited.length >= 3, 'also when they come at once');
  for (const one of limited) {
    assert.equal(codeIn(one), 'rate_limited');
    assert.match(one.headers['retry-after'] ?? '', /^[1-9]\d?$/);
  }
  assert.equal((await login(url)).status, 429, 'the right one too: it would tell');
});

test('R218 a suspended person is told so only with the right password', async (context) => {
  const { stage, url } = await running(context);
  const { token } = (await login(url)).json() as SessionJson;
  assert.equal((await stage.run('user', 'suspend', 'ada')).code, 0);
  assert.deepEqual(
    [codeIn(await login(url)), codeIn(await login(url, { password: 'guess' }))],
    ['suspended', 'unauthorized'],
  );
  assert.equal(codeIn(await ask(url, '/api/v1/users/me', { token: token ?? '' })), 'suspended');
});

test('a new password ends the sessions that the old one gave', async (context) => {
  const { stage, url } = await running(context);
  const { token } = (await login(url)).json() as SessionJson;
  const own = { method: 'POST', token: token ?? '', body: { password: 'another good one' } };
  assert.equal((await ask(url, '/api/v1/users/me/password', own)).status, 403, 'without the current one');
  const body = { ...own.body, current: password };
  assert.equal((await ask(url, '/api/v1/users/me/password', { ...own, body })).status, 204);
  assert.equal((await ask(url, '/api/v1/users/me', { token: token ?? '' })).status, 401);
  assert.equal((await login(url)).status, 401);
  assert.equal((await login(url, { password: 'another good one' })).status, 200);
  const reset = await stage.cli.run(['user', 'password', 'ada'], stage.dir, 'a third good one\n');
  assert.equal(reset.code, 0, reset.stderr);
  assert.equal((await login(url, { password: 'a third good one' })).status, 200);
});

test('on localhost there is no cookie, whatever is asked for and whatever is sent', async (context) => {
  const { url } = await running(context);
  const answer = await login(url, { cookie: true });
  assert.equal(answer.headers['set-cookie'], undefined);
  const { token } = answer.json() as SessionJson;
  assert.ok(token !== null);
  for (const name of ['__Host-tasklane_session', 'tasklane_session', 'token']) {
    const headers: Asked['headers'] = { cookie: `${name}=${token}` };
    assert.equal((await ask(url, '/api/v1/users/me', { headers })).status, 401, name);
  }
});

test('behind a proxy the session is a cookie that no script and no other page can use', async (context) => {
  const { stage, url } = await running(context, { publicUrl });
  const origin = publicUrl;
  const answer = await login(url, { cookie: true }, { headers: { ...proxied, origin } });
  assert.equal(answer.status, 200, answer.text);
  assert.equal((answer.json() as SessionJson).token, null, 'no script sees it');
  const [set = ''] = answer.headers['set-cookie'] ?? [];
  assert.match(set, /^__Host-tasklane_session=[A-Za-z0-9]{10}-[A-Za-z0-9]{22}; /);
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
    assert.ok(set.split('; ').includes(attribute), `${attribute} in ${set}`);
  assert.match(set, /Max-Age=60\d{4}/);
  assert.doesNotMatch(set, /Domain/i);
  const cookie = set.split(';')[0] ?? '';
  const get = (headers: object): Promise<Answer> =>
    ask(url, '/api/v1/users/me', { headers: { ...proxied, cookie, ...headers } });
  const post = (headers: object): Promise<Answer> =>
    ask(url, '/api/v1/tokens', {
      method: 'POST',
      body: { name: 'x' },
      headers: { ...proxied, cookie, ...headers },
    });
  assert.equal((await get({})).status, 200);
  assert.equal((await get({ 'sec-fetch-site': 'same-origin' })).status, 200);
  for (const site of ['cross-site', 'same-site'])
    assert.deepEqual(codeIn(await get({ 'sec-fetch-site': site })), 'forbidden', site);
  assert.equal((await post({ origin })).status, 201);
  assert.equal((await post({ 'sec-fetch-site': 'same-origin' })).status, 201);
  assert.equal(codeIn(await post({})), 'forbidden', 'without an origin');
  assert.equal(codeIn(await post({ 'sec-fetch-site': 'cross-site' })), 'forbidden');
  for (const foreign of ['https://evil.example', 'http://tasks.example.com:81', 'null'])
    assert.equal(codeIn(await post({ origin: foreign })), 'forbidden_host', foreign);
  assert.equal((await get({ host: 'evil.example' })).status, 421, 'another name for the same address');

  const out = await ask(url, '/api/v1/logout', { method: 'POST', headers: { ...proxied, cookie, origin } });
  assert.equal(out.status, 204);
  assert.match(out.headers['set-cookie']?.[0] ?? '', /^__Host-tasklane_session=; Max-Age=0/);
  assert.equal((await get({})).status, 401, 'the session has ended, not only the cookie');
  // The address in the log is the person's, not the proxy's.
  const log = JSON.parse((await stage.run('audit', '--user', 'ada', '--json')).stdout) as {
    entries: { ip: string }[];
  };
  assert.deepEqual(new Set(log.entries.map((entry) => entry.ip)), new Set(['198.51.100.7']));
});

test('the token of the home works on the machine itself alone', async (context) => {
  const { stage, url } = await running(context, { publicUrl });
  const token = homeToken(stage.home);
  assert.equal((await ask(url, '/api/v1/health', { token })).status, 200);
  assert.equal((await ask(url, '/api/v1/health', { token, headers: proxied })).status, 401);
});

test('without a proxy in the settings nobody can say that they come from somewhere else', async (context) => {
  const { url } = await running(context);
  const headers = (n: number): object => ({ 'x-forwarded-for': `198.51.100.${n}` });
  const answers: Answer[] = [];
  for (const n of [1, 2, 3, 4, 5, 6])
    answers.push(await login(url, { password: 'guess' }, { headers: { ...headers(n) } }));
  assert.equal(answers.at(-1)?.status, 429);
});

test('a sign-in link opens one session, once, within a minute, and no more than who asked may', async (context) => {
  const { stage, url } = await running(context);
  const printed = await stage.run('open', '--json');
  const link = JSON.parse(printed.stdout) as LoginLinkJson;
  const [address = '', code = ''] = link.url.split('/#code=');
  assert.equal(address, url);
  assert.ok(Date.parse(link.expires_at) - Date.now() <= 60_000);
  const redeem = (given: string): Promise<Answer> =>
    ask(url, '/api/v1/login/code', { method: 'POST', body: { code: given } });
  const all = await Promise.all([redeem(code), redeem(code), redeem(code)]);
  assert.deepEqual(
    all.map((one) => one.status).toSorted((a, b) => a - b),
    [200, 401, 401],
    'also when they come at once',
  );
  assert.match(all.find((one) => one.status === 401)?.text ?? '', /was used already, or is older/);
  const session = all.find((one) => one.status === 200)?.json() as SessionJson;
  assert.equal(session.user.is_home_owner, true);
  assert.equal((await ask(url, '/api/v1/users', { token: session.token ?? '' })).status, 200);
  assert.equal((await redeem('nonsense')).status, 401);
  const text = await stage.run('login-link');
  assert.match(text.stdout, /^http:\/\/127\.0\.0\.1:\d+\/#code=[A-Za-z0-9]{32}\n$/);
});

test('R215 who signs in, and who tries, stands in the audit log', async (context) => {
  const { stage, url } = await running(context);
  await login(url);
  await login(url, { password: 'guess' });
  const log = JSON.parse((await stage.run('audit', '--action', 'login.password', '--json')).stdout) as {
    entries: { actor: string; outcome: string; error: string | null }[];
  };
  assert.deepEqual(
    log.entries.map(({ actor, outcome, error }) => [actor, outcome, error]),
    [
      ['ada', 'refused', 'unauthorized'],
      ['ada', 'done', null],
    ],
  );
});
