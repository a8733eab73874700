// Turns whatever went wrong between us and an agent into the one error that a person can act on.
import { RequestError } from '@agentclientprotocol/sdk';
import { AppError, messageOf } from '../../domain/errors.ts';
import { moneyAdvice, overflowAdvice, speaksOfMoney } from '../../domain/agents/error-words.ts';
import { keyNames } from '../../domain/key-names.ts';
import type { AgentEntry } from '../driver.ts';
import type { Notes } from '../notes.ts';
import type { AgentProcess } from '../process.ts';
import { settles } from '../settles.ts';
import { exited } from '../unavailable.ts';
import { adviceOf, classify } from './model-error.ts';
import type { ModelErrorCode } from './model-error.ts';
import { ToldFailure } from './told-failure.ts';

/** What an agent did that the protocol does not allow, in words that follow its name. */
export class Violation extends Error {}

export interface Witnesses {
  readonly entry: AgentEntry;
  readonly process: AgentProcess;
  readonly notes: Notes;
  /** The first line it printed, when it printed nothing that is protocol. */
  readonly onlyNoise: () => string | null;
}

// How long an agent that closed its output may take to exit, so that its exit code becomes part of the error.
const exitMs = 2_000;

/** `during` completes "… while": "it was started". */
export async function explain(error: unknown, witnesses: Witnesses, during: string): Promise<AppError> {
  if (error instanceof AppError) return error;
  if (error instanceof RequestError) return answered(error, witnesses, during);
  if (error instanceof ToldFailure) return told(error, witnesses, during);
  if (error instanceof Violation) return violated(error.message, witnesses, error);
  const { entry, notes, process } = witnesses;
  if (!(await settles(process.ended, exitMs)))
    return violated(`closed its connection while ${during} (${messageOf(error)})`, witnesses, error);
  const end = await process.ended;
  // A program that does something else and is content with it, such as an agent started without its ACP flag.
  if (end.exitCode === 0 && witnesses.onlyNoise() !== null)
    return violated(notAcp(witnesses), witnesses, error);
  return exited(end, entry, notes, during, error);
}

/** The error for an agent that never answered. */
export function late(method: string, ms: number, witnesses: Witnesses): AppError {
  const { entry, notes } = witnesses;
  if (witnesses.onlyNoise() !== null) return violated(notAcp(witnesses), witnesses);
  return new AppError('agent_timeout', `${entry.title} did not answer ${method} within ${ms / 1000} s`, {
    next: `Run the command of agent "${entry.name}" by hand to see why, or try again when the machine is less busy.`,
    details: { agent: entry.name, method, printed: notes.tail() },
  });
}

function notAcp(witnesses: Witnesses): string {
  return `does not speak ACP; it printed “${witnesses.onlyNoise() ?? ''}”`;
}

function violated(what: string, { entry, notes }: Witnesses, cause?: unknown): AppError {
  return new AppError('agent_protocol', `${entry.title} ${what}`, {
    next: `Check that the command of agent "${entry.name}" starts it as an ACP agent.`,
    details: { agent: entry.name, printed: notes.tail() },
    cause,
  });
}

// Only a model fails in this way; without a better reason in its words it could not be reached.
function told({ message }: ToldFailure, witnesses: Witnesses, during: string): AppError {
  const error = new RequestError(-32603, message);
  return answered(error, witnesses, during, 'model_network');
}

// Not as its cause: an error that came as data has nothing of its own besides what is in the words and details.
function answered(
  error: RequestError,
  { entry, notes }: Witnesses,
  during: string,
  otherwise: ModelErrorCode = 'agent_protocol',
): AppError {
  const found = classify(error);
  const code = found === 'agent_protocol' ? otherwise : found;
  const { words, next } = adviceOf(error);
  const details = { agent: entry.name, data: error.data, printed: notes.tail() };
  switch (code) {
    case 'model_credentials':
      return new AppError(code, `${entry.title} has no access to its model: ${words}`, {
        next: next ?? (speaksOfMoney(words) ? moneyAdvice : keyAdvice(entry)),
        details,
      });
    case 'model_network':
      return new AppError(code, `${entry.title} could not reach its model: ${words}`, {
        next: next ?? 'Check the network and the address of the model, or try again later.',
        details,
      });
    case 'model_refused':
      return new AppError(code, `${entry.title} asked its model for more than it takes: ${words}`, {
        next: next ?? overflowAdvice,
        details,
      });
    case 'agent_protocol':
      return new AppError(code, `${entry.title} answered with an error while ${during}: ${words}`, {
        next: next ?? 'See what the agent printed, and its own documentation.',
        details: { ...details, code: error.code },
      });
  }
}

// The key is there or not, right or wrong: the provider's own words say which.
function keyAdvice(entry: AgentEntry): string {
  const keys = keyNames(entry.passEnv);
  if (keys.length === 0) return `Check the key that agent "${entry.name}" uses.`;
  const which = keys.length === 1 ? keys.join('') : `the one of ${keys.join(', ')} that belongs to its model`;
  return `Set ${which} to a key that its provider accepts.`;
}
