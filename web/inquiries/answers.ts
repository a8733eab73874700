// What can be said to an agent that asks, each with its key.
import { endpoints } from '../../src/api/endpoints.ts';
import type { InquiryJson } from '../../src/api/inquiry-schemas.ts';
import { call } from '../data/call.ts';

export interface Answer {
  readonly label: string;
  /** Pressed together with Alt. */
  readonly key: string;
  readonly isFirst: boolean;
  readonly give: () => Promise<unknown>;
}

const mostSuggestions = 9;

/** An approval is allowed or denied for this one time; a question has the answers that its agent proposes, if any. */
export function answersOf(inquiry: InquiryJson): readonly Answer[] {
  const params = { task: inquiry.task_id };
  if (inquiry.kind === 'approval') {
    const input = { params: { ...params, approval: inquiry.id }, body: {} };
    return [
      { label: 'Allow', key: 'Y', isFirst: true, give: () => call(endpoints.approve, input) },
      { label: 'Deny', key: 'N', isFirst: false, give: () => call(endpoints.deny, input) },
    ];
  }
  return inquiry.suggestions.slice(0, mostSuggestions).map((answer, index) => ({
    label: answer,
    key: `${index + 1}`,
    isFirst: false,
    give: () => call(endpoints.answerTask, { params, body: { answer, question: inquiry.id } }),
  }));
}

/** The `code` of a keyboard event for such a key. */
export function codeOf(key: string): string {
  return /\d/.test(key) ? `Digit${key}` : `Key${key}`;
}
