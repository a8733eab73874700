import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRoom } from '../../../test/support/workspace-room.ts';
import { mostImported } from './imports.ts';
import { bounds } from './knowledge.ts';
import { look } from './look.ts';

test('files that several others import are in the map of a commit, with who does', async (context) => {
  const room = await openRoom(context, {
    files: {
      'src/money.ts': 'export const a = 1;\n',
      'src/cart.ts': "import { a } from './money.ts';\nimport type { b } from './money.ts';\n",
      'src/web/page.tsx': "import {\n  a,\n} from '../money.js';\nconst lazy = import('../util');\n",
      'src/util/index.js': "const money = require('../money');\n",
      'lib/pricing/__init__.py': '',
      'lib/pricing/tax.py': 'from . import rates\n',
      'lib/pricing/rates.py': '',
      'lib/report.py': 'import os, lib.pricing.rates as r\n',
      'lib/shop.py': 'from lib.pricing import (rates, tax)\nfrom .pricing.tax import total\n',
      'notes.md': "import './src/money.ts' from '../x'\n",
    },
  });
  const { knowledge } = await look(room.hub, room.base);
  assert.deepEqual(knowledge.imported, [
    { path: 'lib/pricing/rates.py', count: 3, by: ['lib/pricing/tax.py', 'lib/report.py', 'lib/shop.py'] },
    { path: 'src/money.ts', count: 3, by: ['src/cart.ts', 'src/util/index.js', 'src/web/page.tsx'] },
  ]);
  assert.deepEqual(knowledge.leftOut, []);
});

test('the list is bounded, and says how many files are not in it', () => {
  const names = Array.from({ length: bounds.imported + 5 }, (_, at) => `src/m${at}.ts`);
  const users = Array.from({ length: bounds.importers + 5 }, (_, at) => `src/u${at}.ts`);
  const lines = users.flatMap((path) =>
    names.map((name) => ({ path, text: `import x from './${name.slice(4)}';` })),
  );
  const { imported, leftOut } = mostImported(lines, new Set([...names, ...users]));
  assert.deepEqual([imported.length, leftOut], [bounds.imported, 5]);
  assert.deepEqual([imported[0]?.count, imported[0]?.by.length], [bounds.importers + 5, bounds.importers]);
});

test('lines that look like imports and are none lead nowhere', () => {
  const paths = new Set(['a.ts', 'b.py']);
  const lines = [
    "from './a.ts",
    "import '../../../etc/passwd'",
    'import',
    'from . import',
    'import ,,',
    'from ... import b',
  ];
  for (const path of ['x.ts', 'x.py'])
    assert.deepEqual(
      mostImported(
        lines.map((text) => ({ path, text })),
        paths,
      ),
      { imported: [], leftOut: 0 },
    );
});
