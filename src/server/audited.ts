// The one place that writes the audit log: whatever changes something, and whoever signs in, whether it was done or not.
import type { Context, MiddlewareHandler } from 'hono';
import type { AuditEntry } from '../domain/audit.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { Accounts } from '../engine/accounts/accounts.ts';
import type { Log } from '../lib/log.ts';
import type { ClientIp } from './client-ip.ts';
import type { Env } from './route.ts';

export interface AuditOptions {
  readonly accounts: Pick<Accounts, 'audit'>;
  readonly ipOf: ClientIp;
  readonly log: Log;
}

/** Many times a minute for each agent, and they change only how long it keeps what it has. */
const tooFrequent: ReadonlySet<string> = new Set(['phase.beat']);

export function audited({ accounts, ipOf, log }: AuditOptions): MiddlewareHandler<Env> {
  return async (context, next) => {
    await next();
    const { action } = context.var;
    // Without an action nobody got as far as being refused anything: the token was wrong, or there is no such call.
    if (action === undefined || !isKept(context, action)) return;
    try {
      await accounts.audit({ ...outcomeOf(context), ...whoAndWhat(context, action), ip: ipOf(context) });
    } catch (error) {
      // It is done, and the answer must say so.
      log.error({ action, error: messageOf(error) }, 'the audit log could not be written');
    }
  };
}

function isKept(context: Context<Env>, action: string): boolean {
  if (action.startsWith('login.')) return true;
  const isLook = ['GET', 'HEAD'].includes(context.req.method) || action.endsWith('.read');
  return !isLook && !tooFrequent.has(action);
}

function whoAndWhat(
  context: Context<Env>,
  action: string,
): Pick<AuditEntry, 'actor' | 'tokenId' | 'action' | 'resource'> {
  const { actor, access, claimedName } = context.var;
  return {
    actor: actor?.username ?? claimedName ?? null,
    tokenId: actor?.tokenId ?? null,
    action,
    resource: access?.resource ?? context.req.path,
  };
}

function outcomeOf(context: Context<Env>): Pick<AuditEntry, 'outcome' | 'error'> {
  const { error } = context;
  const { refusal } = context.var;
  if (error === undefined)
    return { outcome: refusal === undefined ? 'done' : 'refused', error: refusal ?? null };
  const code = error instanceof AppError ? error.code : 'internal';
  return { outcome: context.res.status >= 500 ? 'failed' : 'refused', error: code };
}
