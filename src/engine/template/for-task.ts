// What a template says about a task that is made from it: below what the person says of the task, above the project's
// settings.
import { Buffer } from 'node:buffer';
import { AppError } from '../../domain/errors.ts';
import type { PolicyName } from '../../domain/policy.ts';
import type { ParameterValue, TaskTemplate, TemplateFile } from '../../domain/template.ts';
import { fillSlots, shellWord, slotsOf } from '../../domain/template/slots.ts';
import type { Templates } from '../../store/store.ts';
import { doubtsAbout } from './push.ts';
import { isSensitive, resolveTemplate } from './resolve.ts';
import type { ResolvedTemplate, ResolveTemplate } from './resolve.ts';

/** Null = the template says nothing. */
export interface TemplateDefaults {
  readonly agent: string | null;
  readonly model: string | null;
  readonly policy: PolicyName | null;
  /** With its slots filled. */
  readonly setup: string | null;
  readonly checks:
    | readonly {
        readonly name: string | undefined;
        readonly command: string;
        readonly timeout_ms: number | undefined;
      }[]
    | null;
  readonly timeoutMs: number | null;
  readonly maxTurns: number | null;
  readonly made: TaskTemplate;
  /** Values that are kept apart from the task. */
  readonly secrets: readonly ParameterValue[];
  readonly warnings: readonly string[];
}

/** The folder with the template's files, in the environment of setup, agent and checks. */
export const folderVariable = 'TASKLANE_TEMPLATE_DIR';
/** A parameter of this name is told to the agent, in every template (R70). */
const promptParameter = 'system_prompt';

/** Throws what resolveTemplate throws. */
export async function templateDefaults(
  templates: Templates,
  input: ResolveTemplate,
): Promise<TemplateDefaults> {
  const resolved = await resolveTemplate(templates, input);
  const { version } = resolved;
  const shown = new Map(
    resolved.values.filter((one) => !isSensitive(version, one)).map((one) => [one.name, one.value]),
  );
  return {
    agent: version.agent,
    model: version.model,
    policy: version.policy,
    setup: await setupOf(templates, resolved, shown),
    checks:
      version.checks?.map(({ name, command, timeoutMs }) => ({
        name: name ?? undefined,
        command,
        timeout_ms: timeoutMs ?? undefined,
      })) ?? null,
    ...version.limits,
    made: madeFrom(resolved, shown),
    secrets: resolved.values
      .filter((one) => isSensitive(version, one))
      .map(({ name, value }) => ({ name, value })),
    warnings: [...resolved.warnings, ...doubtsAbout(version)],
  };
}

async function setupOf(
  templates: Templates,
  { version }: ResolvedTemplate,
  values: ReadonlyMap<string, string>,
): Promise<string | null> {
  const { setup } = version;
  if (setup === null) return null;
  if (setup.kind === 'text') return withinLimit(fillSlots(setup.text, values, shellWord));
  const file = (await templates.files(version.id)).find(({ path }) => path === setup.path);
  const script = `"$${folderVariable}"/${shellWord(setup.path)}`;
  return file !== undefined && isProgram(file) ? script : `sh ${script}`;
}

// What a shell is given as its command has room for 128 KiB.
function withinLimit(command: string): string {
  if (Buffer.byteLength(command) <= 100 * 1024) return command;
  throw new AppError(
    'invalid_input',
    'The setup of the template is too long with these values in its slots.',
    {
      next: 'Give shorter values, or let the setup read them from its environment.',
    },
  );
}

/** Whether it says itself how it is run. */
export function isProgram({ executable, content }: Pick<TemplateFile, 'executable' | 'content'>): boolean {
  return executable || Buffer.from(content.subarray(0, 2)).toString('latin1') === '#!';
}

function madeFrom(
  { template, version, preset, values }: ResolvedTemplate,
  shown: ReadonlyMap<string, string>,
): TaskTemplate {
  return {
    templateId: template.id,
    templateName: template.name,
    versionId: version.id,
    versionName: version.name,
    presetId: preset?.id ?? null,
    presetName: preset?.name ?? null,
    parameters: values.map(({ name }) => ({ name, value: shown.get(name) ?? null })),
    systemPrompt: systemPromptOf(version.systemPrompt, shown),
  };
}

function systemPromptOf(text: string | null, values: ReadonlyMap<string, string>): string | null {
  const own = text === null ? '' : fillSlots(text, values).trim();
  // Where the template says itself where it goes, once is enough.
  const isPlaced = text !== null && slotsOf(text).includes(promptParameter);
  const given = isPlaced ? '' : (values.get(promptParameter) ?? '').trim();
  const parts = [own, given].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join('\n\n');
}
