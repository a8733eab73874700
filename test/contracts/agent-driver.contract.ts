// What the engine may rely on, for every driver and every real agent behind it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentDriver, AgentEntry, AgentSession, SessionOptions } from '../../src/agents/driver.ts';
import { findMarked } from '../../src/agents/stragglers.ts';
import { AppError } from '../../src/domain/errors.ts';
import { promptFor } from '../support/agents/contract-scripts.ts';
import { OpenSessions } from '../support/agents/open-sessions.ts';
import { Recorder } from '../support/agents/recorder.ts';
import { isRunning } from '../support/processes.ts';
import { tempDir } from '../support/temp-dir.ts';

export interface AgentUnderTest {
  readonly driver: AgentDriver;
  readonly entry: AgentEntry;
  readonly model: string | null;
  /** The daemon's environment, as it were; the suite adds a secret that no agent may see. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What this kind of agent cannot do at all; everything else is demanded. */
export interface Abilities {
  /** Sessions, permission requests, tool calls, usage: everything that needs a protocol. */
  readonly protocol: boolean;
  readonly resume: boolean;
  /** Whether it gives a shell's environment to its commands unchanged. */
  readonly exactEnvironment: boolean;
}

/** `setUp` is called once per test; the agents act out test/support/agents/contract-scripts.ts. */
export function agentDriverContract(
  name: string,
  abilities: Abilities,
  setUp: (context: TestContext) => Promise<AgentUnderTest>,
): void {
  suite(`${name} as an agent`, () => {
    const given = async (context: TestContext, changes: Partial<SessionOptions> = {}): Promise<Case> => {
      const { driver, entry, model, environment } = await setUp(context);
      const sessions = new OpenSessions(context);
      const dir = tempDir(context, 'agent-');
      const recorder = new Recorder();
      const options: SessionOptions = {
        entry,
        model,
        cwd: dir,
        home: tempDir(context, 'home-'),
        resume: null,
        maxTurns: null,
        onEvent: recorder.onEvent,
        decide: recorder.allow,
        environment: { ...environment, SECRET_OF_THE_DAEMON: 'hidden' },
        ...changes,
      };
      return new Case(sessions, driver, options, recorder);
    };

    test('R55 it opens, says what it has to say, and ends its turn', async (context) => {
      const { session, recorder } = await (await given(context)).open();
      assert.notEqual(session.agentInfo, '');
      assert.equal(session.resumed, false);
      assert.deepEqual(await session.prompt(promptFor('greet')), { kind: 'ended' });
      assert.match(recorder.message, /Hello from the agent\./);
    });

    test('it works in the folder it is given', async (context) => {
      const { session, recorder, file } = await (await given(context)).open();
      assert.deepEqual(await session.prompt(promptFor('write')), { kind: 'ended' });
      assert.equal(readFileSync(file('hello.txt'), 'utf8'), 'hello\n');
      assert.match(recorder.message, /I will write it\.[^]*It is written\./);
    });

    test('several prompts follow each other in one session', async (context) => {
      const { session, recorder } = await (await given(context)).open();
      await session.prompt(promptFor('greet'));
      assert.deepEqual(await session.prompt(promptFor('again')), { kind: 'ended' });
      assert.match(recorder.message, /Hello from the agent\.[^]*Here I am again\./);
    });

    test('a cancelled turn ends as cancelled, and the session takes the next prompt', async (context) => {
      const { session, recorder } = await (await given(context)).open();
      const turn = session.prompt(promptFor('stream'));
      await recorder.until(({ message }) => message.includes('word2'));
      await session.cancel();
      assert.deepEqual(await turn, { kind: 'cancelled' });
      assert.deepEqual(await session.prompt(promptFor('again')), { kind: 'ended' });
      assert.match(recorder.message, /Here I am again\./);
    });

    test('cancelling without a turn does nothing', async (context) => {
      const { session } = await (await given(context)).open();
      await session.cancel();
      assert.deepEqual(await session.prompt(promptFor('greet')), { kind: 'ended' });
    });

    test('closing in the middle of a turn ends it as cancelled and leaves no process', async (context) => {
      const opened = await (await given(context)).open();
      const turn = opened.session.prompt(promptFor('stream'));
      await opened.recorder.until(({ message }) => message.includes('word2'));
      assert.notEqual(opened.session.processGroup, null);
      await Promise.all([opened.session.close(), opened.session.close()]);
      assert.deepEqual(await turn, { kind: 'cancelled' });
      await opened.nothingRuns();
      assert.equal(opened.session.processGroup, null);
    });

    test('what it started in the background is gone after closing, also outside its process group', async (context) => {
      const opened = await (await given(context)).open();
      await opened.session.prompt(promptFor('background'));
      const pids = ['child.pid', 'escaped.pid'].map((name) =>
        Number(readFileSync(opened.file(name), 'utf8')),
      );
      assert.ok(pids.every((pid) => pid > 1));
      await opened.session.close();
      await opened.nothingRuns();
      assert.deepEqual(pids.filter(isRunning), []);
    });

    test('it sees its own HOME and what it is allowed of the environment, and nothing else', async (context) => {
      const opened = await (await given(context)).open();
      await opened.session.prompt(promptFor('environment'));
      const lines = readFileSync(opened.file('environment.txt'), 'utf8').trim().split('\n');
      const seen = new Map(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      );
      assert.equal(seen.get('HOME'), opened.options.home);
      assert.equal(seen.has('SECRET_OF_THE_DAEMON'), false);
      if (!abilities.exactEnvironment) return;
      for (const name of ['PWD', 'SHLVL', '_', 'OLDPWD']) seen.delete(name);
      const { entry } = opened.options;
      assert.deepEqual(
        [...seen.keys()].filter((name) => !entry.passEnv.includes(name) && !(name in entry.env)).sort(),
        [
          'AGENT_OF_TASKLANE',
          'HOME',
          'LANG',
          'PATH',
          'TERM',
          'TMPDIR',
          'XDG_CACHE_HOME',
          'XDG_CONFIG_HOME',
          'XDG_DATA_HOME',
          'XDG_STATE_HOME',
        ],
      );
      assert.ok(entry.passEnv.every((name) => seen.get(name) === opened.options.environment[name]));
    });

    test('R55 a program that is not installed is named, with how to install it', async (context) => {
      const { driver, options } = await given(context);
      const entry = { ...options.entry, command: ['no-such-agent-program'], hint: 'install it with care' };
      const error = await rejected(
        driver.open({ ...options, entry, model: null }, AbortSignal.timeout(60_000)),
      );
      assert.equal(error.code, 'agent_unavailable');
      assert.match(error.message, /no-such-agent-program/);
      assert.equal(error.next, 'install it with care');
    });

    test('an open that was aborted before it began starts nothing', async (context) => {
      const one = await given(context);
      const reason = new Error('never mind');
      await assert.rejects(one.driver.open(one.options, AbortSignal.abort(reason)), reason);
      assert.deepEqual(await findMarked(one.options.home), []);
    });

    if (!abilities.protocol) return;

    test('aborting the start ends everything it started', async (context) => {
      const one = await given(context);
      const control = new AbortController();
      const reason = new Error('the task was cancelled');
      const opening = assert.rejects(one.driver.open(one.options, control.signal), reason);
      await one.until(async () => (await findMarked(one.options.home)).length > 0);
      control.abort(reason);
      await opening;
      await one.nothingRuns();
    });

    test('an allowed permission request is a tool call that happens', async (context) => {
      const { session, recorder, file } = await (await given(context)).open();
      await session.prompt(promptFor('write'));
      assert.equal(recorder.requests.length, 1);
      const { call, question } = recorder.requests[0] ?? assert.fail();
      assert.equal(call.kind, 'edit');
      assert.ok(call.paths.some((path) => path.endsWith('hello.txt')));
      assert.match(question, /hello\.txt/);
      assert.ok(existsSync(file('hello.txt')));
      const permission = recorder.events.find((event) => event.type === 'agent.permission');
      assert.equal(permission?.decision, 'allowed');
      assert.equal(permission?.by, 'the test');
      assert.equal(permission?.call.id, call.id);
      const written = recorder.calls.find((known) => known.id === call.id);
      assert.equal(written?.status, 'completed');
      assert.ok(written?.diffs.some((diff) => diff.after === 'hello\n'));
    });

    test('a denied permission request keeps the tool call from happening', async (context) => {
      const recorder = new Recorder();
      const one = await given(context, { decide: recorder.deny, onEvent: recorder.onEvent });
      const { session, file } = await one.open();
      await session.prompt(promptFor('write'));
      assert.equal(recorder.requests.length, 1);
      assert.equal(existsSync(file('hello.txt')), false);
      assert.equal(recorder.events.find((event) => event.type === 'agent.permission')?.decision, 'denied');
    });

    test('a turn that waits for a permission can be cancelled', async (context) => {
      const asked = Promise.withResolvers<void>();
      let needed: AbortSignal | undefined;
      const decide: SessionOptions['decide'] = (_, signal) => {
        needed = signal;
        asked.resolve();
        return new Promise(() => undefined);
      };
      const { session, file } = await (await given(context, { decide })).open();
      const turn = session.prompt(promptFor('write'));
      await asked.promise;
      await session.cancel();
      assert.deepEqual(await turn, { kind: 'cancelled' });
      assert.equal(needed?.aborted, true, 'whoever decides is told that nobody waits any more');
      assert.equal(existsSync(file('hello.txt')), false);
    });

    test('it says how many tokens the session has used', async (context) => {
      const { session, recorder } = await (await given(context)).open();
      await session.prompt(promptFor('greet'));
      const first = lastUsage(recorder);
      assert.ok(first !== undefined && first.inputTokens > 0 && first.outputTokens > 0);
      await session.prompt(promptFor('again'));
      assert.ok((lastUsage(recorder)?.inputTokens ?? 0) > first.inputTokens);
    });

    test('a turn of more rounds than allowed is ended as max_turns', async (context) => {
      const { session, file } = await (await given(context, { maxTurns: 3 })).open();
      assert.deepEqual(await session.prompt(promptFor('rounds')), { kind: 'max_turns' });
      assert.ok(existsSync(file('round2.txt')));
      assert.equal(existsSync(file('round8.txt')), false);
    });

    test('a turn within the allowed rounds ends as it should', async (context) => {
      const { session } = await (await given(context, { maxTurns: 2 })).open();
      assert.deepEqual(await session.prompt(promptFor('write')), { kind: 'ended' });
    });

    test('a wrong key is told in the words of the provider', async (context) => {
      const { session } = await (await given(context)).open();
      const error = await rejected(session.prompt(promptFor('refused')));
      assert.equal(error.code, 'model_credentials');
      assert.match(error.message, /Incorrect API key provided: sk-wrong/);
      assert.notEqual(error.next, undefined);
    });

    if (abilities.resume)
      test('a session is loaded again by a new process, without saying everything again', async (context) => {
        const one = await given(context);
        const first = await one.open();
        await first.session.prompt(promptFor('greet'));
        const { sessionId } = first.session;
        await first.session.close();
        const recorder = new Recorder();
        const second = await one.open({ resume: sessionId, onEvent: recorder.onEvent });
        assert.equal(second.session.resumed, true);
        assert.equal(second.session.sessionId, sessionId);
        assert.equal(recorder.message, '');
        assert.deepEqual(await second.session.prompt(promptFor('again')), { kind: 'ended' });
        assert.equal(recorder.message.trim(), 'Here I am again.');
      });

    test('a session that is not there any more is replaced by a new one, and that is said', async (context) => {
      const one = await given(context, { resume: '00000000-0000-4000-8000-000000000000' });
      const { session, recorder } = await one.open();
      assert.equal(session.resumed, false);
      assert.notEqual(session.sessionId, one.options.resume);
      assert.ok(recorder.notes.some((note) => note.includes('a new one begins')));
      assert.deepEqual(await session.prompt(promptFor('greet')), { kind: 'ended' });
    });
  });
}

class Case {
  readonly driver: AgentDriver;
  readonly options: SessionOptions;
  readonly #sessions: OpenSessions;
  readonly #recorder: Recorder;

