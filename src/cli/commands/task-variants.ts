// `tasklane task variants`, `compare` and `pick`: one thing attempted several times, side by side, and one of them kept.
import type { Client } from '../../api/client.ts';
import { endpoints } from '../../api/endpoints.ts';
import { AppError } from '../../api/errors.ts';
import type { TaskJson } from '../../api/schemas.ts';
import type { VariantAddJson, VariantJson, VariantListJson } from '../../api/variant-schemas.ts';
import { print, printJson, say, wantsJson } from '../context.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { rankingLines } from '../ranking-lines.ts';
import { label } from '../summary.ts';
import { table } from '../table.ts';
import { findTask } from '../task-ref.ts';
import type { TaskFlags } from '../task-ref.ts';

export interface VariantsFlags extends TaskFlags {
  readonly variant?: readonly string[];
}

export interface CompareFlags extends TaskFlags {
  /** True: the agent of the settings. */
  readonly judge?: string | true;
  readonly model?: string;
}

export async function addVariants(context: Context, ref: string, flags: VariantsFlags): Promise<void> {
  const variants = (flags.variant ?? []).map(readVariant);
  if (variants.length === 0)
    throw new AppError('invalid_input', 'It is not said which variants there are to be.', {
      next: 'Add one or more of --variant agent=NAME, --variant model=PROVIDER/ID, --variant "prompt=…".',
    });
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const found = await client.call(endpoints.addVariants, { params: { task: task.id }, body: { variants } });
  if (wantsJson(flags)) return printJson(context, found);
  print(context, asTable(context, found.variants));
  say(context, `Compare them with: tasklane task compare ${task.name}`);
}

/** Exit code 1 when a judge was asked for and came to no order. */
export async function compareVariants(context: Context, ref: string, flags: CompareFlags): Promise<ExitCode> {
  if (flags.model !== undefined && flags.judge === undefined)
    throw new AppError('invalid_input', 'It is not said that a judge shall compare them.', {
      next: 'Add --judge, or leave --model out.',
    });
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  const found = await comparison(context, client, task, flags);
  if (wantsJson(flags)) printJson(context, found);
  else {
    print(context, asTable(context, found.variants));
    if (found.ranking !== null) print(context, `\n${rankingLines(found.ranking)}`);
    say(context, 'Look into one with `tasklane task diff NAME`, keep it with `tasklane task pick NAME`.');
  }
  const isFailed = flags.judge !== undefined && found.ranking?.state === 'failed';
  return isFailed ? exitCodes.failure : exitCodes.ok;
}

async function comparison(
  context: Context,
  client: Client,
  { id }: TaskJson,
  { judge, model, ...flags }: CompareFlags,
): Promise<VariantListJson> {
  const params = { task: id };
  if (judge === undefined) return client.call(endpoints.listVariants, { params });
  const body = { ...(judge !== true && { agent: judge }), ...(model !== undefined && { model }) };
  let found = await client.call(endpoints.judgeVariants, { params, body });
  if (!wantsJson(flags)) say(context, `tasklane: ${found.ranking?.agent ?? 'a judge'} compares them`);
  while (found.ranking?.state === 'working')
    found = await client.call(endpoints.listVariants, { params, query: { wait_ms: 20_000 } });
  return found;
}

/** Exit code 1 when one of the others could not be let go of. */
export async function pickVariant(context: Context, ref: string, flags: TaskFlags): Promise<ExitCode> {
  const client = await openClient(context);
  const task = await findTask(context, client, ref, flags);
  // Those that work are stopped first.
  const picked = await client.call(endpoints.pickVariant, { params: { task: task.id }, timeoutMs: 0 });
  if (wantsJson(flags)) printJson(context, picked);
  else {
    print(context, `${label(picked.kept)}: kept; ${picked.let_go.length} let go of`);
    for (const { message } of picked.left) print(context, message);
    if (picked.kept.state === 'ready') say(context, `Apply it with: tasklane task apply ${picked.kept.name}`);
  }
  return picked.left.length === 0 ? exitCodes.ok : exitCodes.failure;
}

/** `agent=qwen,model=openai/gpt-5.5`; what follows `prompt=` or `prompt+=` is text to its end. Throws `invalid_input`. */
export function readVariant(text: string): VariantAddJson['variants'][number] {
  const [, before = '', plus, prompt] = /^(.*?)(?:(?:^|,)prompt(\+?)=(.*))?$/s.exec(text) ?? [];
  const read: { agent?: string; model?: string; prompt?: string } = {};
  for (const part of before.split(',').filter((each) => each !== '')) {
    const [, key, value = ''] = /^(agent|model)=(.+)$/s.exec(part) ?? [];
    if (key !== 'agent' && key !== 'model')
      throw new AppError('invalid_input', `“${part}” does not say what is different.`, {
        next: 'Write agent=NAME, model=PROVIDER/ID, both with a comma between, and prompt=TEXT or prompt+=TEXT as the last.',
      });
    read[key] = value;
  }
  if (prompt === undefined) return read;
  return plus === '+' ? { ...read, prompt_addition: prompt } : { ...read, prompt };
}

const header = ['TASK', 'STATE', 'AGENT', 'CHECKS', 'FILES', 'LINES', 'TOKENS', 'COST', 'TIME'];

export function asTable(context: Context, variants: readonly VariantJson[]): string {
  return table(header, variants.map(row), context.stdout.isTTY === true ? context.stdout.columns : undefined);
}

function row(variant: VariantJson): string[] {
  const { usage, duration_ms: ms } = variant;
  const hasWork = variant.verification !== null;
  return [
    `#${variant.number} ${variant.name}`,
    variant.state,
    variant.model === null ? variant.agent : `${variant.agent} ${variant.model}`,
    checksOf(variant),
    hasWork ? String(variant.files.length) : '',
    hasWork ? `+${variant.additions} −${variant.deletions}` : '',
    usage === null ? '' : String(usage.input_tokens + usage.output_tokens),
    usage?.cost == null ? '' : `$${usage.cost.toFixed(2)}`,
    ms === null ? '' : `${Math.round(ms / 1000)} s`,
  ];
}

function checksOf({ checks, verification }: VariantJson): string {
  if (checks.length === 0) return verification ?? '';
  const passed = checks.filter((check) => check.outcome === 'passed').length;
  return `${passed}/${checks.length} passed${verification === 'stale' ? ', stale' : ''}`;
}
