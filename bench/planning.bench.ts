// How many answers of planners end as plans: each conversation of bench/planning/corpus.ts through validation and repair. It fails when
// a good one does not, or a hostile one does.
import { corpus } from './planning/corpus.ts';
import { replay } from './planning/replay.ts';

const all = corpus.map((one) => ({ ...one, ...replay(one) }));
const rows = (['good', 'sloppy', 'hostile', 'unseen'] as const).map((sort) => {
  const of = all.filter((one) => one.sort === sort);
  const count = (end: string): number => of.filter((one) => one.end === end).length;
  return {
    sort,
    conversations: of.length,
    'valid at once': count('valid'),
    'valid after repair': count('repaired'),
    refused: count('refused'),
    'longest ms': Math.round(Math.max(...of.map(({ ms }) => ms))),
  };
});

console.table(rows);
for (const { sort, name, end, problems } of all)
  if (end === 'refused') console.log(`${sort}: ${name}: ${problems[0]?.slice(0, 160) ?? ''}`);
const wrong = all.filter(({ sort, end }) =>
  sort === 'good' ? end !== 'valid' : sort === 'hostile' && end !== 'refused',
);
if (wrong.length > 0) throw new Error(`these ended otherwise: ${wrong.map(({ name }) => name).join('; ')}`);
