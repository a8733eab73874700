// What every store does, whatever database is behind it. A driver's own test calls storeContract with how to open one.
import { agentHealthContract } from './store/agent-health.ts';
import { answersContract } from './store/answers.ts';
import { changesContract } from './store/changes.ts';
import { commentsContract } from './store/comments.ts';
import { homesContract } from './store/homes.ts';
import { filtersContract } from './store/filters.ts';
import { createContract } from './store/setup.ts';
import type { OpenStore } from './store/setup.ts';
import { inquiriesContract } from './store/inquiries.ts';
import { identityContract } from './store/identity.ts';
import { invariantsContract } from './store/invariants.ts';
import { logContract } from './store/log.ts';
import { phasesContract } from './store/phases.ts';
import { projectsContract } from './store/projects.ts';
import { rankingsContract } from './store/rankings.ts';
import { requestsContract } from './store/requests.ts';
import { resolutionsContract } from './store/resolutions.ts';
import { runsContract } from './store/runs.ts';
import { schedulesContract } from './store/schedules.ts';
import { intakesContract } from './store/intakes.ts';
import { tasksContract } from './store/tasks.ts';
import { templatesContract } from './store/templates.ts';
import { transitionsContract } from './store/transitions.ts';
import { usageContract } from './store/usage.ts';
import { webhooksContract } from './store/webhooks.ts';

/** `name` is put behind the title of every test. */
export function storeContract(name: string, open: OpenStore): void {
  const contract = createContract(name, open);
  projectsContract(contract);
  homesContract(contract);
  tasksContract(contract);
  filtersContract(contract);
  answersContract(contract);
  changesContract(contract);
  logContract(contract);
  runsContract(contract);
  phasesContract(contract);
  requestsContract(contract);
  schedulesContract(contract);
  intakesContract(contract);
  templatesContract(contract);
  identityContract(contract);
  webhooksContract(contract);
  agentHealthContract(contract);
  usageContract(contract);
  inquiriesContract(contract);
  resolutionsContract(contract);
  commentsContract(contract);
  rankingsContract(contract);
  transitionsContract(contract);
  invariantsContract(contract);
}
