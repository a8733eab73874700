// The calls that tell what happened to one task. They change nothing.
import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors.ts';
import { endpoints as at } from '../endpoints.ts';
import * as h from '../history-schemas.ts';
import { replay } from '../replay-schemas.ts';
import { diff } from '../result-schemas.ts';
import { taskScope } from '../schemas.ts';
import * as v from '../verification-schemas.ts';
import { operation } from './operation.ts';

const errors: readonly ErrorCode[] = ['not_found', 'ambiguous'];
const tag = 'History';

export const historyOperations = {
  taskTransitions: operation(at.taskTransitions, {
    tag,
    summary: 'List the transitions of a task',
    description: 'Its audit trail: who changed what, when, from which state to which, and why.',
    query: h.historyQuery,
    response: h.transitionList,
    errors,
  }),
  taskMessages: operation(at.taskMessages, {
    tag,
    summary: 'Read the thread of a task',
    description: 'What people and the agent said to each other.',
    query: h.historyQuery,
    response: h.messageList,
    errors,
  }),
  taskAttempts: operation(at.taskAttempts, {
    tag,
    summary: 'List the attempts of a task',
    query: h.historyQuery,
    response: h.attemptList,
    errors,
  }),
  taskEvidence: operation(at.taskEvidence, {
    tag,
    summary: 'List the evidence of a task',
    description: 'Every check that the system ran on its work, with the tree that it ran on.',
    query: h.historyQuery,
    response: h.evidenceList,
    errors,
  }),
  taskVerification: operation(at.taskVerification, {
    tag,
    summary: 'Show what is known of a task’s work',
    description:
      'Whether its checks passed on exactly the work as it is, and on what they ran. It is held against the repository, which `verification` of the task is not.',
    query: taskScope,
    response: v.verificationReport,
    errors: [...errors, 'other_home', 'invalid_config', 'git_failed'],
  }),
  taskLogs: operation(at.taskLogs, {
    tag,
    summary: 'Read the output of a task',
    description: 'What setup, checks and the agent printed, and what the system noted.',
    query: h.logQuery,
    response: h.logList,
    errors,
  }),
  diffTask: operation(at.diffTask, {
    tag,
    summary: 'Show what a task changed',
    query: h.patchQuery,
    response: diff,
    errors: [...errors, 'other_home', 'git_failed'],
  }),
  exportTask: operation(at.exportTask, {
    tag,
    summary: 'Export a task',
    description:
      'Everything there is of it as one archive: the task, its attempts, events, evidence, diff, and the raw protocol logs, from which the run can be played again.',
    query: taskScope,
    response: z.string().describe('A `.tar.gz`, as docs/replay.md describes it.'),
    media: 'application/gzip',
    errors: [...errors, 'other_home', 'git_failed'],
  }),
  replayBundle: operation(at.replayBundle, {
    tag,
    summary: 'Replay an exported task',
    description:
      'The body is a bundle. Its protocol logs are played through the driver without the agent; the answer is the thread, and whether the events came out the same. Nothing is changed.',
    response: replay,
    takes: 'application/gzip',
    errors: ['invalid_bundle'],
  }),
  checkLog: operation(at.checkLog, {
    tag,
    summary: 'Read the whole output of one check',
    query: taskScope,
    response: z.string().describe('The output, as it was printed.'),
    media: 'text/plain',
    errors: [...errors, 'other_home'],
  }),
};
