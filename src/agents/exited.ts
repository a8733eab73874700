// The error for an agent program that ended when, or how, it should not have.
import { AppError } from '../domain/errors.ts';
import { lastLine } from './cap.ts';
import type { AgentEntry } from './driver.ts';
import type { Notes } from './notes.ts';
import type { ProcessEnd } from './process.ts';

/** `during` completes "… while": "it was started". */
export function exited(
  end: ProcessEnd,
  entry: AgentEntry,
  notes: Notes,
  during: string,
  cause?: unknown,
): AppError {
  const how =
    end.exitCode === null ? `was ended by ${end.signal ?? 'a signal'}` : `exited with code ${end.exitCode}`;
  const words = lastLine(notes.tail());
  const message = `${entry.title} ${how} while ${during}${words === '' ? '' : `: ${words}`}`;
  return new AppError('agent_unavailable', message, {
    next: entry.hint === '' ? `run the command of agent "${entry.name}" by hand to see why` : entry.hint,
    details: { agent: entry.name, exitCode: end.exitCode, signal: end.signal, printed: notes.tail() },
    cause,
  });
}
