// The calls of the web page: the board in small cards, and the ticket for its live socket.
import * as b from '../board-schemas.ts';
import { endpoints as at } from '../endpoints.ts';
import { operation } from './operation.ts';

export const boardOperations = {
  board: operation(at.board, {
    tag: 'Tasks',
    summary: 'Show the board',
    description: 'Every task that is not over, and the newest that are, each as a small card.',
    query: b.boardQuery,
    response: b.board,
    errors: ['not_found', 'invalid_config'],
  }),
  createLiveTicket: operation(at.createLiveTicket, {
    tag: 'Events',
    summary: 'Get a ticket for the live socket',
    description:
      'A WebSocket cannot send a token. The ticket is good once, within 30 seconds, at `GET /api/v1/live?ticket=…`, and stands for whoever asked for it.',
    response: b.liveTicket,
    status: 201,
    hasSecret: true,
  }),
};
