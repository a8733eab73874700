// The calls about requests: the main thread of a project.
import { endpoint } from './endpoint.ts';
import type { None } from './endpoint.ts';
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
