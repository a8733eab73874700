// Several ways to do the same, as they are written: kept while they are half done.
import type { DirectionJson, RequestJson } from '../../src/api/request-schemas.ts';

export interface Direction {
  readonly instruction: string;
  /** Empty: as without directions. */
  readonly agent: string;
  readonly model: string;
}

const none: Direction = { instruction: '', agent: '', model: '' };
export const mostDirections = 10;

/** Two to begin with. */
export const firstTwo: readonly Direction[] = [none, none];

export function withOneMore(directions: readonly Direction[]): readonly Direction[] {
  return [...directions, none];
}

export function writtenOf(directions: RequestJson['directions']): readonly Direction[] {
  return directions.map(({ instruction, agent, model }) => ({
    instruction: instruction ?? '',
    agent: agent ?? '',
    model: model ?? '',
  }));
}

export function sentOf(directions: readonly Direction[]): DirectionJson[] {
  return directions.map(({ instruction, agent, model }) => ({
    ...(instruction.trim() !== '' && { instruction: instruction.trim() }),
    ...(agent !== '' && { agent }),
    ...(model.trim() !== '' && { model: model.trim() }),
  }));
}

/** Two that say nothing would be the same thing twice. */
export function areSaid(directions: readonly Direction[]): boolean {
  const said = sentOf(directions).map((direction) => JSON.stringify(direction));
  return said.length > 1 && new Set(said).size === said.length;
}

export function writeDirections(directions: readonly Direction[]): string {
  return directions.length === 0 ? '' : JSON.stringify(directions);
}

/** None for anything that `writeDirections` did not make. */
export function readDirections(text: string): readonly Direction[] {
  try {
    const directions: unknown = JSON.parse(text);
    return Array.isArray(directions) && directions.every(isDirection) ? directions : [];
  } catch {
    return [];
  }
}

/** In one line. */
export function inWords({ instruction, agent, model }: RequestJson['directions'][number]): string {
  const who = [agent, model].filter((one) => one !== null).join(' ');
  return (
    [...(who === '' ? [] : [who]), ...(instruction === null ? [] : [instruction])].join(': ') || 'as it is'
  );
}

function isDirection(value: unknown): value is Direction {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  return ['instruction', 'agent', 'model'].every((name) => typeof fields.get(name) === 'string');
}
