// An approval or a question as JSON.
import type { InquiryJson } from '../api/inquiry-schemas.ts';
import type { Approval, Inquiry } from '../domain/inquiry.ts';
import { time } from './present.ts';

export function inquiryJson(inquiry: Inquiry): InquiryJson {
  const { outcome } = inquiry;
  const isApproval = inquiry.kind === 'approval';
  return {
    id: inquiry.id,
    kind: inquiry.kind,
    state: outcome.kind,
    question: inquiry.question,
    task_id: inquiry.taskId,
    project_id: inquiry.projectId,
    attempt: inquiry.attempt,
    tool: isApproval ? toolJson(inquiry) : null,
    choices: isApproval ? inquiry.choices.map((choice) => ({ ...choice })) : [],
    suggestions: isApproval ? [] : [...inquiry.suggestions],
    asked_at: time(inquiry.askedAt),
    until: isApproval ? time(inquiry.until) : null,
    closed_at: outcome.kind === 'open' ? null : time(outcome.at),
    by: 'by' in outcome ? outcome.by : null,
    answer: answerIn(outcome),
  };
}

function toolJson({ call }: Approval): NonNullable<InquiryJson['tool']> {
  const { title, kind, input, paths, diffs } = call;
  return { title, kind, input, paths: [...paths], diffs: diffs.map((diff) => ({ ...diff })) };
}

function answerIn(outcome: Inquiry['outcome']): string | null {
  if (outcome.kind === 'answered') return outcome.answer;
  return outcome.kind === 'denied' || outcome.kind === 'void' ? outcome.reason : null;
}
