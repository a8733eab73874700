// Prints the tables of docs/agents.md, and writes them there with --write. Needs Node 24 (npm run agents-table).
import { readFileSync, writeFileSync } from 'node:fs';
import { agentsTables } from '../test/support/agents-table.ts';

const tables = agentsTables();
if (process.argv.includes('--write')) {
  const file = new URL('../docs/agents.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/(?<=<!-- entries -->\n\n)[\s\S]*?(?=\n\n<!-- end -->)/, () => tables),
  );
} else console.log(tables);
