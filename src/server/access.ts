// What one request may reach. Handlers find things through this, so that what they find is what its actor may use for the
// action of the endpoint: a thing of somebody else is not there (404), one that they only see is refused in words (403).
import { isWithin, may, reachOf, rules } from '../domain/access.ts';
import type { Action, Actor, Reach, Rule, Verdict } from '../domain/access.ts';
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import type { Phase } from '../domain/phase.ts';
import type { Intake } from '../engine/planning/intakes.ts';
import type { Schedule } from '../engine/planning/schedules.ts';
import type { Request } from '../domain/planning/request.ts';
import type { Task } from '../domain/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { ProjectView } from '../engine/project-commands.ts';

const fullId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Named {
  readonly ref: string;
  readonly projectRef: string | undefined;
  readonly task?: Task;
  readonly phase?: Phase;
}

export class Access {
  readonly actor: Actor;
  readonly #engine: Engine;
  readonly #action: Action;
  /** What the audit log calls the thing that the request was about. */
  resource: string | null = null;
  #isDecided: boolean;
  /** What the address of the request names, found once. */
  #named: Named | null = null;

  /** Throws `forbidden` at once for an action that concerns no project. */
  constructor(engine: Engine, actor: Actor, action: Action) {
    this.actor = actor;
    this.#engine = engine;
    this.#action = action;
    const { needs, isOfProject = false }: Rule = rules[action];
    this.#isDecided = (needs === 'user' || needs === 'admin') && !isOfProject;
    if (this.#isDecided) refuse(may(actor, action, null), action);
  }

  /** The projects whose things may be listed. */
  get reach(): Reach {
    this.#isDecided = true;
    this.#refuseScope();
    return reachOf(this.actor);
  }

  /**
   * Finds what the address names, before anything else of the request is looked at: a foreign thing is not there, whatever
   * is wrong with the body. Throws `not_found`, `ambiguous`, `forbidden`.
   */
  async resolve(named: Readonly<Record<string, string>>, projectRef: string | undefined): Promise<void> {
    const { phase, task, project, request, schedule, intake } = named;
    if (phase !== undefined)
      this.#named = { ref: phase, projectRef, phase: await this.phase(phase, projectRef) };
    else if (task !== undefined)
      this.#named = { ref: task, projectRef, task: await this.task(task, projectRef) };
    else if (request !== undefined) {
      this.#refuseScope();
      await this.request(request);
    } else if (schedule !== undefined) {
      this.#refuseScope();
      await this.schedule(schedule);
    } else if (intake !== undefined) {
      this.#refuseScope();
      await this.intake(intake);
    } else if (project !== undefined) await this.project(project);
    else this.#refuseScope();
  }

  /** By id or name. Throws `not_found`, `forbidden`. */
  async project(ref: string): Promise<ProjectView> {
    const view = await this.#engine.project(ref, reachOf(this.actor));
    this.#decide(view.project.id, `project ${view.project.name}`);
    return view;
  }
  /** By id, name or number. Throws `not_found`, `ambiguous`, `forbidden`. */
  async task(ref: string, projectRef: string | undefined): Promise<Task> {
    const known = this.#named;
    if (known?.task !== undefined && known.ref === ref && known.projectRef === projectRef) return known.task;
    const task = await this.#engine.task(ref, projectRef, reachOf(this.actor));
    this.#decide(task.projectId, `task ${task.id}`);
    return task;
  }
  /** By id or name, or the only one there is. Throws `not_found`, `ambiguous`, `forbidden`. */
  async phase(ref: string | undefined, projectRef: string | undefined): Promise<Phase> {
    const known = this.#named;
    if (known?.phase !== undefined && known.ref === ref && known.projectRef === projectRef)
      return known.phase;
    const phase = await this.#engine.phases.find(ref, projectRef, reachOf(this.actor));
    this.#decide(phase.projectId, `phase ${phase.id}`);
    return phase;
  }

  /** By id or the beginning of one. Throws `not_found`, `ambiguous`, `forbidden`. */
  async request(ref: string): Promise<Request> {
    const request = await this.#engine.requests.find(ref, reachOf(this.actor));
    this.#decide(request.projectId, `request ${request.id}`);
    return request;
  }

  /** By id, the beginning of one, or name. Throws `not_found`, `ambiguous`, `forbidden`. */
  async schedule(ref: string): Promise<Schedule> {
    const schedule = await this.#engine.requests.schedules.find(ref, reachOf(this.actor));
    this.#decide(schedule.projectId, `schedule ${schedule.name}`);
    return schedule;
  }

  /** By id, or the beginning of one. Throws `not_found`, `ambiguous`, `forbidden`. */
  async intake(ref: string): Promise<Intake> {
    const intake = await this.#engine.requests.intakes.find(ref, reachOf(this.actor));
    this.#decide(intake.projectId, `intake ${intake.id}`);
    return intake;
  }

  /** Whether the actor may also do this there: for what an action brings along. */
  can(action: Action, project: ProjectId): boolean {
    return may(this.actor, action, project).kind === 'allowed';
  }
  /** Throws `forbidden` unless the actor may also do this there. */
  need(action: Action, project: ProjectId | null): void {
    refuse(may(this.actor, action, project), action);
  }

  /** Tasks that a request names beside its own. A full id would be found anywhere. Throws `not_found`. */
  async refuseForeign(refs: readonly string[]): Promise<void> {
    const reach = reachOf(this.actor);
    if (reach === null) return;
    for (const ref of refs.map((one) => one.trim().replace(/^#/, '')))
      if (fullId.test(ref)) await this.#engine.task(ref, undefined, reach);
  }

  /** For the one place that calls handlers: an endpoint that asked nobody would be open to everybody. */
  assertDecided(): void {
    if (!this.#isDecided) throw new Error(`the endpoint of ${this.#action} did not ask whether it may`);
  }

  #refuseScope(): void {
    const { scope } = rules[this.#action];
    if (!this.actor.scopes.includes(scope)) refuse({ kind: 'scope', needs: scope }, this.#action);
  }

  #decide(project: ProjectId, resource: string): void {
    this.#isDecided = true;
    this.resource = resource;
    refuse(may(this.actor, this.#action, project), this.#action);
    if (!isWithin(reachOf(this.actor), project)) throw new Error('a project out of reach was found');
  }
}

function refuse(verdict: Verdict, action: Action): void {
  switch (verdict.kind) {
    case 'allowed':
      return;
    case 'hidden':
      throw new AppError('not_found', 'There is no such thing.');
    case 'scope':
      throw new AppError('forbidden', `This token lacks the scope “${verdict.needs}”.`, {
        next: `Create one that has it: tasklane token create NAME --scope ${verdict.needs}`,
        details: { action, scope: verdict.needs },
      });
    case 'role':
      throw new AppError('forbidden', roleText(verdict.needs), {
        next: verdict.needs === 'admin' ? 'Ask an admin.' : 'Ask an owner of the project, or an admin.',
        details: { action, role: verdict.needs },
      });
    case 'restricted':
      throw new AppError('forbidden', 'This token is for some projects only.', {
        next: 'Use a token without a restriction.',
        details: { action },
      });
  }
}

function roleText(needs: string): string {
  return needs === 'admin'
    ? 'Only an admin may do that.'
    : `Only ${needs === 'owner' ? 'an owner' : 'a member'} of the project may do that.`;
}
