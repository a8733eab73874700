// The requests and answers about templates. Values of parameters are texts in every type (`3000`, `true`, `["a","b"]`);
// in requests they may also be numbers, yes/no and lists.
import { z } from 'zod';
import { policyNames } from '../domain/policy.ts';
import { isolations, parameterTypes } from '../domain/template.ts';
import { time } from './schemas.ts';

export const parameterValues = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .describe('By the names of the parameters.');

const parameter = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  type: z.enum(parameterTypes),
  description: z.string(),
  icon: z.string(),
  required: z.boolean(),
  default_value: z.string().nullable(),
  options: z.array(
    z.object({ name: z.string(), value: z.string(), description: z.string(), icon: z.string() }),
  ),
  validation: z.object({
    regex: z.string().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    error: z.string().nullable(),
  }),
  mutable: z.boolean(),
  sensitive: z.boolean(),
  variable: z.string().describe('What it is called in the environment of setup and agent.'),
});

const preset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  icon: z.string(),
  default: z.boolean(),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
});

export const template = z.object({
  id: z.string(),
  name: z.string(),
  display_name: z.string(),
  description: z.string(),
  icon: z.string(),
  origin: z.enum(['person', 'shipped']),
  active_version_id: z.string(),
  active_version: z.string().describe('The name of the active version.'),
  created_by: z.string(),
  created_at: time,
  updated_at: time,
});

export const templateVersion = z.object({
  id: z.string(),
  template_id: z.string(),
  number: z.int(),
  name: z.string(),
  is_active: z.boolean(),
  message: z.string(),
  digest: z.string().describe('SHA-256 of its files.'),
  created_by: z.string(),
  created_at: time,
  agent: z.string().nullable(),
  model: z.string().nullable(),
  isolation: z.enum(isolations).nullable(),
  image: z.string().nullable().describe('Kept and shown; containers are not run.'),
  setup: z.string().nullable(),
  setup_file: z.string().nullable(),
  system_prompt: z.string().nullable(),
  policy: z.enum(policyNames).nullable(),
  checks: z
    .array(z.object({ name: z.string().nullable(), command: z.string(), timeout_ms: z.int().nullable() }))
    .nullable(),
  limits: z.object({ timeout_ms: z.int().nullable(), max_turns: z.int().nullable() }),
  parameters: z.array(parameter),
  presets: z.array(preset),
});

export const templateView = z.object({ template, version: templateVersion });
export const templateList = z.object({ templates: z.array(template) });
export const templateVersionList = z.object({ template, versions: z.array(templateVersion) });

const file = {
  path: z.string().max(1000),
  encoding: z.enum(['utf8', 'base64']),
  content: z.string(),
  executable: z.boolean(),
};
export const templateFileList = z.object({ files: z.array(z.object(file)) });

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
  version_name: z.string().max(200).optional(),
  message: z.string().max(2000).optional(),
  activate: z.boolean().optional().describe('Whether new tasks use it from now on. Default true.'),
});
export const templatePushed = z.object({
  template,
  version: templateVersion,
  is_new: z.boolean().describe('false: the template had a version with exactly these files.'),
  warnings: z.array(z.string()),
});

export const templatePromote = z.strictObject({
  version: z.string().min(1).describe('Id, name or number.'),
});

export const templateResolve = z.strictObject({
  version: z.string().min(1).optional().describe('Id, name or number; the active one when left out.'),
  preset: z.string().min(1).optional().describe('Id or name.'),
  parameters: parameterValues.optional(),
});
export const templateResolved = z.object({
  version: z.string(),
  version_id: z.string(),
  preset: z.string().nullable(),
  preset_id: z.string().nullable(),
  parameters: z.array(
    z.object({
      name: z.string(),
      value: z.string().nullable().describe('null: it is sensitive.'),
      from: z.enum(['request', 'preset', 'default', 'nothing']),
    }),
  ),
  warnings: z.array(z.string()),
});

/** What a task was made from. */
export const taskTemplate = z.object({
  id: z.string(),
  name: z.string(),
  version_id: z.string(),
  version: z.string(),
  preset_id: z.string().nullable(),
  preset: z.string().nullable(),
  parameters: z.array(
    z.object({ name: z.string(), value: z.string().nullable().describe('null: it is sensitive.') }),
  ),
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
