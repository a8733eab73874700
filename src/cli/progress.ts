// What a person (or a program) sees of a running task: a live view on a terminal, plain lines elsewhere, or JSON.
import type { EventJson } from '../api/schemas.ts';
import { isSameReader, say } from './context.ts';
import type { Context } from './context.ts';
import { LiveView } from './live-view.ts';
import { styleFor } from './style.ts';
import type { Style } from './style.ts';
import { threadItem } from './thread-item.ts';
import { ThreadLines } from './thread-lines.ts';
import type { ThreadLinesOptions } from './thread-lines.ts';
import { clock } from './time.ts';
import { widthFor } from './wrap.ts';

export interface Progress {
  event(event: EventJson): void;
  /** A remark of this program, not of the task. */
  readonly note: (text: string) => void;
  /** Whether it has shown these words of the agent. */
  readonly hasSaid: (words: string) => boolean;
  /** Leaves the terminal as it is to stay. Idempotent. */
  end(): void;
}

/** On stderr, so that standard output has only the result; JSON is the result, and goes there. */
export function progressFor(context: Context, options: { readonly json: boolean }): Progress {
  if (options.json) return jsonProgress(context);
  const style = styleFor(context.stderr, context.env);
  const isTerminal =
    context.stderr.isTTY === true && context.env['TERM'] !== 'dumb' && !isSet(context.env['CI']);
  return isTerminal ? new LiveProgress(context, style, Date.now) : plainProgress(context, style);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

function jsonProgress(context: Context): Progress {
  return {
    event: (event) => void context.stdout.write(`${JSON.stringify(event)}\n`),
    note: (text) => say(context, `tasklane: ${text}`),
    hasSaid: () => false,
    end: () => undefined,
  };
}

function plainProgress(context: Context, style: Style): Progress {
  const thread = new ThreadLines(style, { announce: true, ...placeOf(context) });
  const write = (lines: readonly string[]): void => {
    for (const line of lines) say(context, line);
  };
  return {
    event: (event) => {
      const item = threadItem(event);
      if (item !== null) write(thread.add(item));
    },
    note: (text) => write([...thread.end(), `tasklane: ${text}`]),
    hasSaid: (words) => thread.hasSaid(words),
    end: () => write(thread.end()),
  };
}

type Place = Pick<Context, 'stdout' | 'stderr'>;

function placeOf(context: Place): Pick<ThreadLinesOptions, 'width' | 'summaryFollows'> {
  return { width: () => widthFor(context.stderr), summaryFollows: isSameReader(context) };
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

export class LiveProgress implements Progress {
  readonly #view: LiveView;
  readonly #thread: ThreadLines;
  readonly #style: Style;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #timer: NodeJS.Timeout;
  #state = 'queued';
  #tokens = 0;
  #frame = 0;
  #hasEnded = false;

  constructor(context: Place, style: Style, now: () => number) {
    this.#view = new LiveView(context.stderr, style.dim);
    this.#thread = new ThreadLines(style, { announce: false, ...placeOf(context) });
    this.#style = style;
    this.#now = now;
    this.#startedAt = now();
    this.#timer = setInterval(() => this.#tick(), 120).unref();
  }

  event(event: EventJson): void {
    const item = threadItem(event);
    if (item === null) return;
    if (item.kind === 'usage') this.#tokens = item.tokens;
    if (item.kind === 'state') this.#state = item.text;
    this.#draw(this.#thread.add(item));
  }

  readonly note = (text: string): void => this.#draw([...this.#thread.end(), this.#style.yellow(text)]);

  readonly hasSaid = (words: string): boolean => this.#thread.hasSaid(words);

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#timer);
    this.#view.draw(this.#thread.end(), '', '');
  }

  #tick(): void {
    this.#frame += 1;
    this.#draw([]);
  }

  #draw(finished: readonly string[]): void {
    if (this.#hasEnded) return;
    this.#view.draw(finished, this.#thread.partial, this.#status());
  }

  #status(): string {
    const tool = this.#thread.running.at(-1);
    const doing = tool === undefined ? this.#state : `▶ ${tool}`;
    const tokens = this.#tokens === 0 ? '' : ` · ${this.#tokens.toLocaleString('en')} tokens`;
    return `${frames[this.#frame % frames.length] ?? ''} ${clock(this.#now() - this.#startedAt)}${tokens} · ${doing}`;
  }
}
