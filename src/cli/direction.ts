// One of several ways to do the same, as it is written on a command line.
import type { DirectionJson } from '../api/request-schemas.ts';

/** `agent=qwen,model=openai/gpt-5.5`; everything else, and what follows `say=`, is what its agent is told. */
export function readDirection(text: string): DirectionJson {
  const [, before = '', words] = /^((?:(?:agent|model)=[^,]+,?)*)(?:say=)?(.*)$/s.exec(text) ?? [];
  const fields = Object.fromEntries(
    before
      .split(',')
      .filter((part) => part !== '')
      .map((part) => part.split(/=(.*)/s).slice(0, 2)),
  ) as { readonly agent?: string; readonly model?: string };
  return { ...fields, ...(words !== undefined && words.trim() !== '' && { instruction: words.trim() }) };
}
