// Where an agent's entry has a place for the chosen model, and what is said when it has none.
import { AppError } from './errors.ts';

interface Entry {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Files of its HOME: text, or what becomes JSON. */
  readonly homeFiles?: Readonly<Record<string, unknown>>;
}

function mentionsModel(text: string): boolean {
  return text.includes('{model}') || text.includes('{modelId}');
}

/** Throws `invalid_input` when the entry has no place for a model. */
export function refuseModel(entry: Entry, model: string): void {
  const places = [...entry.command, ...Object.values(entry.env), JSON.stringify(entry.homeFiles ?? {})];
  if (places.some(mentionsModel)) return;
  throw new AppError('invalid_input', `Agent "${entry.name}" has no way to be given a model (${model}).`, {
    next: 'Choose the model in its own configuration, or put {model} into its command or env.',
    details: { agent: entry.name, model },
  });
}
