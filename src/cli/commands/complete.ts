// `tasklane __complete -- WORDS`: what a shell may offer at the cursor, one `value<TAB>what it is` on each line, or
// `:files` or `:dirs` where the shell knows better. The scripts in ../completion/ call it at each press of Tab: so it
// starts no daemon, waits for none that is slow, and never complains.
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { connect } from '../../api/client.ts';
import type { Client } from '../../api/client.ts';
import { placeOf } from '../completion/place.ts';
import type { Candidate, Place } from '../completion/place.ts';
import { fixedWords, isList, shellPart, sourceOf } from '../completion/values.ts';
import { print } from '../context.ts';
import type { Context } from '../context.ts';
import { clientElsewhere, connectionOf, homeOf } from '../find-daemon.ts';
import { takeConnectionFlags } from '../connection-flags.ts';
import { clean } from '../text.ts';

/** Of the daemon's answer, on top of the start of this program. A person waits for it with a finger on the key. */
const patienceMs = 700;

export async function complete(context: Context, root: Command, words: readonly string[]): Promise<void> {
  const place = placeOf(root, words);
  const known = [...place.candidates, ...fixedWords(place)];
  const found = await Promise.race([asked(context, place, words), delay(patienceMs, null, { ref: false })]);
  const lines = fitting([...known, ...(found ?? [])], place).map(line);
  const part = shellPart(place);
  if (part !== null) lines.push(`:${part}`);
  if (lines.length > 0) print(context, lines.join('\n'));
  // The request that was too slow would keep this process.
  if (found === null) process.exit();
}

async function asked(
  context: Context,
  place: Place,
  words: readonly string[],
): Promise<readonly Candidate[]> {
  const source = sourceOf(place);
  if (source === null) return [];
  try {
    const env = { ...context.env, ...takeConnectionFlags(words.slice(0, -1)).env };
    const client = await clientIfRunning({ ...context, env });
    return client === null ? [] : await source({ context, client, place });
  } catch {
    return []; // no daemon, no right, a flag half typed: a message in the middle of somebody's line helps nobody
  }
}

async function clientIfRunning(context: Context): Promise<Client | null> {
  const elsewhere = await clientElsewhere(context);
  if (elsewhere !== null) return elsewhere;
  const connection = await connectionOf(await homeOf(context));
  return connection === null ? null : connect(connection);
}

function fitting(candidates: readonly Candidate[], place: Place): readonly Candidate[] {
  const items = isList(place) ? place.typed.split(',') : [place.typed];
  const typed = items.at(-1) ?? '';
  const before = items.slice(0, -1);
  const kept = place.kept + before.map((item) => `${item},`).join('');
  return candidates
    .filter(({ value }) => value !== '' && value.startsWith(typed) && !before.includes(value))
    .map(({ value, about }) => ({ value: kept + value, about }));
}

// Words of agents and files: a line break or a control character in them would become one of the shell.
function line({ value, about }: Candidate): string {
  const [one, other] = [value, about].map((text) => clean(text).replaceAll(/\s+/g, ' '));
  return `${one}\t${other}`;
}
