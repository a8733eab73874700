// The composition root: the only place that constructs implementations and hands them to each other. It holds the home's
// lock for as long as it lives, and takes everything down again in the reverse order.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acpDriver } from './agents/acp.ts';
import { commandDriver } from './agents/command.ts';
import type { AgentEntry } from './agents/driver.ts';
import { builtinAgent } from './agents/known/tasklane.ts';
import { locate } from './agents/locate.ts';
import { registry } from './agents/registry.ts';
import { play } from './agents/replay/play.ts';
import { tapped } from './agents/tapped.ts';
import { userFolders } from './agents/subagents/folders.ts';
import { effective, loadHomeConfig } from './config.ts';
import type { EffectiveConfig, HomeConfig } from './config.ts';
import { lockHome } from './daemon/home-lock.ts';
import { makeHome, removeDaemonInfo, tokenOf, writeDaemonInfo } from './daemon/home-files.ts';
import { configReader, floorsFrom, oidcFrom, settingsFrom } from './daemon/project-settings.ts';
import type { ConfigOf } from './daemon/project-settings.ts';
import { readPrices } from './daemon/prices.ts';
import { SlotLimits } from './daemon/slot-limits.ts';
import { cliPackage } from './daemon/cli-package.ts';
import { readOwn } from './daemon/own-settings.ts';
import { ToolVersions } from './review/tool-versions.ts';
import { networkEnvironment } from './daemon/network-environment.ts';
import { openStore } from './daemon/open-store.ts';
import { binOf, writeSessionCommand } from './daemon/session-command.ts';
import { subagentsOf } from './daemon/subagents.ts';
import { surroundings } from './daemon/surroundings.ts';
import { untilStopped } from './daemon/until-stopped.ts';
import { webFiles } from './daemon/web-files.ts';
import { workerName } from './daemon/worker-name.ts';
import { messageOf } from './domain/errors.ts';
import type { Project } from './domain/project.ts';
import type { EngineDeps } from './engine/deps.ts';
import { Engine } from './engine/engine.ts';
import { DaySpending } from './engine/model/day-spending.ts';
import { pressureOn } from './engine/pressure.ts';
import { usualSchedule } from './domain/webhook.ts';
import { Webhooks } from './engine/webhooks/webhooks.ts';
import { hostOpener } from './hosts/open-host.ts';
import type { HeldLock } from './lib/lock-file.ts';
import { openLog } from './lib/log.ts';
import type { Log } from './lib/log.ts';
import { SerialByKey } from './lib/serial.ts';
import { createApp } from './server/app.ts';
import { LlmGateway } from './server/gateway/gateway.ts';
import { liveSocket } from './server/live-socket.ts';
import { LiveTickets } from './server/live-tickets.ts';
import { listen, reachable } from './server/listen.ts';
import { previewProxy } from './server/preview/proxy.ts';
import { testPayload, webhookPayload } from './server/present-webhook.ts';
import { SessionServer } from './server/session/session-server.ts';
import type { Store } from './store/store.ts';
import { openWorkspaces } from './workspaces/open-workspaces.ts';

export interface ServeOptions {
  /** Absolute; made when it is not there. */
  readonly home: string;
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port?: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** In the foreground the log goes to a file only; in the background standard error already is that file. */
  readonly foreground: boolean;
  readonly onReady: (url: string) => void;
}

/** What is left of the 10 seconds that a stop may take, when agents do not end by themselves. */
const stopWithinMs = 8_000;

const hourMs = 60 * 60_000;

/** Starts this program again. */
const program = [process.execPath, fileURLToPath(new URL('../bin/tasklane.js', import.meta.url))];

/**
 * Runs the daemon until SIGTERM or SIGINT. Throws AppError before it is ready: `home_in_use`, `port_in_use`,
 * `invalid_config`, `store_corrupt`, `store_newer`, `store_unreachable`, `disk_full`.
 */
