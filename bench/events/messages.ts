// What the processes of the events benchmark say to each other.
export type Way = 'ours' | 'bare';

export interface ServerOrder {
  readonly do: 'measure' | 'write' | 'stop';
  readonly perSecond?: number;
  readonly seconds?: number;
}

export interface Usage {
  readonly kind: 'usage';
  /** Of this process so far, user and system. */
  readonly cpuMs: number;
  readonly rssMiB: number;
}

export type ServerSays =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'written'; readonly last: number; readonly peakMiB: number }
  | Usage;

export type ClientsOrder =
  | { readonly do: 'connect'; readonly port: number; readonly path: string; readonly count: number }
  | { readonly do: 'finish'; readonly last: number };

export type ClientsSay =
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'result';
      readonly received: number;
      readonly lost: number;
      readonly doubled: number;
      /** Sorted, in milliseconds: of a sample of the clients. */
      readonly latencies: readonly number[];
    };
