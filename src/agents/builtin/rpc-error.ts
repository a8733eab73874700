// Our errors in the protocol's form. `data.kind` says what it is about, so that a client need not read the words; `data.next`
// is the end of the message again, for a client that shows it apart.
import { RequestError } from '@agentclientprotocol/sdk';
import { AppError, messageOf } from '../../domain/errors.ts';

const authRequired = -32000;
const internalError = -32603;

export function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (!(thrown instanceof AppError))
    return new RequestError(internalError, messageOf(thrown), { kind: 'bug' });
  const message = thrown.next === undefined ? thrown.message : `${thrown.message} ${thrown.next}`;
  const data = {
    status: thrown.details['status'] ?? null,
    ...pick(thrown, 'retryAfter', 'body'),
    ...(thrown.next !== undefined && { next: thrown.next }),
  };
  switch (thrown.code) {
    case 'model_credentials':
      return new RequestError(authRequired, message, { kind: 'credentials', ...data });
    case 'model_network':
      return new RequestError(internalError, message, { kind: 'network', ...data });
    default:
      return new RequestError(internalError, message, { kind: thrown.code, ...data });
  }
}

function pick({ details }: AppError, ...names: readonly string[]): Readonly<Record<string, unknown>> {
  const there = names.filter((name) => details[name] !== undefined);
  return Object.fromEntries(there.map((name) => [name, details[name]]));
}
