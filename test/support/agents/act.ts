// Acts out one script of the contract suite without a model: real files, real processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseScripts } from '../model-server/script.ts';
import type { Action, Step } from '../model-server/script.ts';
import { contractScripts } from './contract-scripts.ts';
import type { ContractScript } from './contract-scripts.ts';

export interface Stage {
  say(text: string): void;
  /** Performs an action with `perform`, or refuses it. */
  attempt(action: Action, perform: () => Promise<void>): Promise<void>;
  fail(status: number, message: string): never;
  endOfStep(): void;
}

const scripts = parseScripts(contractScripts);

/** Ends with the script, or by rejecting when the signal aborts. */
export async function act(script: ContractScript, stage: Stage, signal: AbortSignal): Promise<void> {
  for (const step of scripts.get(script) ?? []) {
    signal.throwIfAborted();
    if (step.fail !== undefined) stage.fail(step.fail.status, step.fail.message ?? '');
    await speak(step, stage, signal);
    if (step.hang === true) await delay(2 ** 30, undefined, { signal });
    for (const action of step.do ?? []) await stage.attempt(action, () => perform(action));
    stage.endOfStep();
  }
}

async function speak(step: Step, stage: Stage, signal: AbortSignal): Promise<void> {
  if (step.wordDelayMs === undefined) {
    if (step.say !== undefined) stage.say(step.say);
    return;
  }
  for (const word of (step.say ?? '').split(' ')) {
    await delay(step.wordDelayMs, undefined, { signal });
    stage.say(`${word} `);
  }
}

async function perform(action: Action): Promise<void> {
  if ('write' in action) writeFileSync(action.write.path, action.write.content);
  if ('shell' in action) await once(spawn('sh', ['-c', action.shell.command], { stdio: 'ignore' }), 'exit');
}
