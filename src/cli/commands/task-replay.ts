// `tasklane task replay`: plays an exported task without its agent, shows the thread, and says whether it came out the same.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { answerOf } from '../../api/address.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError, errorOf } from '../../api/errors.ts';
import type { ReplayJson } from '../../api/replay-schemas.ts';
import { readText } from '../../api/request.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { styleFor } from '../style.ts';
import { oneLine } from '../text.ts';
import { threadItem } from '../thread-item.ts';
import { ThreadLines } from '../thread-lines.ts';
import { widthFor } from '../wrap.ts';

/** Playing what took an agent hours takes the daemon seconds, but it may have others to play first. */
const timeoutMs = 300_000;

export async function replayBundle(context: Context, file: string, flags: OutputFlags): Promise<ExitCode> {
  const bytes = await read(resolve(context.cwd, file));
  const client = await openClient(context);
  const { method, path } = endpoints.replayBundle;
  const headers = { 'content-type': 'application/gzip' };
  const answer = await client.open({ method, path, bytes, headers, timeoutMs });
  const text = await readText(answer, { url: client.url, token: '' });
  const status = answer.statusCode ?? 0;
  if (status >= 400) throw errorOf(status, text, client.url);
  const replay = answerOf(status, answer.headers['content-type'], text, client.url) as ReplayJson;
  if (wantsJson(flags)) printJson(context, replay);
  else printReplay(context, replay);
  return replay.same === false ? exitCodes.failure : exitCodes.ok;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError('invalid_input', `The bundle ${file} cannot be read.`, {
      next: 'Make one with `tasklane task export`.',
      cause,
    });
  }
}

function printReplay(context: Context, replay: ReplayJson): void {
  const { task } = replay;
  const width = (): number | undefined => widthFor(context.stdout);
  const thread = new ThreadLines(styleFor(context.stdout, context.env), {
    announce: false,
    width,
    summaryFollows: false,
  });
  if (replay.omitted > 0) print(context, `… ${replay.omitted} older events are left out`);
  for (const event of replay.events) {
    const item = threadItem(event);
    if (item !== null) for (const line of thread.add(item)) print(context, `${line}\n`);
  }
  for (const line of thread.end()) print(context, `${line}\n`);
  const title = oneLine(`${task.number} ${task.name}`);
  say(context, `tasklane: task ${title} of ${task.agent}, exported at ${replay.exported_at}`);
  for (const attempt of replay.attempts) for (const line of verdict(attempt)) say(context, line);
  if (replay.attempts.length === 0)
    say(context, '  there is no protocol log in it, so nothing could be played: see protocolLogMb');
}

function sameWords(same: boolean | null): string {
  if (same === null) return 'the recording is not whole';
  return same ? 'the same' : 'not the same';
}

function verdict(attempt: ReplayJson['attempts'][number]): readonly string[] {
  const { number, sessions, same, recorded, replayed, difference, ends, gaps, says } = attempt;
  const who = says === null ? '' : ` with ${oneLine(says)}`;
  const played = `${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${replayed} events`;
  const lines = [`  attempt ${number}${who}: ${sameWords(same)} (${played}; the log has ${recorded})`];
  lines.push(...gaps.map((gap) => `    ${oneLine(gap)}`));
  for (const end of ends.filter((one) => one.recorded !== one.replayed))
    lines.push(`    a ${end.of} ended as ${oneLine(end.recorded)}, now as ${oneLine(end.replayed)}`);
  if (difference !== null)
    lines.push(
      `    first difference, at event ${difference.index}:`,
      `      then: ${oneLine(difference.recorded ?? 'nothing more')}`,
      `      now:  ${oneLine(difference.replayed ?? 'nothing more')}`,
    );
  return lines;
}
