// A repository on a git host, as far as we ask it for something: that work be taken into a branch. One implementation for all
// hosts (open-host.ts); what differs between them is data (dialect.ts).
import type { GitHost } from '../domain/git-host.ts';
import type { HostVerdict, PullRequestState } from '../domain/pull-request.ts';

/** What is asked for. The branches are there already; without `refs/heads/`. */
export interface Wanted {
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  readonly into: string;
}

/** A pull request as its host shows it. */
export interface Seen {
  readonly number: number;
  readonly url: string;
  readonly state: PullRequestState;
  /** With which commit it came to the branch, where the host says so. */
  readonly commit: string | null;
}

/** All of it waits for the network, and throws `host_failed` in words when the host does not do it. */
export interface PullRequestHost {
  /** Without its token: `github.com/ada/shop`. */
  readonly name: string;
  /** The open one of that branch, or a new one. */
  open(wanted: Wanted, signal: AbortSignal): Promise<Seen>;
  look(number: number, signal: AbortSignal): Promise<Seen>;
  /** What the host's own checks say of the newest commit; null where there are none, or the token may not see them. */
  checks(number: number, head: string, signal: AbortSignal): Promise<HostVerdict | null>;
  /** Without merging it. One that is closed already stays so. */
  close(number: number, signal: AbortSignal): Promise<void>;
}

export interface HostInput {
  /** As git has it. */
  readonly remote: string;
  /** Null: as the address says. */
  readonly host: GitHost | null;
  /** The token for a host; null: there is none. Asked with `github.com`, `git.example.com:8443`, `http://localhost:3000`. */
  readonly tokenFor: (origin: string) => string | null;
}

/** Throws `host_failed` for a remote that is on no known host, or one that there is no token for. */
export type OpenHost = (input: HostInput) => PullRequestHost;
