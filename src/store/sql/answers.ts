// Answers to requests that may be sent again: one row for each key of each person, from the moment the request begins.
import type { AnswerFound, Answers, RepeatableRequest } from '../store.ts';
import type { Session, Tx } from './session.ts';

export function answers(session: Session): Answers {
  return {
    begin: (request, keepMs) => session.write((tx) => begin(tx, request, keepMs)),
    keep: (request, answer) =>
      session.write(async (tx) => {
        await tx.db
          .updateTable('answers')
          .set({ answer })
          .where('actor', '=', request.actor)
          .where('key', '=', request.key)
          .where('fingerprint', '=', request.fingerprint)
          .execute();
      }),
    drop: (request) =>
      session.write(async (tx) => {
        await tx.db
          .deleteFrom('answers')
          .where('actor', '=', request.actor)
          .where('key', '=', request.key)
          .where('fingerprint', '=', request.fingerprint)
          .where('answer', 'is', null)
          .execute();
      }),
  };
}

async function begin(tx: Tx, request: RepeatableRequest, keepMs: number): Promise<AnswerFound> {
  const { actor, key, fingerprint } = request;
  const at = tx.now();
  await tx.db
    .deleteFrom('answers')
    .where('at', '<=', at - keepMs)
    .execute();
  const row = await tx.db
    .selectFrom('answers')
    .select(['fingerprint', 'answer'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
  if (row === undefined) {
    await tx.db.insertInto('answers').values({ actor, key, fingerprint, answer: null, at }).execute();
    return { kind: 'new' };
  }
  if (row.fingerprint !== fingerprint) return { kind: 'other' };
  return row.answer === null ? { kind: 'begun' } : { kind: 'answered', answer: row.answer };
}
