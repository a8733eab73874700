// What webhooks need from outside.
import type { EventRecord } from '../../domain/event.ts';
import type { Project } from '../../domain/project.ts';
import type { Task } from '../../domain/task.ts';
import type { WebhookSchedule } from '../../domain/webhook.ts';
import type { Log } from '../../lib/log.ts';
import type { Store } from '../../store/store.ts';

export interface WebhookRules {
  readonly schedule: WebhookSchedule;
  /** Whether only public addresses may be told. Link-local ones never may. */
  readonly addresses: 'any' | 'public';
}

export interface WebhookDeps {
  readonly store: Pick<
    Store,
    'webhooks' | 'deliveries' | 'events' | 'tasks' | 'projects' | 'transition' | 'onEvents'
  >;
  /** The home that this works for: only its webhooks are told from here. */
  readonly home: string;
  /** Asked at each try, so that a setting counts at once. */
  readonly rules: () => Promise<WebhookRules>;
  /** The JSON that a receiver gets. */
  readonly render: (record: EventRecord, task: Task | null, project: Project | null) => string;
  readonly renderTest: (at: number) => string;
  /** Of each webhook so many deliveries that are over stay visible, and a few more. */
  readonly keep: number;
  /** Of this program; receivers are told. */
  readonly version: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** From 0 to 1. */
  readonly chance: () => number;
}
