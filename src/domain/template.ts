// A template: a named, versioned way to set up and run tasks. Each push of different files is a new version, which never
// changes afterwards; one version is active, and tasks keep the one that they were made from.
import type { PresetId, TemplateId, TemplateVersionId } from './ids.ts';
import type { PolicyName } from './policy.ts';

export const parameterTypes = ['string', 'number', 'bool', 'list(string)'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** How the work of a task is kept apart. Containers are described by templates, but not run here. */
export const isolations = ['copy', 'container'] as const;
export type Isolation = (typeof isolations)[number];

export interface ParameterOption {
  readonly name: string;
  readonly value: string;
  readonly description: string;
  readonly icon: string;
}

export interface ParameterValidation {
  /** A JavaScript regular expression that the whole value is searched with. */
  readonly regex: string | null;
  readonly min: number | null;
  readonly max: number | null;
  /** What a person is told instead of our own words; `{value}`, `{min}` and `{max}` are filled in. */
  readonly error: string | null;
}

/** Values are texts in every type: `3000`, `true`, `["a","b"]`. */
export interface Parameter {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly type: ParameterType;
  readonly description: string;
  readonly icon: string;
  readonly required: boolean;
  /** Null = none; an optional parameter without one is empty. */
  readonly defaultValue: string | null;
  readonly options: readonly ParameterOption[];
  readonly validation: ParameterValidation;
  readonly mutable: boolean;
  /** Its value is kept apart from the task, shown to nobody, and taken out of the log. */
  readonly sensitive: boolean;
}

export interface ParameterValue {
  readonly name: string;
  readonly value: string;
}

export interface Preset {
  readonly id: PresetId;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly isDefault: boolean;
  readonly parameters: readonly ParameterValue[];
}

/** A script: lines for `sh`, or one of the template's own files. */
export type TemplateSetup =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'file'; readonly path: string };

export interface TemplateCheck {
  readonly name: string | null;
  readonly command: string;
  readonly timeoutMs: number | null;
}

/** What template.yaml says, without the identities. Null = nothing was said: the project's settings decide. */
export interface TemplateDefinition {
  readonly displayName: string;
  readonly description: string;
  readonly icon: string;
  readonly agent: string | null;
  readonly model: string | null;
  readonly isolation: Isolation | null;
  readonly image: string | null;
  readonly setup: TemplateSetup | null;
  readonly systemPrompt: string | null;
  readonly policy: PolicyName | null;
  readonly checks: readonly TemplateCheck[] | null;
  readonly limits: { readonly timeoutMs: number | null; readonly maxTurns: number | null };
  readonly parameters: readonly Parameter[];
  readonly presets: readonly Preset[];
}

export interface TemplateFile {
  /** Relative to the template's folder, with `/`. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly executable: boolean;
}

export interface TemplateVersion extends TemplateDefinition {
  readonly id: TemplateVersionId;
  readonly templateId: TemplateId;
  /** Counts up from 1 within its template. */
  readonly number: number;
  /** Unique within its template: `v3` unless a person named it. */
  readonly name: string;
  /** SHA-256 over paths, modes and contents of its files: the same files are the same version. */
  readonly digest: string;
  readonly message: string;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** Who keeps a template up to date: people, or the program that shipped it. */
export type TemplateOrigin = 'person' | 'shipped';

export interface Template {
  readonly id: TemplateId;
  /** Unique without regard to case among those that are not deleted. */
  readonly name: string;
  readonly activeVersionId: TemplateVersionId;
  readonly origin: TemplateOrigin;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Tasks keep the versions of a deleted template. */
  readonly deletedAt: number | null;
}

/** Which template a task was made from, and with what: fixed at its creation. */
export interface TaskTemplate {
  readonly templateId: TemplateId;
  readonly templateName: string;
  readonly versionId: TemplateVersionId;
  readonly versionName: string;
  readonly presetId: PresetId | null;
  readonly presetName: string | null;
  /** The effective values, in the order of the template; null where the value is sensitive and kept apart. */
  readonly parameters: readonly { readonly name: string; readonly value: string | null }[];
  /** What the agent is told besides the prompt; null = nothing. */
  readonly systemPrompt: string | null;
}

/** The letters that a template's name may have: those of Coder, so that scripts for it name ours. */
export const templateNamePattern = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;
export const maxTemplateName = 32;
export const versionNamePattern = /^[a-zA-Z0-9]+(?:[._-][a-zA-Z0-9]+)*$/;
export const maxVersionName = 64;
