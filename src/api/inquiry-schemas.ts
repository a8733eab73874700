// What agents want from people: approvals and questions.
import { z } from 'zod';
import { inquiryKinds, inquiryOutcomes } from '../domain/inquiry.ts';
import { nextCursor, paging } from './paging.ts';
import { projectRef, time } from './schemas.ts';

export const inquiry = z.object({
  id: z
    .string()
    .describe('Short, and never used again.')
    .meta({ examples: ['9f2c41d07a'] }),
  kind: z.enum(inquiryKinds).describe('Leave to do something, or an answer.'),
  state: z
    .enum(inquiryOutcomes)
    .describe('`expired`: nobody decided in time, so it was denied. `void`: nobody waits for it any more.'),
  question: z
    .string()
    .describe('One sentence.')
    .meta({ examples: ['May it do “npm install left-pad”?'] }),
  task_id: z.string().describe('Id of the task whose agent asks.'),
  project_id: z.string().describe('Id of its project.'),
  attempt: z.int().describe('The attempt whose agent asks.'),
  tool: z
    .object({
      title: z.string().describe('What it wants to do, in its words.'),
      kind: z
        .string()
        .describe('`edit`, `delete`, `move`, `execute`, `fetch`, `read`, `search`, `think` or `other`.'),
      input: z.string().nullable().describe('What the tool would be given, as the agent says it.'),
      paths: z.array(z.string()).describe('Files that it would touch.'),
      diffs: z
        .array(
          z.object({
            path: z.string().describe('The file.'),
            before: z.string().nullable().describe('Null for a new file.'),
            after: z.string().describe('What it would hold.'),
          }),
        )
        .describe('What it would change; at most 20 files.'),
    })
    .nullable()
    .describe('Of an approval.'),
  choices: z
    .array(
      z.object({
        id: z.string().describe('To be sent as `choice`.'),
        name: z.string().describe('For people.'),
        kind: z.string().describe('`allow_once`, `allow_always`, `reject_once`, `reject_always`.'),
      }),
    )
    .describe('Of an approval: the answers that the agent offers.'),
  suggestions: z.array(z.string()).describe('Of a question: answers that the agent proposes.'),
  asked_at: time,
  until: time.nullable().describe('When an approval is denied if nobody has decided.'),
  closed_at: time.nullable().describe('When it was decided; null = it is open.'),
  by: z.string().nullable().describe('Who decided.'),
  answer: z.string().nullable().describe('What they answered, or why it was denied or is void.'),
});

export const inquiryList = z.object({
  inquiries: z.array(inquiry).describe('In the order in which they were asked.'),
  next_cursor: nextCursor,
});

export const inquiryQuery = z.object({
  project: projectRef,
  task: z.string().max(200).optional().describe('Only of this task: id, number or name.'),
  kind: z.enum(inquiryKinds).optional().describe('Only approvals, or only questions.'),
  state: z
    .enum([...inquiryOutcomes, 'all'])
    .optional()
    .describe('Otherwise those that are open.')
    .meta({ examples: ['open'] }),
  ...paging(500, 100),
});

const choice = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Id of one of its choices; otherwise the one that holds for this time alone.');

export const approveRequest = z.strictObject({ choice });
export const denyRequest = z.strictObject({
  choice,
  reason: z
    .string()
    .max(2000)
    .optional()
    .describe('Why not. The agent is told with its next prompt.')
    .meta({ examples: ['Use the package that is there already.'] }),
});
export const answerRequest = z.strictObject({
  answer: z
    .string()
    .describe('In plain words.')
    .meta({ examples: ['Blue.'] }),
  question: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id of a question that must still be open; otherwise any that is.'),
});

export type InquiryJson = z.infer<typeof inquiry>;
export type InquiryListJson = z.infer<typeof inquiryList>;
export type InquiryQueryJson = z.input<typeof inquiryQuery>;
export type ApproveJson = z.infer<typeof approveRequest>;
export type DenyJson = z.infer<typeof denyRequest>;
export type AnswerJson = z.infer<typeof answerRequest>;
