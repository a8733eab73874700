// One connection that listens for, and sends, the hint that the log has grown. A hint may be lost and may come for nothing:
// whoever hears one reads the log. It is sent after the commit and not in it, because there NOTIFY takes a lock of the
// whole server, and a listener that is stuck could make the commit itself fail.
import { Client } from 'pg';
import type { ClientConfig } from 'pg';

const channel = 'tasklane_log';

export class Hints {
  readonly #config: ClientConfig;
  readonly #onHint: () => void;
  #client: Client | null = null;
  #isWanted = false;
  #sending: Promise<void> | null = null;

  /** `onHint` is called when another process has sent one, never for those of this one. */
  constructor(config: ClientConfig, onHint: () => void) {
    this.#config = config;
    this.#onHint = onHint;
  }

  /** Connects unless it is connected. When that fails there are no hints until somebody calls it again. */
  async listen(): Promise<void> {
    if (this.#client !== null) return;
    const client = new Client(this.#config);
    const forget = (): void => {
      if (this.#client === client) this.#client = null;
    };
    client.on('error', forget);
    client.on('end', forget);
    try {
      await client.connect();
      // To the server a hint is a write, and it would sync the disk for it: half of all syncs. It may be lost.
      await client.query(`set synchronous_commit to off; listen ${channel}`);
      const { rows } = await client.query<{ own: number }>('select pg_backend_pid() as own');
      // Our own hints come back to us too.
      client.on('notification', (hint) => {
        if (hint.processId !== rows[0]?.own) this.#onHint();
      });
      this.#client = client;
    } catch {
      // The server is away or has no connection left. Whoever uses the store is told so; a hint is no cause for alarm.
      await client.end().catch(() => undefined);
    }
  }

  /** Sends one without waiting for it. While one is on its way, any number more become a single one. */
  send(): void {
    this.#isWanted = true;
    this.#sending ??= this.#sendWanted();
  }

  async #sendWanted(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      // One that cannot be sent is dropped: the others look by themselves after a while.
      await this.#client?.query(`notify ${channel}`).catch(() => undefined);
    }
    this.#sending = null;
  }

  /** Sends what is still to be sent, then disconnects. */
  async close(): Promise<void> {
    await this.#sending;
    await this.#client?.end().catch(() => undefined);
  }
}
