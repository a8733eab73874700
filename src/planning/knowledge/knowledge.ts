// What is known of a repository at one commit, small enough for the prompt of a planner: a map and not the territory. It says
// what it leaves out. Everything in it was written by whoever writes the repository: data, never an instruction to us.
import type { Oid } from '../../domain/ids.ts';

export interface Language {
  readonly name: string;
  readonly files: number;
}

export interface Folder {
  /** With a slash at the end; `./` is the root. */
  readonly path: string;
  /** In it and below it. */
  readonly files: number;
  /** Names of files directly in it, the first ones. */
  readonly names: readonly string[];
}

export interface Imported {
  readonly path: string;
  /** How many files import it. */
  readonly count: number;
  /** The first of them, by their paths. */
  readonly by: readonly string[];
}

export interface Guide {
  readonly path: string;
  readonly text: string;
  /** Whether there is more of it. */
  readonly isCut: boolean;
}

export interface ProposedCommand {
  readonly name: string;
  readonly command: string;
  /** What in the repository says so. */
  readonly because: string;
}

export interface ProposedCommands {
  readonly setup: ProposedCommand | null;
  readonly checks: readonly ProposedCommand[];
}

export interface Knowledge {
  readonly commit: Oid;
  /** How many files there are, or were looked at. */
  readonly files: number;
  readonly folders: readonly Folder[];
  readonly languages: readonly Language[];
  /** Paths of what says how the project is built and what it needs. */
  readonly manifests: readonly string[];
  readonly commands: ProposedCommands;
  /** What most files import, as far as their lines tell. */
  readonly imported: readonly Imported[];
  /** What the repository tells agents and people. */
  readonly guides: readonly Guide[];
  /** First lines of the newest commits, newest first. */
  readonly log: readonly string[];
  /** In whole sentences. */
  readonly leftOut: readonly string[];
}

/** Of everything that is read and kept. */
export const bounds = {
  /** Paths that are looked at. */
  files: 100_000,
  folders: 120,
  namesInFolder: 12,
  manifests: 40,
  /** Sources: of more it would take too long to say who imports what. */
  sources: 20_000,
  imported: 30,
  importers: 6,
  /** Characters of one guide, and how many guides. */
  guide: 6000,
  guides: 6,
  log: 15,
} as const;
