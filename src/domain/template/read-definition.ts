// What a template.yaml says. Everything that is wrong with it is said at once, each with its line.
import { policyNames } from '../policy.ts';
import { isolations } from '../template.ts';
import type {
  Parameter,
  TemplateCheck,
  TemplateDefinition,
  TemplateFile,
  TemplateSetup,
} from '../template.ts';
import { maxTemplateName, templateNamePattern } from '../template.ts';
import { definitionFile, fileProblems } from './files.ts';
import type { TemplateProblem } from './problem.ts';
import { readParameters, readPresets } from './read-parameters.ts';
import { slotsOf } from './slots.ts';
import { isRecord, Written } from './written.ts';
import type { WrittenFile } from './written.ts';
import { longestTimerMs } from '../moment.ts';

const keys = [
  'name',
  'display_name',
  'description',
  'icon',
  'agent',
  'model',
  'isolation',
  'image',
  'setup',
  'system_prompt',
  'policy',
  'checks',
  'limits',
  'parameters',
  'presets',
];
const maxScript = 32 * 1024;

export interface ReadTemplate {
  /** Null when the file says none. */
  readonly name: string | null;
  readonly definition: TemplateDefinition;
}

export interface ReadInput {
  readonly files: readonly TemplateFile[];
  /** template.yaml, parsed; null when it is missing or no YAML, which `problems` then says. */
  readonly written: WrittenFile | null;
  readonly problems: readonly TemplateProblem[];
  readonly newId: () => string;
}

/** Null when the problems are such that there is nothing to read. */
export function readDefinition(input: ReadInput): {
  readonly template: ReadTemplate | null;
  readonly problems: readonly TemplateProblem[];
} {
  const problems = [...fileProblems(input.files), ...input.problems];
  if (input.written === null) return { template: null, problems };
  const root = Written.root(input.written, problems);
  if (!root.object('a template', keys)) return { template: null, problems };
  const template = new Reader(root, input).read();
  return { template, problems };
}

class Reader {
  readonly #root: Written;
  readonly #files: ReadonlyMap<string, TemplateFile>;
  readonly #newId: () => string;

  constructor(root: Written, { files, newId }: ReadInput) {
    this.#root = root;
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#newId = newId;
  }

  read(): ReadTemplate {
    const at = (key: string): Written => this.#root.below(key);
    const parameters = readParameters(at('parameters'), this.#newId);
    const definition = {
      displayName: at('display_name').line() ?? '',
      description: at('description').text(20_000) ?? '',
      icon: at('icon').line() ?? '',
      agent: matching(at('agent'), /^\w[\w.-]*$/, 'the name of an agent, as `tasklane agents` lists them'),
      model: matching(at('model'), /^[^/\s]+\/\S+$/, 'PROVIDER/ID, as openai/gpt-5.5'),
      isolation: at('isolation').oneOf(isolations),
      image: matching(at('image'), /^\S+$/, 'the name of an image'),
      setup: this.#setup(at('setup'), parameters),
      systemPrompt: this.#systemPrompt(at('system_prompt'), parameters),
      policy: at('policy').oneOf(policyNames),
      checks: checksAt(at('checks')),
      limits: limitsAt(at('limits')),
      parameters,
      presets: readPresets(at('presets'), parameters, this.#newId),
    };
    return { name: this.#name(at('name')), definition };
  }

  #name(at: Written): string | null {
    const name = at.line(maxTemplateName);
    if (name !== null && !templateNamePattern.test(name))
      at.problem('a name has letters and digits, joined by single hyphens');
    return name;
  }

  #setup(at: Written, parameters: readonly Parameter[]): TemplateSetup | null {
    if (isRecord(at.value)) {
      const file = this.#file(at);
      return file === null ? null : { kind: 'file', path: file.path };
    }
    const text = at.text(maxScript);
    if (text === null) return null;
    refuseSlots(at, text, parameters);
    return { kind: 'text', text };
  }

  #systemPrompt(at: Written, parameters: readonly Parameter[]): string | null {
    const text = isRecord(at.value) ? textOf(at, this.#file(at)) : at.text(maxScript);
    if (text !== null) refuseSlots(at, text, parameters);
    return text;
  }

  #file(at: Written): TemplateFile | null {
    at.object('this', ['file']);
    const name = at.below('file').line();
    if (name === null) {
      at.below('file').problem('this must name a file of the template, or be the text itself');
      return null;
    }
    const file = this.#files.get(name);
    if (file !== undefined) return file;
    const others = [...this.#files.keys()].filter((path) => path !== definitionFile);
    at.below('file').problem(`the template has no file “${name}” (it has: ${others.join(', ') || 'none'})`);
    return null;
  }
}

function textOf(at: Written, file: TemplateFile | null): string | null {
  if (file === null) return null;
  if (file.content.length > maxScript) at.problem(`${file.path} may have ${maxScript} bytes here`);
  const text = new TextDecoder().decode(file.content);
  return text.trim() === '' ? null : text;
}

function refuseSlots(at: Written, text: string, parameters: readonly Parameter[]): void {
  for (const name of slotsOf(text)) {
    const parameter = parameters.find((one) => one.name === name);
    const known = parameters.map((one) => one.name).join(', ');
    if (parameter === undefined)
      at.problem(`the slot {{${name}}} names no parameter (there are: ${known || 'none'})`);
    else if (parameter.sensitive)
      at.problem(`{{${name}}} is sensitive: use it from the environment instead, where nobody reads it`);
  }
}

function matching(at: Written, pattern: RegExp, wanted: string): string | null {
  const text = at.line();
  if (text !== null && !pattern.test(text)) at.problem(`this must be ${wanted}`);
  return text;
}

function checksAt(at: Written): readonly TemplateCheck[] | null {
  if (at.isMissing) return null;
  const names = new Set<string>();
  return at.list(50).flatMap((item) => {
    if (!isRecord(item.value)) {
      const command = item.text(maxScript);
      if (command === null && item.value === '') item.problem('a check is a command line');
      return command === null ? [] : [{ name: null, command, timeoutMs: null }];
    }
    item.object('a check', ['name', 'command', 'timeout']);
    const command = item.below('command').text(maxScript);
    if (command === null) {
      item.below('command').problem('a check needs a command');
      return [];
    }
    const name = item.below('name').line(100);
    if (name !== null && names.has(name)) item.below('name').problem('another check has this name');
    if (name !== null) names.add(name);
    return [{ name, command, timeoutMs: spanAt(item.below('timeout')) }];
  });
}

function limitsAt(at: Written): TemplateDefinition['limits'] {
  if (at.isMissing || !at.object('limits', ['timeout', 'max_turns']))
    return { timeoutMs: null, maxTurns: null };
  return { timeoutMs: spanAt(at.below('timeout')), maxTurns: at.below('max_turns').count() };
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `30m`, `1h30m` → milliseconds; a bare number is seconds. */
function spanAt(at: Written): number | null {
  if (at.isMissing) return null;
  const text = typeof at.value === 'number' ? `${at.value}s` : at.value;
  const parts = typeof text === 'string' ? [...text.matchAll(/(\d+)(ms|[smhd])/g)] : [];
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
  const isWhole = parts.map(([part]) => part).join('') === text;
  if (isWhole && total >= 1 && total <= longestTimerMs) return total;
  at.problem('this must be a span of time up to 24d, as 90s, 30m or 1h30m');
  return null;
}
