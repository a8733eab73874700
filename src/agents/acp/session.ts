// One session with one agent process: its start, prompts, permission requests, cancelling, and the end.
import { methods } from '@agentclientprotocol/sdk';
import type { RequestPermissionRequest, RequestPermissionResponse } from '@agentclientprotocol/sdk';
import { z } from 'zod';
import type { AgentEvent } from '../../domain/agent-event.ts';
import { messageOf } from '../../domain/errors.ts';
import type { AgentAbout } from '../about.ts';
import type {
  AgentSession,
  SessionOptions,
  SubagentAnswer,
  SubagentRequest,
  ToolAccess,
  TurnEnd,
} from '../driver.ts';
import { takesCommand } from '../launch.ts';
import type { Notes } from '../notes.ts';
import type { AgentProcess } from '../process.ts';
import { settles } from '../settles.ts';
import { Connection } from './connection.ts';
import { createSession, introduce, offersOf, reviveSession, setMode } from './handshake.ts';
import type { Ask, OpenedSession, Revival } from './handshake.ts';
import { stopAnswer, stopMethod } from '../subagents/stop.ts';
import { ownToolOf } from './own-tool.ts';
import { answerOf, cancelledAnswer, decideWithin, requestOf } from './permission.ts';
import { agentsIdOf, toolFields } from './tool-calls.ts';
import { ToldFailure } from './told-failure.ts';
import { Turn, endOf } from './turn.ts';
import type { StopReason } from './turn.ts';
import { UpdateTranslator } from './updates.ts';
import { UsageMeter } from './usage.ts';

export interface Limits {
  /** For each answer during the start. */
  readonly startMs: number;
  /** For the agent to end a turn that was cancelled. */
  readonly cancelMs: number;
  /** For each step of ending its processes. */
  readonly closeMs: number;
}

const promptAnswer = z.object({ stopReason: z.string() });

export class AcpSession implements AgentSession {
  readonly #options: SessionOptions;
  readonly #process: AgentProcess;
  readonly #notes: Notes;
  readonly #limits: Limits;
  readonly #connection: Connection;
  readonly #meter = new UsageMeter();
  readonly #updates = new UpdateTranslator(this.#meter);
  #sessionId: string | null = null;
  #resumed = false;
  #agentInfo: string;
  #toolAccess: ToolAccess = 'none';
  #turn: Turn | null = null;
  #newest: Turn | null = null;
  #isReplaying = false;
  #hasEnded = false;
  #closing: Promise<void> | null = null;

