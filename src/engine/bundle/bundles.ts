// Tasks as files, as one object that the engine owns.
import type { Task } from '../../domain/task.ts';
import { SerialByKey } from '../../lib/serial.ts';
import type { EngineDeps } from '../deps.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { exportTask } from './export-task.ts';
import type { Exported } from './export-task.ts';
import { replayBundle } from './replay.ts';
import type { Replay } from './replay.ts';

export type { Replay };

export class Bundles {
  readonly #deps: EngineDeps;
  readonly #playing = new SerialByKey();

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  /** Everything there is of a task, as an archive; `version` is that of the program. Throws `other_home`. */
  async export(task: Task, version: string): Promise<Exported> {
    await requireOwnProjectOf(this.#deps, task);
    return exportTask(this.#deps, task, version);
  }

  /** Plays an exported task. One at a time, because each is held in memory. Throws `invalid_bundle`. */
  async replay(bundle: Uint8Array): Promise<Replay> {
    return this.#playing.run('replay', async () => replayBundle(this.#deps.play, bundle));
  }
}