export async function serve(options: ServeOptions): Promise<void> {
  makeHome(options.home);
  const lock = lockHome(options.home);
  try {
    await serveLocked(options, lock);
  } finally {
    lock.release();
  }
}

async function serveLocked(options: ServeOptions, lock: HeldLock): Promise<void> {
  const { home, environment } = options;
  const homeConfig = (): HomeConfig => loadHomeConfig({ home, environment, readFile: readIfThere });
  const stopped = untilStopped(home);
  const worker = workerName(home);
  const { store: address } = effective(homeConfig(), null).settings;
  const store = await openStore({ home, worker, store: address });
  try {
    const gateway = new LlmGateway({ environment, prices: async () => readPrices(home), now: Date.now });
    const { deps, configOf, sessions } = compose(options, homeConfig, { store, worker, gateway });
    writeSessionCommand(home, program);
    const { settings } = await configOf(null);
    await seeConfigs(deps, worker);
    const engine = new Engine(deps);
    const stopping = new AbortController();
    const version = readVersion();
    const webhooks = openWebhooks(deps, configOf, version);
    const tickets = new LiveTickets(Date.now);
    const guard = {
      publicUrl: settings.publicUrl,
      hosts: [options.host ?? settings.host, 'localhost', '127.0.0.1', '[::1]'],
    };
    const app = createApp({
      ...guard,
      tickets,
      web: webFiles(),
      engine,
      webhooks,
      around: surroundings({
        deps,
        configOf,
        home,
        version,
        startedAt: Date.now(),
        host: options.host ?? settings.host,
      }),
      subagents: subagentsOf(deps, environment['HOME']),
      sessions,
      version,
      log: deps.log,
      home: { token: tokenOf(home), actor: await engine.accounts.homeActor(userInfo().username) },
      previewHost: settings.previewHost,
      defaultProject: async () => (await configOf(null)).settings.defaultProject,
      cliPackage: cliPackage(version),
      now: Date.now,
      sessionMs: async () => (await configOf(null)).settings.sessionHours * hourMs,
      oidc: async () => oidcFrom((await configOf(null)).settings),
      stopping: stopping.signal,
    });
    const listening = await listen(app, options.host ?? settings.host, options.port ?? settings.port, {
      // Previews first: every path of such a host is theirs.
      besides: [previewProxy(settings.previewHost, engine.review.previews), gateway],
      upgrade: liveSocket({ engine, tickets, guard, log: deps.log, stopping: stopping.signal }),
    });
    gateway.listensAt(reachable(listening.url));
    sessions.listensAt(reachable(listening.url));
    await engine.start();
    await webhooks.start();
    writeDaemonInfo(home, {
      pid: process.pid,
      url: listening.url,
      version,
      started_at: new Date().toISOString(),
    });
    lock.tell({ url: listening.url, version });
    deps.log.info({ url: listening.url, version, pid: process.pid }, 'ready');
    options.onReady(listening.url);
    deps.log.info({ why: await stopped }, 'stopping');
    removeDaemonInfo(home);
    await within(stopWithinMs, engine.stop(), deps.log);
    // After the engine: what its end makes happen is still told, or is in the log for the next start.
    stopping.abort();
    await webhooks.stop();
    gateway.close();
    await listening.close();
    deps.log.info({}, 'stopped');
  } finally {
    await store.close();
  }
}

// Limits of projects must be known before the first task is started.
async function seeConfigs(deps: EngineDeps, home: string): Promise<void> {
  for (const project of await deps.store.projects.list())
    if (project.home === home) await seeConfig(deps, project);
}

// A repository that is gone or says nonsense must not keep the daemon, and all other projects, from starting.
async function seeConfig(deps: EngineDeps, project: Project): Promise<void> {
  try {
    await deps.settings(project);
  } catch (error) {
    deps.log.warn({ project: project.name, error: messageOf(error) }, 'its configuration could not be read');
  }
}

export interface Composed {
  readonly deps: EngineDeps;
  readonly configOf: ConfigOf;
  /** Our own tools for agents; nobody reaches them before it is told where it listens. */
  readonly sessions: SessionServer;
}

