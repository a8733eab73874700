// Plays a recorded session with a command agent: what it printed, and how it exited, once for each prompt.
import type { ProtocolEntry } from '../../domain/protocol-entry.ts';
import { CommandSession } from '../command.ts';
import type { Runner, RunWatch } from '../command.ts';
import type { ProcessEnd } from '../process.ts';
import type { PlayStage } from './stage.ts';

export async function playCommand(stage: PlayStage, entries: readonly ProtocolEntry[]): Promise<void> {
  const runner = new RecordedRuns();
  const session = new CommandSession(
    stage.options(() => Promise.withResolvers<never>().promise),
    runner,
  );
  stage.begin('open', Promise.resolve('opened'));
  for (const entry of entries) {
    stage.at = entry.at;
    await step(stage, session, runner, entry);
    await new Promise<void>((resolve) => void setImmediate(resolve));
  }
  await session.close();
}

async function step(
  stage: PlayStage,
  session: CommandSession,
  runner: RecordedRuns,
  entry: ProtocolEntry,
): Promise<void> {
  switch (entry.dir) {
    case 'print':
      return runner.print(entry.text, entry.stream);
    case 'exit':
      return runner.exit({ exitCode: entry.code, signal: entry.signal === null ? null : 'SIGKILL' });
    case 'end':
      return stage.end(entry);
    case 'call':
      if (entry.call === 'prompt')
        stage.begin(
          'prompt',
          session.prompt(entry.text).then((end) => end.kind),
        );
      else if (entry.call === 'cancel') void session.cancel();
      else if (entry.call === 'close') void session.close();
      return undefined;
    default:
      return undefined;
  }
}

class RecordedRuns implements Runner {
  #watch: RunWatch | null = null;
  #end = Promise.withResolvers<ProcessEnd>();

  run(_prompt: string, watch: RunWatch): Promise<ProcessEnd> {
    this.#watch = watch;
    this.#end = Promise.withResolvers();
    const { reject } = this.#end;
    watch.signal.addEventListener('abort', () => reject(watch.signal.reason), { once: true });
    return this.#end.promise;
  }

  async clear(): Promise<void> {
    return undefined;
  }

  print(text: string, stream: 'stdout' | 'stderr'): void {
    this.#watch?.onOutput(Buffer.from(text), stream);
  }

  exit(end: ProcessEnd): void {
    this.#end.resolve(end);
  }
}
