// The requests and answers about templates. Values of parameters are texts in every type (`3000`, `true`, `["a","b"]`);
// in requests they may also be numbers, yes/no and lists.
import { z } from 'zod';
import { policyNames } from '../domain/policy.ts';
import { isolations, parameterTypes } from '../domain/template.ts';
import { nextCursor, paging } from './paging.ts';
import { search, time, warnings } from './schemas.ts';

export const parameterValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .describe('By the names of the parameters.');

const parameter = z.object({
  id: z.string().describe('Never changes.'),
  name: z.string().describe('By which a task gives it.'),
  display_name: z.string().describe('For people.'),
  type: z.enum(parameterTypes).describe('What its value is.'),
  description: z.string().describe('What it is for.'),
  icon: z.string().describe('A picture for people: an address or a name.'),
  required: z.boolean().describe('Whether a task must give it.'),
  default_value: z.string().nullable().describe('What counts when nobody gives one.'),
  options: z
    .array(
      z.object({
        name: z.string().describe('For people.'),
        value: z.string().describe('What is given.'),
        description: z.string().describe('What it means.'),
        icon: z.string().describe('A picture for people: an address or a name.'),
      }),
    )
    .describe('The values that there are to choose from; none = any.'),
  validation: z
    .object({
      regex: z.string().nullable().describe('What a text must match.'),
      min: z.number().nullable().describe('The least that a number may be.'),
      max: z.number().nullable().describe('The most that a number may be.'),
      error: z.string().nullable().describe('What is said of a value that is not right.'),
    })
    .describe('What a value must be.'),
  mutable: z.boolean().describe('Kept and shown.'),
  sensitive: z.boolean().describe('Whether its value is shown to nobody.'),
  variable: z.string().describe('What it is called in the environment of setup and agent.'),
});

const preset = z.object({
  id: z.string().describe('Never changes.'),
  name: z.string().describe('For people.'),
  description: z.string().describe('What it is for.'),
  icon: z.string().describe('A picture for people: an address or a name.'),
  default: z.boolean().describe('Whether it is the one that is offered first.'),
  parameters: z
    .array(
      z.object({
        name: z.string().describe('Of the parameter.'),
        value: z.string().describe('What it gives.'),
      }),
    )
    .describe('The values that it gives.'),
});

export const template = z.object({
  id: z.string().describe('Never changes.'),
  name: z.string().describe('Unique, whatever its case.'),
  display_name: z.string().describe('For people.'),
  description: z.string().describe('What it is for.'),
  icon: z.string().describe('A picture for people: an address or a name.'),
  origin: z.enum(['person', 'shipped']).describe('Whether it came with Tasklane.'),
  active_version_id: z.string().describe('Id of the version that new tasks are made from.'),
  active_version: z.string().describe('The name of the active version.'),
  created_by: z.string().describe('Who.'),
  created_at: time,
  updated_at: time,
});

export const templateVersion = z.object({
  id: z.string().describe('Never changes.'),
  template_id: z.string().describe('Id of its template.'),
  number: z.int().describe('Counts up from 1.'),
  name: z.string().describe('Unique in its template.'),
  is_active: z.boolean().describe('Whether new tasks are made from it.'),
  message: z.string().describe('What is new in it.'),
  digest: z.string().describe('SHA-256 of its files.'),
  created_by: z.string().describe('Who.'),
  created_at: time,
  agent: z.string().nullable().describe('Who works on the tasks; null = as without a template.'),
  model: z.string().nullable().describe('With which model; null = as without a template.'),
  isolation: z.enum(isolations).nullable().describe('How tasks are kept apart.'),
  image: z.string().nullable().describe('Kept and shown; containers are not run.'),
  setup: z.string().nullable().describe('What makes a copy ready to work in.'),
  setup_file: z.string().nullable().describe('The same as a file of the template.'),
  system_prompt: z.string().nullable().describe('What the agent is told besides.'),
  policy: z.enum(policyNames).nullable().describe('Of the tasks; null = as without a template.'),
  checks: z
    .array(
      z.object({
        name: z.string().nullable().describe('Null: its command.'),
        command: z.string().describe('Run with `sh -c` in the root of the tree.'),
        timeout_ms: z.int().nullable().describe('In milliseconds.'),
      }),
    )
    .nullable()
    .describe('What must pass; null = as without a template.'),
  limits: z
    .object({
      timeout_ms: z.int().nullable().describe('Of one attempt, in milliseconds.'),
      max_turns: z.int().nullable().describe('Rounds with the model.'),
    })
    .describe('Of the tasks; null = as without a template.'),
  parameters: z.array(parameter).describe('What a task gives it.'),
  presets: z.array(preset).describe('Values that go together.'),
});

