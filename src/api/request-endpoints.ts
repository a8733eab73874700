// The calls about requests: the main thread of a project.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
import type * as c from './request-change-schemas.ts';
import type * as r from './request-schemas.ts';

export const requestEndpoints = {
  /** Answers at once, in the state `working`; a planner begins. */
  createRequest: endpoint<None, r.RequestCreateJson, r.RequestJson>(
    'POST',
    '/api/v1/requests',
    'request.create',
  ),
  listRequests: endpoint<r.RequestQueryJson, undefined, r.RequestListJson>(
    'GET',
    '/api/v1/requests',
    'request.read',
  ),
  showRequest: endpoint<r.RequestWaitJson, undefined, r.RequestJson>(
    'GET',
    '/api/v1/requests/:request',
    'request.read',
  ),
  reviseRequest: endpoint<None, r.RequestReviseJson, r.RequestJson>(
    'POST',
    '/api/v1/requests/:request/revise',
    'request.revise',
  ),
  /** Changes the drafts by hand: one edited, split, merged, put away, or all in another order. */
  editRequest: endpoint<None, c.RequestEditJson, r.RequestJson>(
    'POST',
    '/api/v1/requests/:request/edit',
    'request.edit',
  ),
  /** Starts all that is still a draft. */
  acceptRequest: endpoint<None, undefined, r.RequestJson>(
    'POST',
    '/api/v1/requests/:request/accept',
    'request.accept',
  ),
  archiveRequest: endpoint<None, undefined, r.RequestJson>(
    'POST',
    '/api/v1/requests/:request/archive',
    'request.archive',
  ),
};
