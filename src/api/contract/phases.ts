// The calls about phases, and those that agents from outside make.
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as p from '../phase-schemas.ts';
import { taskScope } from '../schemas.ts';
import { operation } from './operation.ts';

const none: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const deciding: readonly ErrorCode[] = [
  ...none,
  'invalid_transition',
  'stale_version',
  'other_home',
  'git_failed',
];
const held: readonly ErrorCode[] = [
  ...deciding,
  'stale_lease',
  'not_holder',
  'setup_failed',
  'invalid_config',
];

const one = { tag: 'Phases', query: taskScope } as const;

export const phaseOperations = {
  registerPhase: operation(at.registerPhase, {
    tag: 'Phases',
    summary: 'Register a phase',
    description: 'From a queue or from one sentence. The same queue registered again is the same phase.',
    body: p.phaseRegister,
    response: p.phaseRegistered,
    status: 201,
    errors: [
      ...none,
      'other_home',
      'already_exists',
      'invalid_transition',
      'invalid_config',
      'not_trusted',
      'git_failed',
    ],
  }),
  listPhases: operation(at.listPhases, {
    tag: 'Phases',
    summary: 'List phases',
    query: p.phaseQuery,
    response: p.phaseList,
    errors: none,
  }),
  showPhase: operation(at.showPhase, { ...one, summary: 'Show a phase', response: p.phase, errors: none }),
  exportPhase: operation(at.exportPhase, {
    ...one,
    summary: 'Export the queue of a phase',
    description: 'In the form of `session-state/task-queue.json`.',
    response: p.queueFile,
    errors: none,
  }),
  finishPhase: operation(at.finishPhase, {
    ...one,
    summary: 'Integrate and merge a phase',
    description: 'Answers when that has ended: `finished`, or `open` again with a `notice`.',
    response: p.phase,
    errors: deciding,
  }),
  cancelPhase: operation(at.cancelPhase, {
    ...one,
    summary: 'Give a phase up',
    body: p.phaseCancel,
    response: p.phase,
    errors: deciding,
  }),
  nextPhaseTask: operation(at.nextPhaseTask, {
    ...one,
    summary: 'Request the next task',
    description: 'For an agent: the next task of the phase with a lease, or why there is none now.',
    body: p.nextRequest,
    response: p.nextAnswer,
    errors: held,
  }),
  heartbeatPhaseTask: operation(at.heartbeatPhaseTask, {
    ...one,
    summary: 'Keep a task',
    description: 'Renews the lease, and brings what people have written.',
    body: p.heartbeat,
    response: p.heartbeatAnswer,
    errors: held,
  }),
  mayWrite: operation(at.mayWrite, {
    ...one,
    summary: 'Ask whether paths may be written',
    body: p.mayWriteRequest,
    response: p.mayWriteAnswer,
    errors: held,
  }),
  completePhaseTask: operation(at.completePhaseTask, {
    ...one,
    summary: 'Complete a task',
    description: 'Its work is looked at: changes of files that it does not own make it fail.',
    body: p.completion,
    response: p.completeAnswer,
    errors: held,
  }),
  failPhaseTask: operation(at.failPhaseTask, {
    ...one,
    summary: 'Give a task up',
    body: p.failRequest,
    response: p.phaseTask,
    errors: held,
  }),
  releasePhaseTask: operation(at.releasePhaseTask, {
    ...one,
    summary: 'Give a task back',
    body: p.releaseRequest,
    response: p.phaseTask,
    errors: held,
  }),
};
