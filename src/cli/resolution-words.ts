// How a conflict came to be resolved, in words.
import type { ResolutionJson } from '../api/resolution-schemas.ts';

export const sourceWords: Readonly<Record<ResolutionJson['source'], string>> = {
  history: 'an earlier merge',
  driver: 'a merge driver',
  agent: 'an agent',
};
