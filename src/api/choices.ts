// The words that a client may choose from, without the schemas they stand in: those load zod, which a command line does
// not need before it has something to send.
export { permissionPolicies } from '../domain/permission.ts';
export {
  missedPolicies as missedChoices,
  scheduleMakes as scheduleChoices,
} from '../domain/planning/schedule.ts';
export { intakeMakes as intakeChoices } from '../domain/planning/intake.ts';
export { trackerKinds as trackerChoices } from '../domain/planning/issue.ts';
export { gitHosts } from '../domain/git-host.ts';
export { applyWays, mergeMethods } from '../domain/merge-method.ts';
export { conflictAnswers } from '../domain/resolution.ts';
export { policyNames } from '../domain/policy.ts';
export { priorities, taskStates, violationAnswers } from '../domain/task.ts';
