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
function planAnswer(...tasks: readonly object[]): string {
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
  'plan-three': [{ say: planAnswer(api, page, tests) }],
  clearer: [{ say: planAnswer({ ...api, title: 'Serve all orders' }, tests) }],
};

const forPictures = [
  {
    key: 'payment',
    title: 'Take payments by card',
    prompt:
      'An invoice can be paid by card on its page. After a payment the invoice is marked as paid with the date and the number of the payment. A payment that fails leaves the invoice as it is and says why in one sentence.',
    category: 'feature',
    size: 'large',
    steps: [
      'Describe a payment and its states beside the invoice',
      'Ask the provider for a payment, with the number of the invoice so that none is paid twice',
      'Mark the invoice as paid when the provider says so',
    ],
    done_when: [
      'An invoice paid by card shows the date and the number of the payment',
      'Paying twice at the same moment takes the money once',
      'A refused card leaves the invoice open and says why',
    ],
    risks: ['The provider answers late: the invoice must not look unpaid and paid at once'],
    out_of_scope: ['Refunds', 'Other ways to pay'],
    owns: ['src/payment/**', 'src/invoice.js'],
    targets: [
      { kind: 'file', name: 'src/invoice.js' },
      { kind: 'file', name: 'src/payment/payment.js', new: true },
      { kind: 'symbol', name: 'total' },
      { kind: 'file', name: 'src/customer.js' },
    ],
    prohibitions: ['Leave the tax alone'],
    testing: { framework: 'node:test', mocks: 'the provider', coverage: 90 },
  },
  {
    key: 'page',
    title: 'Show how an invoice was paid',
    prompt: 'The page of an invoice shows whether it is paid, when, and how.',
    category: 'feature',
    size: 'small',
    done_when: ['A paid invoice says when and how it was paid'],
    owns: ['src/page/**'],
    depends_on: [{ key: 'payment', reason: 'it shows what is kept of a payment' }],
  },
  {
    key: 'manual',
    title: 'Explain payments in the manual',
    prompt: 'The manual explains to customers how they pay by card, and what happens when a card is refused.',
    category: 'documentation',
    size: 'small',
    owns: ['docs/**'],
    depends_on: [{ key: 'page', reason: 'its pictures show that page' }],
  },
];

/** The repository says which script its planner follows, so that nobody has to write it into their wish. */
export const pictureFiles = { 'AGENTS.md': 'Amounts are exact.\n\n[[script:plan-payments]]\n' };
export const pictureScripts: Scripts = { 'plan-payments': [{ say: planAnswer(...forPictures) }] };
