// What a command printed, bounded: of a flood the newest part stays, and every character keeps its place, so that one can
// read on where one stopped.

export interface OutputPart {
  readonly text: string;
  /** Of the first and after the last character, counted from the beginning of the output. */
  readonly from: number;
  readonly to: number;
}

/** Pieces are joined only when they are read or dropped: copying megabytes for each line would take minutes. */
const maxPieces = 256;

export class Output {
  readonly #maxChars: number;
  #pieces: string[] = [];
  #start = 0;
  #size = 0;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  /** Characters printed so far, also those that are gone. */
  get end(): number {
    return this.#start + this.#size;
  }

  /** The place of the oldest character that is still there. */
  get start(): number {
    return this.#start;
  }

  add(text: string): void {
    this.#pieces.push(text);
    this.#size += text.length;
    if (this.#size > 2 * this.#maxChars) this.#drop();
    if (this.#pieces.length > maxPieces) this.#join();
  }

  /** What is there from a place on, at most so many characters. */
  read(from: number, maxChars: number): OutputPart {
    const text = this.#join();
    const first = Math.min(Math.max(from, this.#start), this.end);
    const part = text.slice(first - this.#start, first - this.#start + maxChars);
    return { text: part, from: first, to: first + part.length };
  }

  #join(): string {
    const text = this.#pieces.join('');
    this.#pieces = [text];
    return text;
  }

  #drop(): void {
    const kept = this.#join().slice(-this.#maxChars);
    this.#start += this.#size - kept.length;
    this.#pieces = [kept];
    this.#size = kept.length;
  }
}
