// Writes the manual pages into man/. Needs Node 24; `npm run build` starts it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';
import { manPages } from './man-page.ts';
import { idleProgram } from '../test/support/program.ts';

const folder = join(root, 'man');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, text] of manPages(idleProgram().root)) writeFileSync(join(folder, file), text);
