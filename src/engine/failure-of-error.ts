// From what was thrown in a run to the failure that a person reads.
import { AppError, messageOf } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';

const kinds: Partial<Record<ErrorCode, FailureKind>> = {
  setup_failed: 'setup',
  model_credentials: 'credentials',
  model_network: 'network',
  agent_unavailable: 'agent_crash',
  agent_protocol: 'agent_crash',
  agent_timeout: 'agent_crash',
};

export function failureOfError(error: unknown): Failure {
  if (!(error instanceof AppError))
    return {
      kind: 'other',
      message: messageOf(error),
      detail: error instanceof Error ? (error.stack ?? '') : '',
      next: 'This is a defect of Tasklane: please report it with this text. A retry may work.',
    };
  return {
    kind: kinds[error.code] ?? 'other',
    message: error.message,
    detail: detailOf(error),
    next: error.next ?? 'Retry it.',
  };
}

function detailOf(error: AppError): string {
  const texts = Object.entries(error.details).map(([key, value]) =>
    typeof value === 'string' ? `${key}:\n${value}` : `${key}: ${JSON.stringify(value)}`,
  );
  if (error.cause !== undefined) texts.push(`cause: ${messageOf(error.cause)}`);
  return texts.join('\n');
}