  constructor(sessions: OpenSessions, driver: AgentDriver, options: SessionOptions, recorder: Recorder) {
    this.#sessions = sessions;
    this.driver = driver;
    this.options = options;
    this.#recorder = recorder;
  }

  async open(changes: Partial<SessionOptions> = {}): Promise<OpenCase> {
    const session = this.#sessions.add(
      await this.driver.open({ ...this.options, ...changes }, AbortSignal.timeout(120_000)),
    );
    return {
      session,
      recorder: this.#recorder,
      options: this.options,
      file: (path) => join(this.options.cwd, path),
      nothingRuns: () => this.nothingRuns(),
    };
  }

  async nothingRuns(): Promise<void> {
    await this.until(async () => (await findMarked(this.options.home)).length === 0);
  }

  async until(condition: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + 30_000;
    while (!(await condition())) {
      assert.ok(performance.now() < end, `still not: ${condition.toString()}`);
      await delay(5);
    }
  }
}

interface OpenCase {
  readonly session: AgentSession;
  readonly recorder: Recorder;
  readonly options: SessionOptions;
  readonly file: (path: string) => string;
  readonly nothingRuns: () => Promise<void>;
}

async function rejected(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => assert.fail('it should have been rejected'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, `not an AppError: ${String(error)}`);
  return error;
}

function lastUsage(
  recorder: Recorder,
): { readonly inputTokens: number; readonly outputTokens: number } | undefined {
  return recorder.events.findLast((event) => event.type === 'agent.usage')?.usage;
}