/** All parts on a store, not started. */
export function compose(
  options: Pick<ServeOptions, 'home' | 'environment' | 'foreground'>,
  homeConfig: () => HomeConfig,
  {
    store,
    worker,
    gateway,
  }: { readonly store: Store; readonly worker: string; readonly gateway?: LlmGateway },
): Composed {
  const { home, environment } = options;
  const initial = effective(homeConfig(), null);
  const limits = new SlotLimits(initial);
  const log = openLog({
    level: initial.settings.logLevel,
    ...(options.foreground && { file: join(home, 'daemon.log') }),
  });
  const path = environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  const personHome = environment['HOME'];
  const workspaces = openWorkspaces({
    home,
    log,
    environment: { PATH: path, ...(personHome !== undefined && { HOME: personHome }) },
    networkEnvironment: networkEnvironment(environment),
  });
  const read = configReader(homeConfig, (project) => readOwn(home, project), workspaces);
  const configOf: ConfigOf = async (project) => {
    const config = await read(project);
    limits.see(project, config);
    return config;
  };
  const drivers = {
    acp: tapped(acpDriver({ log, limits: { startMs: initial.settings.agentStartTimeoutMs } })),
    command: tapped(commandDriver({ log })),
  };
  const sessions = new SessionServer({ bin: binOf(home), version: readVersion(), log });
  const personal = personHome === undefined ? [] : userFolders(personHome).map(({ dir }) => dir);
  const builtin = (project: Project | null, { settings }: EffectiveConfig): AgentEntry =>
    builtinAgent([...program, 'agent'], {
      project: project?.root ?? null,
      personal,
      servers: settings.mcpServers,
    });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const deps: EngineDeps = {
    store,
    ...(gateway !== undefined && {
      model: { gateway, spending: new DaySpending({ store, home: worker, now: Date.now, zone }) },
    }),
    sessionTools: sessions,
    workspaces,
    driver: (protocol) => drivers[protocol],
    settings: async (project) =>
      settingsFrom(await configOf(project), {
        isRemoteOnly: workspaces.repositories.isClone(project.root),
      }),
    agents: async (project) => {
      const config = await configOf(project);
      return registry({ builtin: builtin(project, config), configured: config.agents });
    },
    locate: (entry) => locate(entry.command[0] ?? '', path),
    limits,
    // Asked anew each time: who is told that memory is short may lower the floor, and must not have to restart.
    pressure: async () => pressureOn(home, floorsFrom(await configOf(null))),
    branchLock: new SerialByKey(),
    openHost: hostOpener(Date.now),
    toolVersions: new ToolVersions(),
    play,
    glimpseMs: initial.settings.glimpseMs,
    worker,
    home: worker,
    logDir: (projectId, taskId) => join(home, 'p', projectId, 'logs', taskId),
    environment,
    log,
    now: Date.now,
    newId: randomUUID,
    chance: Math.random,
    zone,
  };
  return { deps, configOf, sessions };
}

/** The webhooks on the same parts, not started. */
export function openWebhooks(deps: EngineDeps, configOf: ConfigOf, version: string): Webhooks {
  return new Webhooks({
    store: deps.store,
    home: deps.home,
    rules: async () => {
      const { settings } = await configOf(null);
      const {
        webhookTimeoutMs: timeoutMs,
        webhookRetryMs: firstWaitMs,
        webhookAddresses: addresses,
      } = settings;
      return { schedule: { ...usualSchedule, timeoutMs, firstWaitMs }, addresses };
    },
    render: webhookPayload,
    renderTest: testPayload,
    keep: 500,
    version,
    log: deps.log,
    now: deps.now,
    newId: deps.newId,
    chance: Math.random,
  });
}

// What does not end in time is what a kill would leave too, and the next start recovers from that.
async function within(ms: number, work: Promise<void>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({}, 'not everything ended in time; the next start takes it up');
      resolve();
    }, ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  throw new Error('package.json has no version');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
