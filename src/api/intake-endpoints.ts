// The calls about where requests come from besides people's own words.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as i from './intake-schemas.ts';
import type { RequestJson } from './request-schemas.ts';

export const intakeEndpoints = {
  /** Answers with a plan that is proposed: no planner works on it. */
  createFromChecklist: endpoint<None, i.ChecklistCreateJson, RequestJson>(
    'POST',
    '/api/v1/requests/checklist',
    'request.create',
  ),
  /** Reads the issue, then answers like any other request. */
  createFromIssue: endpoint<None, i.IssueCreateJson, RequestJson>(
    'POST',
    '/api/v1/requests/issue',
    'request.create',
  ),
  addIntake: endpoint<None, i.IntakeAddJson, i.IntakeJson>('POST', '/api/v1/intakes', 'intake.edit'),
  listIntakes: endpoint<i.IntakeQueryJson, undefined, i.IntakeListJson>(
    'GET',
    '/api/v1/intakes',
    'intake.read',
  ),
  removeIntake: endpoint<None, undefined, undefined>('DELETE', '/api/v1/intakes/:intake', 'intake.edit'),
  /** For the tracker: it proves itself by its signature. */
  receiveIssue: endpoint<None, undefined, i.ReceivedJson>('POST', '/api/v1/hooks/:intake', 'public'),
};