export const templateView = z.object({
  template: template.describe('As it is now.'),
  version: templateVersion.describe('One of its versions.'),
});
export const templateQuery = z.object({ q: search('name or description'), ...paging(500, 100) });
export const templatePage = z.object({ ...paging(1000, 100) });
export const templateList = z.object({
  templates: z.array(template).describe('In the order of their names.'),
  next_cursor: nextCursor,
});
export const templateVersionList = z.object({
  template: template.describe('As it is now.'),
  versions: z.array(templateVersion).describe('Newest first.'),
  next_cursor: nextCursor,
});

const file = {
  path: z
    .string()
    .max(1000)
    .describe('Within the folder of the template.')
    .meta({ examples: ['template.yaml'] }),
  encoding: z.enum(['utf8', 'base64']).describe('Of the content.'),
  content: z
    .string()
    .describe('What is in it.')
    .meta({ examples: ['name: plain\n'] }),
  executable: z.boolean().describe('Whether it may be run.'),
};
export const templateFileList = z.object({
  files: z.array(z.object(file)).describe('In the order of their paths.'),
  next_cursor: nextCursor,
});

export const templatePush = z.strictObject({
  files: z
    .array(
      z.strictObject({
        ...file,
        encoding: file.encoding.optional(),
        executable: file.executable.optional(),
      }),
    )
    .max(1000)
    .describe('All of the folder; template.yaml is one of them.'),
  name: z.string().max(200).optional().describe('Instead of the name in template.yaml.'),
  version_name: z.string().max(200).optional().describe('Otherwise one is made.'),
  message: z.string().max(2000).optional().describe('What is new in it.'),
  activate: z.boolean().optional().describe('Whether new tasks use it from now on. Default true.'),
});
export const templatePushed = z.object({
  template: template.describe('As it is now.'),
  version: templateVersion.describe('The one with these files.'),
  is_new: z.boolean().describe('false: the template had a version with exactly these files.'),
  warnings,
});

export const templatePromote = z.strictObject({
  version: z
    .string()
    .min(1)
    .max(200)
    .describe('Id, name or number.')
    .meta({ examples: ['2'] }),
});

export const templateResolve = z.strictObject({
  version: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Id, name or number; the active one when left out.'),
  preset: z.string().min(1).max(200).optional().describe('Id or name.'),
  parameters: parameterValues.optional(),
});
export const templateResolved = z.object({
  version: z.string().describe('Name of the version.'),
  version_id: z.string().describe('Id of the version.'),
  preset: z.string().nullable().describe('Name of the preset.'),
  preset_id: z.string().nullable().describe('Id of the preset.'),
  parameters: z
    .array(
      z.object({
        name: z.string().describe('Of the parameter.'),
        value: z.string().nullable().describe('null: it is sensitive.'),
        from: z.enum(['request', 'preset', 'default', 'nothing']).describe('Who gave it.'),
      }),
    )
    .describe('What each parameter would be.'),
  warnings,
});

/** What a task was made from. */
export const taskTemplate = z.object({
  id: z.string().describe('Id of the template.'),
  name: z.string().describe('Name of the template.'),
  version_id: z.string().describe('Id of the version.'),
  version: z.string().describe('Name of the version.'),
  preset_id: z.string().nullable().describe('Id of the preset.'),
  preset: z.string().nullable().describe('Name of the preset.'),
  parameters: z
    .array(
      z.object({
        name: z.string().describe('Of the parameter.'),
        value: z.string().nullable().describe('null: it is sensitive.'),
      }),
    )
    .describe('What the task was given.'),
});

export type TemplateJson = z.infer<typeof template>;
export type TemplateVersionJson = z.infer<typeof templateVersion>;
export type TemplateViewJson = z.infer<typeof templateView>;
export type TemplateListJson = z.infer<typeof templateList>;
export type TemplateVersionListJson = z.infer<typeof templateVersionList>;
export type TemplateFileListJson = z.infer<typeof templateFileList>;
export type TemplatePushJson = z.infer<typeof templatePush>;
export type TemplatePushedJson = z.infer<typeof templatePushed>;
export type TemplatePromoteJson = z.infer<typeof templatePromote>;
export type TemplateResolveJson = z.infer<typeof templateResolve>;
export type TemplateResolvedJson = z.infer<typeof templateResolved>;
export type TemplateQueryJson = z.input<typeof templateQuery>;
export type TemplatePageJson = z.input<typeof templatePage>;
