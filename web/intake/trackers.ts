import type { IntakeJson } from '../../src/api/intake-schemas.ts';

/** As they call themselves. */
export const trackers: Readonly<Record<IntakeJson['tracker'], string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  gitea: 'Gitea or Forgejo',
};

export const trackerNames = Object.keys(trackers) as readonly IntakeJson['tracker'][];
