// Colours, or none: decided per stream, because one may be a terminal and the other a file.
import pc from 'picocolors';
import type { Output } from './context.ts';

export type Style = ReturnType<typeof pc.createColors>;

export function styleFor(stream: Output, env: NodeJS.ProcessEnv): Style {
  return pc.createColors(hasColours(stream, env));
}

function hasColours(stream: Output, env: NodeJS.ProcessEnv): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

// https://no-color.org: present and not an empty string, whatever its value.
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
