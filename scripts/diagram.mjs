// Prints the state diagram for ARCHITECTURE.md, and writes it there with --write. Needs Node 24 (npm run diagram).
import { readFileSync, writeFileSync } from 'node:fs';
import { stateDiagram } from '../src/domain/diagram.ts';

const diagram = stateDiagram();
if (process.argv.includes('--write')) {
  const file = new URL('../ARCHITECTURE.md', import.meta.url);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/stateDiagram-v2[\s\S]*?(?=\n```)/, diagram));
} else console.log(diagram);
