// Notices a model that makes the same failing call again and again, and says so: left alone it would go on for ever.

const patience = 3;

export class Repetitions {
  #last = '';
  #count = 0;

  /** A hint for the model when this call has now failed several times in a row; else empty. */
  hintAfter(call: { readonly name: string; readonly input: unknown }, isError: boolean): string {
    const key = isError ? JSON.stringify([call.name, call.input]) : '';
    this.#count = key !== '' && key === this.#last ? this.#count + 1 : 1;
    this.#last = key;
    if (key === '' || this.#count < patience) return '';
    return `\n\n[this same call has failed ${this.#count} times in a row and will fail again: look at the file or folder as it is now, try another way, or say what stops you]`;
  }
}
