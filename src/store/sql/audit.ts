// The audit log: appended to, read, and nothing else.
import type { Audit } from '../identity.ts';
import { allocate } from './counters.ts';
import { decodeAudit, encodeAudit } from './identity-rows.ts';
import type { Session } from './session.ts';

export function audit(session: Session): Audit {
  return {
    append: (entry) =>
      session.write(async (tx) => {
        const whole = { ...entry, id: await allocate(tx, 'audit', 1) };
        await tx.db.insertInto('audit').values(encodeAudit(whole)).execute();
        return whole;
      }),
    list: ({ before, actor, action, limit }) =>
      session.read(async (tx) => {
        let select = tx.db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
        if (before !== undefined) select = select.where('id', '<', before);
        if (actor !== undefined) select = select.where('actor', '=', actor);
        if (action !== undefined) select = select.where('action', '=', action);
        return (await select.execute()).map(decodeAudit);
      }),
  };
}
