// The three ways in which an agent's program is not there: not installed, cannot be started, ended when it should not.
import { AppError, messageOf } from '../domain/errors.ts';
import { lastLine } from './cap.ts';
import type { AgentEntry } from './driver.ts';
import type { Launch } from './launch.ts';
import type { Notes } from './notes.ts';
import type { ProcessEnd } from './process.ts';

export function notInstalled(entry: AgentEntry, program: string): AppError {
  return new AppError(
    'agent_unavailable',
    `${entry.title} is not installed: there is no program “${program}”.`,
    {
      next: hintOr(entry, `install it, or correct the command of agent "${entry.name}"`),
      details: { agent: entry.name, program },
    },
  );
}

export function notStarted(entry: AgentEntry, launch: Launch, error: unknown): AppError {
  return new AppError('agent_unavailable', `${entry.title} cannot be started: ${messageOf(error)}`, {
    next: 'Check that the program can be run and that its folder exists.',
    details: { agent: entry.name, program: launch.program, cwd: launch.cwd },
    cause: error,
  });
}

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
    next: hintOr(entry, `run the command of agent "${entry.name}" by hand to see why`),
    details: { agent: entry.name, exitCode: end.exitCode, signal: end.signal, printed: notes.tail() },
    cause,
  });
}

function hintOr(entry: AgentEntry, otherwise: string): string {
  return entry.hint === '' ? otherwise : entry.hint;
}
