// The tests of a merge queue: which run, and how those ended that count. Each runs in a copy of its own, below the folder
// of the task whose checks it runs.
import { messageOf } from '../../domain/errors.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Oid, TaskId } from '../../domain/ids.ts';
import type { Verdict } from '../../domain/merge-queue/decide.ts';
import { redWhenMerged } from '../../review/refusals.ts';
import { failureOfError } from '../failure-of-error.ts';
import { isAway } from '../patient-store.ts';
import type { Ground } from '../phase/ground.ts';
import { Recorder } from '../recorder.ts';
import { checkCommit } from '../scratch.ts';
import type { BuiltLink } from './chain.ts';

export interface Tested {
  readonly verdict: Verdict;
  /** Whose checks they were: their logs lie with this task. */
  readonly task: TaskId;
  readonly evidence: readonly Evidence[];
  /** Why it is red. */
  readonly notice: Failure | null;
}

interface UnderWay {
  readonly task: TaskId;
  readonly control: AbortController;
  readonly ended: Promise<void>;
}

export class Tests {
  readonly #running = new Map<string, UnderWay>();
  /** With those that were stopped and have not cleared up yet. */
  readonly #ending = new Set<UnderWay>();
  readonly #known = new Map<string, Tested>();
  readonly #onEnd: () => void;

  /** `onEnd` hears whenever there is something new to decide about. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get running(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }
  get verdicts(): ReadonlyMap<string, Verdict> {
    return new Map([...this.#known].map(([key, { verdict }]) => [key, verdict]));
  }
  outcome(key: string): Tested | undefined {
    return this.#known.get(key);
  }

  /** Begins it; one that still clears up in the same folder is waited for. */
  start(ground: Ground, link: BuiltLink, base: Oid): void {
    const { key } = link;
    if (key === null || this.#running.has(key)) return;
    const control = new AbortController();
    const before = [...this.#ending].filter((one) => one.task === link.task.id).map((one) => one.ended);
    const ended = Promise.all(before)
      .then(async () => this.#run(ground, link, base, control.signal))
      .then((tested) => {
        if (tested !== null) this.#known.set(key, tested);
      })
      .finally(() => {
        this.#ending.delete(entry);
        if (this.#running.get(key) === entry) this.#running.delete(key);
        this.#onEnd();
      });
    const entry: UnderWay = { task: link.task.id, control, ended };
    this.#ending.add(entry);
    this.#running.set(key, entry);
  }

  /** Ends it without a verdict. */
  stop(key: string): void {
    this.#running.get(key)?.control.abort(new Error('its outcome is not needed any more'));
    this.#running.delete(key);
  }

  /** Resolves when nothing runs and nothing is to be cleared up any more. */
  async stopAll(): Promise<void> {
    for (const key of this.#running.keys()) this.stop(key);
    await Promise.all([...this.#ending].map(async (one) => one.ended));
  }

  /** Red ones are asked again when somebody applies again: what failed may have been the machine. */
  forget(key: string): void {
    this.#known.delete(key);
  }
  forgetAll(): void {
    this.#known.clear();
  }

  /** Null: it was stopped, or says nothing about the work. */
  async #run(ground: Ground, link: BuiltLink, base: Oid, signal: AbortSignal): Promise<Tested | null> {
    const { deps, project, settings, hub } = ground;
    const { task, commit, tree } = link;
    if (signal.aborted || commit === null || tree === null) return null;
    const recorder = new Recorder(
      async (bodies) => void (await deps.store.events.append(task.id, bodies, { actor: 'system' })),
      (error) => deps.log.error({ taskId: task.id, error: messageOf(error) }, 'events could not be written'),
    );
    const onOutput = (source: string, text: string): void =>
      recorder.add({ type: 'run.output', source, text });
    const input = { deps, project, settings, hub, task, on: 'merged', signal, onOutput } as const;
    try {
      const evidence = await checkCommit(input, commit, tree, base);
      const bad = evidence.find((item) => item.outcome !== 'passed');
      const notice = bad === undefined ? null : redWhenMerged(project.branch, bad);
      return { verdict: bad === undefined ? 'green' : 'red', task: task.id, evidence, notice };
    } catch (error) {
      if (signal.aborted || isAway(error)) return null;
      deps.log.warn({ taskId: task.id, error: messageOf(error) }, 'a merged tree could not be checked');
      return { verdict: 'red', task: task.id, evidence: [], notice: failureOfError(error) };
    } finally {
      await recorder.flush();
    }
  }
}
