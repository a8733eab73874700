// Signing in with an OpenID provider: a real one, on this machine, and a browser that is a few redirects and a cookie jar.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { Provider } from 'oidc-provider';
import type { MeJson, SessionJson } from '../../src/api/account-schemas.ts';
import { ask, codeIn } from '../support/asking.ts';
import type { Answer } from '../support/asking.ts';
import { createStage } from '../support/stage.ts';
import type { Stage } from '../support/stage.ts';

interface Person {
  readonly email: string;
  readonly email_verified: boolean;
  readonly preferred_username: string;
  readonly groups?: readonly string[];
}

const people: Readonly<Record<string, Person>> = {
  ada: { email: 'Ada.Lovelace@Example.com', email_verified: true, preferred_username: 'Ada Lovelace' },
  eve: { email: 'eve@example.com', email_verified: false, preferred_username: 'ada-lovelace' },
  bob: { email: 'bob@other.example', email_verified: true, preferred_username: 'bob' },
  cyd: {
    email: 'cyd@other.example',
    email_verified: true,
    preferred_username: 'ada-lovelace',
    groups: ['builders'],
  },
};

/** A provider at a free port; who signs in there is named in the login form. */
async function startProvider(context: TestContext, redirectUri: string): Promise<string> {
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'tasklane', client_secret: 'hush', redirect_uris: [redirectUri] }],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username', 'groups'],
    },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  const handle = provider.callback();
  return issuer;
}

/** Follows redirects as a browser does, with its cookies, and fills in the provider's forms, until it is back. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async visit(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const origin = new URL(url).origin;
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: this.#cookies.get(origin) ?? '' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const set = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    const all = new Map(
      [...(this.#cookies.get(origin) ?? '').split('; '), ...set].map((one) => [one.split('=')[0], one]),
    );
    this.#cookies.set(origin, [...all.values()].filter(Boolean).join('; '));
    return response;
  }

  /** Returns the address at which the provider sends the browser back. */
  async signIn(start: string, login: string, back: string): Promise<string> {
    let url = start;
    for (let step = 0; step < 20; step += 1) {
      if (url.startsWith(back)) return url;
      const response = await this.visit(url);
      const to = response.headers.get('location');
      if (to !== null) {
        url = new URL(to, url).href;
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      assert.ok(action !== undefined && prompt !== undefined, `${response.status} ${page}`);
      const sent = await this.visit(new URL(action, url).href, { prompt, login, password: 'x' });
      url = new URL(sent.headers.get('location') ?? '', url).href;
    }
    throw new Error(`still at ${url} after twenty steps`);
  }
}

async function withProvider(context: TestContext, admission: object): Promise<{ stage: Stage; url: string }> {
  const stage = await createStage(context);
  const found = await stage.run('project', 'add', '.');
  assert.equal(found.code, 0, found.stderr);
  const { url } = stage.client();
  const issuer = await startProvider(context, `${url}/api/v1/login/oidc/callback`);
  // The settings are read for each sign-in, so the daemon need not start again.
  const oidc = { issuer, clientId: 'tasklane', clientSecret: 'hush', ...admission };
  await stage.writeHome('config.json', JSON.stringify({ oidc }));
  return { stage, url };
}

/** Signs in and comes back; the answer is that of our callback. */
async function signIn(
  url: string,
  login: string,
): Promise<{ back: string; answer: Response; browser: Browser }> {
  const browser = new Browser();
  const callback = `${url}/api/v1/login/oidc/callback`;
  const back = await browser.signIn(`${url}/api/v1/login/oidc`, login, callback);
  return { back, browser, answer: await browser.visit(back) };
}

async function exchange(url: string, answer: Response): Promise<Answer> {
  const code = /^\/#code=(\w+)$/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
  return ask(url, '/api/v1/login/code', { method: 'POST', body: { code } });
}

test('a person whom the provider knows becomes a user the first time, and is the same one the next', async (context) => {
  const { stage, url } = await withProvider(context, { domains: ['example.com'], groups: ['builders'] });
  assert.deepEqual((await ask(url, '/api/v1/login')).json(), { password: true, oidc: true });
  const names: string[] = [];
  for (const login of ['ada', 'ada', 'cyd']) {
    const { answer } = await signIn(url, login);
    assert.equal(answer.status, 302, await answer.text());
    const session = (await exchange(url, answer)).json() as SessionJson;
    const me = (await ask(url, '/api/v1/users/me', { token: session.token ?? '' })).json() as MeJson;
    assert.deepEqual([me.user.role, me.memberships, me.token?.kind], ['member', [], 'session']);
    names.push(me.user.name);
  }
  assert.deepEqual(
    names,
    ['ada-lovelace', 'ada-lovelace', 'ada-lovelace-2'],
    'another person of the same name',
  );

  assert.equal((await stage.run('user', 'suspend', 'ada-lovelace')).code, 0);
  const { answer } = await signIn(url, 'ada');
  assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'suspended');
  const shown = await stage.run('config', 'show');
  assert.match(shown.stdout, /"clientSecret":"\*\*\*"/);
  assert.doesNotMatch(shown.stdout, /hush/);
});

test('an address that nobody verified, and another domain or group, do not let anybody in', async (context) => {
  const { stage, url } = await withProvider(context, { domains: ['example.com'], groups: ['builders'] });
  for (const login of ['eve', 'bob']) {
    const { answer } = await signIn(url, login);
    assert.equal(answer.status, 403, login);
    assert.match(await answer.text(), /may not sign in here/);
  }
  const users = await stage.run('user', 'list', '--json');
  assert.doesNotMatch(users.stdout, /bob|eve/);
  const log = await stage.run('audit', '--action', 'login.oidc', '--json');
  assert.match(log.stdout, /bob@other\.example/);
});

test('the way back works once, in the browser that began, with the state that it was given', async (context) => {
  const { url } = await withProvider(context, { domains: ['*'] });
  const { back, answer, browser } = await signIn(url, 'bob');
  assert.equal(answer.status, 302);
  assert.equal((await browser.visit(back)).status, 401, 'a second time');

  const callback = `${url}/api/v1/login/oidc/callback`;
  const begun = await new Browser().signIn(`${url}/api/v1/login/oidc`, 'bob', callback);
  assert.equal((await new Browser().visit(begun)).status, 401, 'in another browser');
  const forged = await ask(url, '/api/v1/login/oidc/callback?code=x&state=y');
  assert.deepEqual([forged.status, codeIn(forged)], [401, 'unauthorized']);

  const third = new Browser();
  const right = new URL(await third.signIn(`${url}/api/v1/login/oidc`, 'bob', callback));
  right.searchParams.set('code', 'forged');
  assert.equal((await third.visit(right.href)).status, 401, 'another code');
  const location = (await new Browser().visit(`${url}/api/v1/login/oidc`)).headers.get('location') ?? '';
  const asked = new URL(location).searchParams;
  assert.equal(asked.get('code_challenge_method'), 'S256');
  for (const name of ['state', 'nonce', 'code_challenge'])
    assert.ok((asked.get(name) ?? '').length >= 43, name);
});

test('without a provider in the settings there is none', async (context) => {
  const stage = await createStage(context);
  assert.equal((await stage.run('project', 'list')).code, 0);
  const { url } = stage.client();
  assert.deepEqual((await ask(url, '/api/v1/login')).json(), { password: true, oidc: false });
  assert.equal((await ask(url, '/api/v1/login/oidc')).status, 404);
});
