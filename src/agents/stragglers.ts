// Ends what an agent started outside its own process group: Qwen Code and Gemini CLI run every shell command in a session
// of its own, so a server started there outlives the group. Found by a variable that all descendants inherit.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The variable that marks an agent's processes; its value is the agent's HOME, so a restarted daemon knows it too.
 * Not TASKLANE_…: our own agent hides those from the commands it runs.
 */
export const markName = 'AGENT_OF_TASKLANE';

// A process may fork between our look and our signal, so we look again until there is nothing.
const maxPasses = 5;

/** Kills every process of the agent with this HOME. Where there is no /proc (macOS) it finds none. */
export async function killStragglers(home: string): Promise<void> {
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const pids = await findMarked(home);
    if (pids.length === 0) return;
    for (const pid of pids) kill(pid);
  }
}

/** Pids of the living processes that carry the mark. */
export async function findMarked(home: string): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const marks = await Promise.all(pids.map((pid) => isMarked(pid, `${markName}=${home}`)));
  return pids.filter((_, index) => marks[index]);
}

async function isMarked(pid: number, mark: string): Promise<boolean> {
  try {
    // A zombie has an empty environment, so it is not found.
    const environment = await readFile(join('/proc', String(pid), 'environ'), 'utf8');
    return environment.split('\0').includes(mark);
  } catch {
    // Gone by now, or somebody else's.
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself between the look and the signal.
  }
}
