// `tasklane logout`: ends the session, and commands are for the daemon of this home again.
import { connect } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import { say } from '../context.ts';
import type { Context } from '../context.ts';
import { homeOf } from '../find-daemon.ts';
import { forgetLogin, readLogin } from '../remote.ts';

export async function logout(context: Context): Promise<void> {
  const home = await homeOf(context);
  const saved = await readLogin(home);
  if (saved === null) return say(context, 'tasklane: you are not signed in anywhere');
  await forgetLogin(home);
  try {
    await connect(saved).call(endpoints.logout, { timeoutMs: 5000 });
    say(context, `tasklane: signed out of ${saved.url}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Here it is forgotten in any case; there it may live on until it expires.
    say(context, `tasklane: forgot ${saved.url}; it could not be told: ${error.message}`);
  }
}
