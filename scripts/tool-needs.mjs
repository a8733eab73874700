// Programs that tests call beside ours: shells, and those of the scripts of Coder's users. `node scripts/tool-needs.mjs jq curl` installs what
// is missing where that is possible, and else says so and ends with 1.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, canInstall } from './apt.mjs';
import { SetupError, main } from './setup.mjs';

/** The package of Debian, where it has another name than the program. */
const packages = { awk: 'mawk', watch: 'procps' };

const isMissing = (program) => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return !folders.some((folder) => existsSync(join(folder, program)));
};

await main((names) => {
  if (canInstall())
    for (const name of names.filter(isMissing)) aptInstall(packages[name] ?? name, `${name} for the tests`);
  const left = names.filter(isMissing);
  if (left.length > 0) throw new SetupError(`The tests need these programs: ${left.join(', ')}.`);
  return 0;
});
