// `tasklane login`: signs in to a daemon elsewhere; from then on commands go there.
import { connect } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { MeJson } from '../../api/account-schemas.ts';
import { printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { homeOf } from '../find-daemon.ts';
import { isOnLoopback, saveLogin } from '../remote.ts';
import { readSecret } from '../secret.ts';

export interface LoginFlags extends OutputFlags {
  readonly user?: string;
}

export async function login(context: Context, url: string, flags: LoginFlags): Promise<void> {
  const given = context.env['TASKLANE_TOKEN'] ?? '';
  const token = given === '' ? await signIn(context, url, flags) : given;
  const me: MeJson = await connect({ url, token }).call(endpoints.whoAmI);
  await saveLogin(await homeOf(context), { url, token });
  if (wantsJson(flags)) return printJson(context, me);
  say(
    context,
    `tasklane: signed in to ${url} as ${me.user.name}; commands go there until \`tasklane logout\``,
  );
  if (url.startsWith('http:') && !isOnLoopback(url))
    say(context, 'tasklane: this address has no TLS: whoever is on the way can read the token');
}

async function signIn(context: Context, url: string, flags: LoginFlags): Promise<string> {
  const name = flags.user ?? context.env['USER'] ?? '';
  const password = await readSecret(context, `Password of ${name} at ${url}`);
  const body = { name, password };
  const { token } = await connect({ url, token: '' }).call(endpoints.loginWithPassword, { body });
  return token ?? '';
}
