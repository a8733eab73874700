// A glob that cannot be decided exactly is refused with the rule it breaks: a guess here lets two agents write one file.
import { AppError } from '../errors.ts';

const maxShown = 80;

/** Throws: `rule` continues the sentence "the ownership glob … ", `next` says what to write instead. */
export function refuse(glob: string, rule: string, next: string): never {
  const shown = glob.length > maxShown ? `${glob.slice(0, maxShown)}…` : glob;
  throw new AppError('invalid_input', `the ownership glob "${shown}" ${rule}`, {
    next,
    details: { glob: shown, rule },
  });
}
