// Intakes: where issue trackers send issues, that become requests. What comes in is proven before it is read, an issue becomes
// one request however often it is sent, and whatever it says, its request is one that a person decides about.
import type { Reach } from '../../domain/access.ts';
import { AppError } from '../../domain/errors.ts';
import { intakeId, requestId } from '../../domain/ids.ts';
import type { ProjectId } from '../../domain/ids.ts';
import { isWanted } from '../../domain/planning/intake.ts';
import type { Intake } from '../../domain/planning/intake.ts';
import { issueText } from '../../domain/planning/issue.ts';
import type { Issue } from '../../domain/planning/issue.ts';
import type { Request } from '../../domain/planning/request.ts';
import { isProven } from '../../lib/hook-signature.ts';
import { hashOf, randomText } from '../../lib/secrets.ts';
import { SerialByKey } from '../../lib/serial.ts';
import { readHook } from '../../planning/issues/read-hook.ts';
import { onBehalfOf } from '../accounts/on-behalf.ts';
import type { EngineDeps } from '../deps.ts';
import { findOwnProject, requireOwnProjectOf } from '../own-project.ts';
import type { Ways } from './schedule-run.ts';

// The server asks in these words without knowing more of it.
export type { Intake } from '../../domain/planning/intake.ts';

export type AddIntake = Pick<Intake, 'kind' | 'labels' | 'makes'> & { readonly project: string };

export interface Delivered {
  /** As the tracker names what happened. */
  readonly event: string;
  /** Of this delivery; null where the tracker gave none. */
  readonly id: string | null;
  /** What each kind of tracker proves it with, where that came. */
  readonly proofs: Readonly<Record<string, string | undefined>>;
  /** As it came. */
  readonly body: string;
}

export interface Received {
  /** What was made of it; null = nothing. */
  readonly request: Request | null;
  readonly reason: string;
}

const mostOfProject = 20;
/** Of planners that wait or work in a project; more come in only when these are done. */
const mostWaiting = 20;

type Deps = Pick<EngineDeps, 'store' | 'home' | 'now' | 'newId'>;

export class Intakes {
  readonly #deps: Deps;
  readonly #submit: Ways['submit'];
  readonly #turns = new SerialByKey();

  constructor(deps: Deps, submit: Ways['submit']) {
    this.#deps = deps;
    this.#submit = submit;
  }

  /** With its secret, which nobody is shown again. Throws `invalid_input`, `not_found`, `other_home`. */
  async add({ project: ref, ...given }: AddIntake, actor: string): Promise<Intake> {
    const project = await findOwnProject(this.#deps, ref);
    const intake: Intake = {
      ...given,
      id: intakeId(this.#deps.newId()),
      projectId: project.id,
      secret: randomText(40),
      by: actor,
      createdAt: this.#deps.now(),
    };
    await this.#deps.store.transition(async (within) => {
      if ((await within.intakes.list({ projectId: project.id })).length >= mostOfProject)
        throw new AppError('invalid_input', `The project has ${mostOfProject} intakes already.`, {
          next: 'Remove one that is not needed any more.',
        });
      await within.intakes.insert(intake);
    });
    return intake;
  }

  async list(reach: Reach, projectId?: ProjectId): Promise<readonly Intake[]> {
    return this.#deps.store.intakes.list({ reach, ...(projectId !== undefined && { projectId }) });
  }

  /** By id, or the beginning of one. Throws `not_found`, `ambiguous`. */
  async find(ref: string, reach: Reach): Promise<Intake> {
    const found = (await this.list(reach)).filter(
      ({ id }) => id === ref || (ref.length >= 4 && id.startsWith(ref)),
    );
    const [first] = found;
    if (first !== undefined && found.length === 1) return first;
    if (first === undefined)
      throw new AppError('not_found', `There is no intake “${ref}”.`, {
        next: 'See `tasklane intake list`.',
      });
    throw new AppError('ambiguous', `${found.length} intakes begin with “${ref}”.`, {
      next: 'Give more of the id.',
    });
  }

  async remove(intake: Intake): Promise<void> {
    await requireOwnProjectOf(this.#deps, intake);
    await this.#deps.store.intakes.remove(intake.id);
  }

  /** Throws `not_found`, `unauthorized` when it is not proven, `invalid_input`, `forbidden`, `rate_limited`. */
  async receive(ref: string, delivered: Delivered): Promise<Received> {
    const intake = (await this.list(null)).find(({ id }) => id === ref);
    if (intake === undefined) throw new AppError('not_found', 'There is no such intake.');
    const { kind, secret } = intake;
    const { body } = delivered;
    if (!isProven({ kind, secret, body, proof: delivered.proofs[kind] }))
      throw new AppError('unauthorized', 'The signature of this delivery is missing or wrong.', {
        next: 'Give the tracker the secret that `tasklane intake add` printed.',
      });
    const hook = readHook(kind, delivered.event, parsed(body));
    if (hook.kind === 'other') return { request: null, reason: hook.reason };
    if (!isWanted(intake, hook.issue))
      return { request: null, reason: `the issue has none of the labels ${intake.labels.join(', ')}` };
    return this.#turns.run(intake.id, async () => this.#take(intake, hook.issue, delivered));
  }

  /** An id is written down before the request is made: what comes again finds it, also after a crash in between. */
  async #take(intake: Intake, issue: Issue, { id: delivery, body }: Delivered): Promise<Received> {
    const { store, now, newId } = this.#deps;
    const { projectId, by, makes } = intake;
    await onBehalfOf(store, by, 'request.create', projectId);
    const marks = [
      `body:${hashOf(body)}`,
      `issue:${issue.url}`,
      ...(delivery === null ? [] : [`delivery:${delivery}`]),
    ];
    const id = await store.intakes.see(intake.id, marks, { id: newId(), at: now() });
    const before = await store.requests.find(id);
    if (before !== undefined) return { request: before, reason: 'it came before; nothing new was made' };
    if ((await store.requests.list({ projectId, states: ['working'] })).length >= mostWaiting)
      throw new AppError('rate_limited', `${mostWaiting} requests of this project wait for their planner.`, {
        next: 'Have the tracker send it again later.',
      });
    const text = issueText(issue);
    const request = await this.#submit({ project: projectId, id: requestId(id), kind: makes, text }, by);
    return { request, reason: 'a planner looks at it' };
  }
}

function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch (error) {
    throw new AppError('invalid_input', 'The body is not valid JSON.', {
      next: 'Have the tracker send application/json.',
      cause: error,
    });
  }
}
