// Our errors in the protocol's form. `data.kind` says what it is about, so that a client need not read the words.
import { RequestError } from '@agentclientprotocol/sdk';
import { AppError, messageOf } from '../../domain/errors.ts';

const authRequired = -32000;
const internalError = -32603;

export function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  if (!(thrown instanceof AppError))
    return new RequestError(internalError, messageOf(thrown), { kind: 'bug' });
  const message = thrown.next === undefined ? thrown.message : `${thrown.message} ${thrown.next}`;
  const status = thrown.details['status'] ?? null;
  switch (thrown.code) {
    case 'model_credentials':
      return new RequestError(authRequired, message, { kind: 'credentials', status });
    case 'model_network':
      return new RequestError(internalError, message, { kind: 'network', status });
    default:
      return new RequestError(internalError, message, { kind: thrown.code, status });
  }
}
