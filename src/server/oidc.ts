// OpenID Connect, as openid-client speaks it: authorization code with PKCE, state and nonce. The library is loaded with the
// first sign-in, and the provider is looked up again for each, so that a changed setting counts at once.
import type { Configuration } from 'openid-client';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Admission, OutsidePerson } from '../engine/accounts/outside-user.ts';

export interface OidcSettings extends Admission {
  /** For example `https://accounts.example.com`; its discovery document is fetched from there. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that lists somebody's groups. */
  readonly groupsClaim: string;
}

/** What must be the same when the browser comes back. */
export interface OidcPending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** Where to send the browser. Throws `unauthorized` when the provider cannot be asked. */
export async function beginOidc(
  settings: OidcSettings,
  redirectUri: string,
): Promise<{ readonly url: string; readonly pending: OidcPending }> {
  const client = await import('openid-client');
  const config = await discover(settings);
  const pending = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    redirectUri,
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    state: pending.state,
    nonce: pending.nonce,
  });
  return { url: url.href, pending };
}

/** Who came back with this query. Throws `unauthorized` for whatever does not fit. */
export async function finishOidc(
  settings: OidcSettings,
  pending: OidcPending,
  query: string,
): Promise<OutsidePerson> {
  const client = await import('openid-client');
  const config = await discover(settings);
  try {
    const tokens = await client.authorizationCodeGrant(config, new URL(`${pending.redirectUri}${query}`), {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('the provider sent no ID token');
    // Many providers put address and groups there only.
    const hasInfo = config.serverMetadata().userinfo_endpoint !== undefined;
    const info = hasInfo ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
    return personOf(settings, claims.iss, { ...info, ...claims });
  } catch (error) {
    throw refused(error);
  }
}

async function discover(settings: OidcSettings): Promise<Configuration> {
  const client = await import('openid-client');
  const issuer = new URL(settings.issuer);
  try {
    return await client.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      // The settings allow http for an issuer on this machine only.
      // oxlint-disable-next-line typescript/no-deprecated -- deprecated to stand out in a review, not to be removed
      ...(issuer.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
    });
  } catch (error) {
    throw refused(error);
  }
}

function personOf(
  settings: OidcSettings,
  issuer: string,
  claims: Readonly<Record<string, unknown>>,
): OutsidePerson {
  const text = (name: string): string | null => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const groups = claims[settings.groupsClaim];
  const email = text('email');
  return {
    subject: `${issuer} ${text('sub') ?? ''}`,
    wantedName: text('preferred_username') ?? email?.split('@')[0] ?? text('name') ?? 'user',
    email,
    isEmailVerified: claims['email_verified'] === true,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [],
  };
}

function refused(error: unknown): AppError {
  return new AppError('unauthorized', `The identity provider did not sign you in: ${messageOf(error)}`, {
    next: 'Try again; if it stays so, an admin should check the setting `oidc`.',
    cause: error,
  });
}
