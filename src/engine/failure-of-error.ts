// From what was thrown in a run to the failure that a person reads. Each fact stands in it once.
import { speaksOfOverflow } from '../domain/agents/error-words.ts';
import { AppError, messageOf } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { failureKinds } from '../domain/failure.ts';
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
  const kind = kindOf(error);
  const next = error.next ?? 'Retry it.';
  return {
    kind,
    message: error.message,
    detail: detailOf(error, kind),
    next: nextOf(error.code, kind, next),
  };
}

// A conversation that is too long is at a limit of its model, as an attempt may be at one of ours.
function kindOf({ code, message, details }: AppError): FailureKind {
  if (code === 'model_refused' && speaksOfOverflow(message)) return 'budget';
  return kinds[code] ?? failureKinds.find((kind) => kind === details['failureKind']) ?? 'other';
}

// Whoever sets the variable in their shell now would see the same failure again.
function nextOf(code: ErrorCode, kind: FailureKind, next: string): string {
  // A token for a git host is read from the configuration anew each time.
  if (kind !== 'credentials' || code === 'host_failed') return next;
  return `${next} A daemon that runs already keeps the environment it was started with: after setting a variable, \`tasklane stop\`, then run it again.`;
}

/** What the details add to the message. They are also for programs, so most of them say again what it says in words. */
function detailOf(error: AppError, kind: FailureKind): string {
  let said = `${kind} ${error.message} ${error.next ?? ''}`;
  const lines: string[] = [];
  for (const [name, fact] of factsOf('', { ...error.details, cause: causeOf(error) })) {
    if (says(said, fact)) continue;
    said += ` ${fact}`;
    lines.push(fact.includes('\n') ? `${name}:\n${fact}` : `${name}: ${fact}`);
  }
  return lines.join('\n');
}

function causeOf(error: AppError): string | null {
  return error.cause === undefined ? null : messageOf(error.cause);
}

/** The single facts of a value, however deep, each with its name; empty ones are left out. */
function factsOf(name: string, value: unknown): readonly (readonly [name: string, fact: string])[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object' && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) => factsOf(key, inner));
  const fact = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return fact === '' || fact === '[]' ? [] : [[name, fact]];
}

// As whole words: 404 does not say 4.
function says(text: string, fact: string): boolean {
  const [within, wanted] = [normal(text), normal(fact)];
  for (let at = within.indexOf(wanted); at !== -1; at = within.indexOf(wanted, at + 1)) {
    const around = (within[at - 1] ?? '') + (within[at + wanted.length] ?? '');
    if (!/\w/.test(around)) return true;
  }
  return false;
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
