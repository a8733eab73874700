// A client of the built-in agent that hears everything and allows what it is asked.
import type { Client } from '../../src/agents/builtin/client.ts';

export const quietClient: Client = {
  say: () => Promise.resolve(),
  think: () => Promise.resolve(),
  heard: () => Promise.resolve(),
  showCall: () => Promise.resolve(),
  updateCall: () => Promise.resolve(),
  notice: () => Promise.resolve(),
  showPlan: () => Promise.resolve(),
  showSubagent: () => Promise.resolve(),
  showUsage: () => Promise.resolve(),
  runElsewhere: () => Promise.resolve({ isError: true, text: 'nowhere' }),
  askPermission: () => Promise.resolve('once'),
};
