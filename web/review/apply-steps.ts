// What exactly an apply would do, in sentences, from what the server knows now. Nothing is done for it.
import type { TaskConflictsJson } from '../../src/api/resolution-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { VerificationReportJson } from '../../src/api/verification-schemas.ts';
import { isForeknown } from '../../src/api/states.ts';
import { countWords } from '../data/words.ts';

export interface ApplyStep {
  readonly text: string;
  /** `bad`: it will be refused for this. */
  readonly tone: 'plain' | 'warn' | 'bad';
}

export interface ApplyFacts {
  readonly task: Pick<TaskJson, 'result' | 'conflicts' | 'branch' | 'pull_request'>;
  readonly report: Pick<
    VerificationReportJson,
    'branch' | 'branch_head' | 'base' | 'checks' | 'remarks' | 'asks_host'
  >;
  readonly conflicts: Pick<TaskConflictsJson, 'files'>;
  /** The person's checkout. */
  readonly root: string | null;
}

export function applySteps(facts: ApplyFacts): readonly ApplyStep[] {
  const { task, report, conflicts, root } = facts;
  if (report.asks_host !== null) return hostSteps(facts, report.asks_host);
  const { branch, branch_head: head, base, checks } = report;
  const plain = (text: string): ApplyStep => ({ text, tone: 'plain' });
  const { files = [], commits = [] } = task.result ?? {};
  const at = head === null ? '' : `, which stands at ${head.slice(0, 10)}`;
  const isMoved = head !== null && base !== null && head !== base;
  return [
    plain(
      `${countWords(commits.length, 'commit')} with ${countWords(files.length, 'changed file')} ${commits.length === 1 ? 'is' : 'are'} merged into ${branch}${at}${isMoved ? ' and has moved since the task began' : ''}.`,
    ),
    ...conflictSteps(conflicts.files, branch),
    checks.length === 0
      ? { text: 'No check is configured: nothing proves the merged tree.', tone: 'warn' }
      : plain(
          `On the merged tree ${checks.length === 1 ? 'runs' : 'run'}: ${checks.map((check) => `${check.name} (${check.command})`).join(', ')}.`,
        ),
    plain(
      `Only if all of it passes ${branch} moves. ${root ?? 'Your checkout'} is fast-forwarded then, unless changes of your own are in the way: those are never touched.`,
    ),
    ...neighbourSteps(task),
    ...report.remarks.map((text): ApplyStep => ({ text, tone: 'warn' })),
    plain('It can be taken from the branch again with Undo.'),
  ];
}

/** A git host is asked instead: nothing is merged here. */
function hostSteps(
  { task, report }: ApplyFacts,
  { remote, into, host, problem }: NonNullable<VerificationReportJson['asks_host']>,
): readonly ApplyStep[] {
  const plain = (text: string): ApplyStep => ({ text, tone: 'plain' });
  const open = task.pull_request?.state === 'open' ? task.pull_request : null;
  return [
    ...(problem === null
      ? []
      : [{ text: [problem.message, problem.next ?? ''].join(' ').trim(), tone: 'bad' as const }]),
    plain(`It is looked whether the work goes together with ${into} on ${remote}; otherwise it is refused.`),
    plain(`The work is pushed to the branch ${task.branch} of ${remote}, with your own git configuration.`),
    plain(
      open === null
        ? `${host ?? 'The git host'} is asked by a pull request to take it into ${into}, with what the agent says and what the checks proved.`
        : `Pull request #${open.number} into ${into} is brought up to date.`,
    ),
    plain(
      `Nothing is merged here. The task stays ready and the pull request is followed: merged, the task is done and ${report.branch} here follows ${remote}; closed, it is ready with a notice.`,
    ),
    ...report.remarks.map((text): ApplyStep => ({ text, tone: 'warn' })),
  ];
}

function conflictSteps(files: TaskConflictsJson['files'], branch: string): readonly ApplyStep[] {
  if (files.length === 0) return [{ text: `It does not conflict with ${branch}.`, tone: 'plain' }];
  const open = files.filter((file) => file.resolution === null);
  const known = files.filter((file) => file.resolution !== null);
  const names = (some: typeof files): string => some.map((file) => file.path).join(', ');
  return [
    ...(known.length === 0
      ? []
      : [
          {
            text: `It conflicts with ${branch} in ${names(known)}; ${known.length === 1 ? 'that is' : 'those are'} resolved as before. See Conflicts.`,
            tone: 'warn' as const,
          },
        ]),
    ...(open.length === 0
      ? []
      : [
          {
            text: `It conflicts with ${branch} in ${names(open)}, and nobody knows yet how to resolve that: it is refused, unless an agent may resolve it. See Conflicts.`,
            tone: 'bad' as const,
          },
        ]),
  ];
}

function neighbourSteps({ conflicts }: Pick<TaskJson, 'conflicts'>): readonly ApplyStep[] {
  const others = (conflicts ?? []).filter((one) => one.number !== null && !isForeknown(one));
  if (others.length === 0) return [];
  const names = others.map((one) => `#${one.number}`).join(', ');
  return [{ text: `${names} will conflict with it then.`, tone: 'warn' }];
}
