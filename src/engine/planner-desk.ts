// What a planner may do from within its session: hand over what it proposes. What serves it is in server/session/.

/** By what its request is for. */
export type ProposalTool = 'propose_prompt' | 'propose_tasks';

export interface PlannerDesk {
  /** Null: it answers a question, and proposes nothing. */
  readonly tool: ProposalTool | null;
  /** Takes all tasks in place of those before, and answers in words. Throws `invalid_input` with what is wrong. */
  propose(value: unknown): Promise<string>;
}
