// The settings of one project: what counts, who says so, and what a person changes of them in Tasklane.
import { z } from 'zod';
import { warnings } from './schemas.ts';

const settingOrigins = ['default', 'home', 'repository', 'project', 'environment'] as const;

const from = z
  .enum(settingOrigins)
  .describe(
    'Who says it, from weak to strong: the default, `config.json` of the home, the repository’s `.tasklane/config.json`, what was set here for the project, the environment of the daemon.',
  );
const place = z.string().nullable().describe('The file, or the variable; null for a default.');

const said = z.strictObject({
  from,
  place,
  value: z.unknown().describe('What is said there.'),
});

const projectSetting = z.strictObject({
  key: z
    .string()
    .describe('Name of the setting.')
    .meta({ examples: ['check'] }),
  meaning: z.string().describe('What it decides.'),
  value: z.unknown().describe('What counts.'),
  from,
  place,
  said: z.array(said).describe('All who say something, from weak to strong; the last one counts.'),
});

export const projectSettings = z.strictObject({
  project_id: z.string().describe('Id of the project.'),
  project_name: z.string().describe('Name of the project.'),
  version: z.int().describe('Of what was set here; rises with each change.'),
  file: z.string().describe('Where what is set here is kept.'),
  settings: z.array(projectSetting).describe('Every setting that a project may have of its own.'),
  warnings,
});

export const projectSettingsChange = z.strictObject({
  set: z
    .record(z.string().max(100), z.unknown())
    .optional()
    .describe('New values by the names of settings, each as in a configuration file; null is a value too.')
    .meta({ examples: [{ check: 'npm test' }] }),
  reset: z
    .array(z.string().max(100))
    .max(100)
    .optional()
    .describe('Names of those that are to come from elsewhere again.')
    .meta({ examples: [['setup']] }),
  version: z
    .int()
    .min(0)
    .optional()
    .describe('What was read; another one since then is `stale_version`. `If-Match` says the same.')
    .meta({ examples: [0] }),
});

export type ProjectSettingJson = z.infer<typeof projectSetting>;
export type ProjectSettingsJson = z.infer<typeof projectSettings>;
export type ProjectSettingsChangeJson = z.infer<typeof projectSettingsChange>;
