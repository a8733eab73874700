// Notices a model that makes the same call again and again, and says so: left alone it would go on for ever.

/** So often in a row a call may fail before the model is told. */
const patience = 3;
/** The same for a call that works and always answers the same, such as a look at something that takes its time. */
const patienceWithSuccess = 6;
/** Then the turn ends: nothing new will come of it. */
const endless = 12;

interface Call {
  readonly name: string;
  readonly input: unknown;
}

export class Repetitions {
  #last = '';
  #count = 0;
  #total = 0;
  #lastAnswer = '';

  /** A hint for the model when this call has now been made several times in a row for nothing; else empty. */
  hintAfter(call: Call, isError: boolean, text = ''): string {
    this.#see(call, text);
    const key = isError ? JSON.stringify([call.name, call.input]) : '';
    this.#count = key !== '' && key === this.#last ? this.#count + 1 : 1;
    this.#last = key;
    if (key !== '' && this.#count >= patience)
      return `\n\n[this same call has failed ${this.#count} times in a row and will fail again: look at the file or folder as it is now, try another way, or say what stops you]`;
    if (key === '' && this.#total >= patienceWithSuccess)
      return `\n\n[this same call has given the same answer ${this.#total} times in a row: go on with the work, or say what you wait for]`;
    return '';
  }

  /** Whether the model does nothing else any more. */
  get isEndless(): boolean {
    return this.#total >= endless;
  }

  #see(call: Call, text: string): void {
    const answer = JSON.stringify([call.name, call.input, text]);
    this.#total = answer === this.#lastAnswer ? this.#total + 1 : 1;
    this.#lastAnswer = answer;
  }
}