  constructor(options: SessionOptions, process: AgentProcess, notes: Notes, limits: Limits) {
    this.#options = options;
    this.#process = process;
    this.#notes = notes;
    this.#limits = limits;
    this.#agentInfo = options.entry.title;
    this.#connection = new Connection(options.entry, process, notes, {
      onUpdate: (params) => this.#update(params),
      onPermission: (request) => this.#permission(request),
      tap: options.tap,
      onSubagent: (request, signal) => this.#runSubagent(request, signal),
    });
    void process.ended.then(() => {
      this.#hasEnded = true;
    });
  }

  get sessionId(): string | null {
    return this.#sessionId;
  }

  get resumed(): boolean {
    return this.#resumed;
  }

  get processGroup(): number | null {
    return this.#hasEnded ? null : this.#process.group;
  }

  get agentInfo(): string {
    return this.#agentInfo;
  }

  get toolAccess(): ToolAccess {
    return this.#toolAccess;
  }

  /** To be called once, before anything else. */
  async start(): Promise<void> {
    const ask: Ask = (method, params) => this.#connection.requestWithin(this.#limits.startMs, method, params);
    try {
      const about = await introduce(ask);
      this.#agentInfo = about.info ?? this.#agentInfo;
      this.#options.onAbout?.(about);
      this.#toolAccess = accessOf(this.#options, about);
      const session = await this.#openSession(ask, about);
      this.#sessionId = session.id;
      await setMode(ask, session, this.#options.entry);
      this.#options.onAbout?.({ ...about, session: offersOf(session) });
    } catch (error) {
      throw await this.#connection.explain(error, 'it was started');
    }
  }

  async prompt(text: string): Promise<TurnEnd> {
    if (this.#turn !== null) throw new Error('a session takes one prompt at a time');
    const turn = new Turn(this.#options.entry.facts?.quirks.failures ?? 'error');
    this.#turn = turn;
    this.#newest = turn;
    try {
      const answer = await this.#connection.request(methods.agent.session.prompt, {
        sessionId: this.#sessionId,
        prompt: [{ type: 'text', text }],
      });
      const usage = this.#meter.turn(answer);
      if (usage !== null) this.#emit({ type: 'agent.usage', usage });
      if (turn.stopped === null && turn.watch.failure !== null) throw new ToldFailure(turn.watch.failure);
      // Some agents end a cancelled turn as an ordinary one; what we asked for counts.
      return turn.stopped === null
        ? endOf(promptAnswer.safeParse(answer).data?.stopReason)
        : { kind: turn.stopped };
    } catch (error) {
      if (turn.stopped !== null) return { kind: turn.stopped };
      throw await this.#connection.explain(error, 'it worked');
    } finally {
      this.#turn = null;
      turn.finish();
    }
  }

  async cancel(): Promise<void> {
    if (this.#turn !== null) await this.#stop(this.#turn, 'cancelled');
  }

  get rounds(): number {
    return this.#newest?.rounds.count ?? 0;
  }

  async stopSubagent(callId: string): Promise<boolean> {
    try {
      const answer = await this.#connection.request(stopMethod, {
        sessionId: this.#sessionId,
        toolCallId: agentsIdOf(callId),
      });
      return stopAnswer.safeParse(answer).data?.stopped ?? false;
    } catch {
      // Only our own agent knows this extension of the protocol, and it may be gone by now.
      return false;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#turn !== null) {
      // An agent that is told writes its session down and goes at once; one that only sees its input close may not.
      this.#turn.stop('cancelled');
      await settles(this.#tellToStop(), this.#limits.closeMs);
    }
    await this.#process.end(this.#limits.closeMs);
    this.#connection.close();
  }

  async #openSession(ask: Ask, about: AgentAbout): Promise<OpenedSession> {
    const { cwd, resume, tools } = this.#options;
    const servers = this.#toolAccess === 'mcp' && tools !== undefined ? [tools] : [];
    if (resume === null) return createSession(ask, cwd, servers);
    const ways = waysOf(about);
    const reasons: string[] = [];
    for (const how of ways) {
      this.#isReplaying = how === 'load';
      const revived = await reviveSession(ask, how, cwd, resume, servers);
      this.#isReplaying = false;
      if ('id' in revived) {
        this.#resumed = true;
        return revived;
      }
      reasons.push(revived.refused);
    }
    const why =
      ways.length === 0
        ? `${this.#agentInfo} cannot load an earlier session`
        : `Session ${resume} could not be loaded (${reasons.join('; ')})`;
    this.#notes.add('warning', `${why}; a new one begins.`);
    return createSession(ask, cwd, servers);
  }

  async #stop(turn: Turn, reason: StopReason): Promise<void> {
    turn.stop(reason);
    void this.#tellToStop();
    if (!(await settles(turn.over, this.#limits.cancelMs))) {
      // Before its end is seen: the turn is over with its connection, and whoever waits for that must not prompt it again.
      this.#hasEnded = true;
      this.#process.kill();
    }
    await turn.over;
  }

  // Never rejects, and does not resolve while an agent reads nothing.
  async #tellToStop(): Promise<void> {
    try {
      await this.#connection.notify(methods.agent.session.cancel, { sessionId: this.#sessionId });
    } catch {
      // It is gone, or going: then the turn ends by itself.
    }
  }

  #update(params: unknown): void {
    const translation = this.#updates.translate(params);
    if (this.#isReplaying) return;
    for (const event of translation.events) this.#emit(event);
    const turn = this.#turn;
    turn?.rounds.see(translation);
    turn?.watch.see(params, translation.events);
    const { maxTurns } = this.#options;
    if (turn === null || maxTurns === null || turn.stopped !== null || turn.rounds.count <= maxTurns) return;
    // Nobody waits here: the prompt itself resolves when the agent has stopped.
    void this.#stop(turn, 'max_turns');
  }

  async #permission(request: RequestPermissionRequest): Promise<RequestPermissionResponse> {
    const { call, events } = this.#updates.requested(toolFields.parse(request.toolCall));
    for (const event of events) this.#emit(event);
    const turn = this.#turn;
    // What a leftover of an earlier turn wants to do is nothing that anybody is asked about.
    if (turn?.stopped !== null) return cancelledAnswer;
    const { cwd, tools } = this.#options;
    const ownTool = tools === undefined ? null : ownToolOf(request.toolCall, tools);
    const asked = { ...requestOf(call, request.options, cwd), ownTool };
    const decision = await decideWithin(turn, (signal) => this.#options.decide(asked, signal));
    if (decision === null) return cancelledAnswer;
    const outcome = decision.outcome === 'allow' ? 'allowed' : 'denied';
    this.#emit({ type: 'agent.permission', call, decision: outcome, by: decision.by });
    const answer = answerOf(request.options, decision);
    if (answer === cancelledAnswer)
      this.#notes.add('warning', `The agent offered no way to answer that “${call.title}” is ${outcome}.`);
    return answer;
  }

  async #runSubagent(request: SubagentRequest, signal: AbortSignal): Promise<SubagentAnswer> {
    const { runSubagent } = this.#options;
    const turn = this.#turn;
    if (runSubagent === undefined || turn?.stopped !== null)
      return { isError: true, text: 'No subagent can be run here now.' };
    const stop = new AbortController();
    void turn.stopping.then(() => stop.abort());
    void turn.over.then(() => stop.abort());
    try {
      return await runSubagent(request, AbortSignal.any([signal, stop.signal]));
    } catch (error) {
      return { isError: true, text: messageOf(error) };
    }
  }

  #emit(event: AgentEvent): void {
    this.#options.onEvent(event);
  }
}

// Loading is what every agent that was tried can do; one that said it can resume has answered that it knows no such method.
function waysOf({ loadSession, resumeSession }: AgentAbout): readonly Revival[] {
  return [...(loadSession ? (['load'] as const) : []), ...(resumeSession ? (['resume'] as const) : [])];
}

function accessOf({ entry, tools }: SessionOptions, about: AgentAbout): ToolAccess {
  if (tools === undefined) return 'none';
  if (about.mcp.includes('http') && entry.facts?.quirks.mcp !== 'none') return 'mcp';
  return takesCommand(entry) ? 'command' : 'none';
}
