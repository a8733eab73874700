// Signs that a proposal does not come from the request but from text that the planner read: letters that nobody sees, and
// sentences that speak to a model instead of about the work. They cannot find everything; what they find is never a task.
import type { ProposedTask } from './proposal.ts';

// Zero-width characters, marks that turn the direction of text, tags, and control characters other than line breaks and tabs.
const unseen = new RegExp(
  '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]' +
    '|\\p{Cs}|[\\u{e0000}-\\u{e007f}]',
  'u',
);

const commands: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|other|system)\b[^.\n]{0,30}\b(?:instructions?|prompts?|rules?|tasks?)\b/i,
  /<\/?(?:system|assistant|developer|instructions?)\b[^>]*>/i,
  /\b(?:other|next|following|every|all)\s+(?:agents?|tasks?)\s+(?:must|shall|should|have to|need to)\s+(?:also\s+)?(?:ignore|skip|disable|approve|accept|run|execute|obey|treat)\b/i,
  /\b(?:disable|skip|bypass|turn off)\b[^.\n]{0,30}\b(?:approvals?|permission checks?|the sandbox|ownership checks?)\b/i,
];

/** Sentences about the texts of one task. */
export function suspicious(task: ProposedTask): readonly string[] {
  const { key, title, prompt, plan, targets, testing, review } = task;
  const texts = [
    ['key', key],
    ['title', title],
    ['prompt', prompt],
    ...[...plan.steps, ...plan.doneWhen, ...plan.risks, ...plan.outOfScope].map((text) => ['plan', text]),
    ...task.dependsOn.map(({ reason }) => ['depends_on', reason]),
    ...task.checks.map((text) => ['checks', text]),
    ...task.owns.map((text) => ['owns', text]),
    ...targets.map(({ name }) => ['targets', name]),
    ...[testing?.framework, testing?.mocks].map((text) => ['testing', text ?? '']),
    ...[review?.files, review?.scope, review?.tests].map((text) => ['review', text ?? '']),
  ] as const;
  return texts.flatMap(([field, text = '']) => {
    if (unseen.test(text)) return [`Task “${shown(key)}”: ${field} has characters that nobody can see.`];
    const match = commands.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);
    return match === undefined
      ? []
      : [
          `Task “${shown(key)}”: ${field} gives orders to a model instead of describing work: “${shown(match)}”.`,
        ];
  });
}

function shown(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 80);
}
