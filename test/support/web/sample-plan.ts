// What planners answer in the tests of the page and in its pictures.
import type { Scripts } from '../model-server/script.ts';
import { promptOf } from '../stage.ts';

export const planFiles = { 'src/shop.ts': 'export class Shop { total() { return "/api/carts"; } }\n' };

const api = {
  key: 'api',
  title: 'Serve orders',
  prompt: promptOf('write', { path: 'src/api.ts', content: 'orders' }),
  steps: ['Add the route', 'Read the orders of the customer'],
  done_when: ['GET /orders answers'],
  risks: ['Old clients may ask for all orders at once'],
  out_of_scope: ['Writing orders'],
  owns: ['src/api.ts'],
  category: 'feature',
  targets: [
    { kind: 'file', name: 'src/shop.ts' },
    { kind: 'file', name: 'src/gone.ts' },
  ],
};
const page = {
  key: 'page',
  title: 'Show orders',
  prompt: 'A page for orders.',
  owns: ['web/**'],
  depends_on: [{ key: 'api', reason: 'it asks for them' }],
};
const tests = {
  key: 'tests',
  title: 'Write tests',
  prompt: promptOf('write', { path: 'test/api.ts', content: 'tests' }),
  owns: ['test/**'],
};

/** As a planner answers: words, and then JSON. */
export function planAnswer(...tasks: readonly object[]): string {
  return `I looked around.\n\`\`\`json\n${JSON.stringify({ tasks })}\n\`\`\``;
}

export const planScripts: Scripts = {
  where: [{ say: 'Totals are made in `src/shop.ts`.' }],
  'one-wish': [
    {
      say: planAnswer({
        ...api,
        prohibitions: ["Don't change any prices"],
        testing: { framework: 'pytest', mocks: 'Redis', coverage: 90 },
      }),
    },
  ],
  'plan-orders': [{ say: planAnswer(api, page) }],
  clearer: [{ say: planAnswer({ ...api, title: 'Serve all orders' }, tests) }],
};
