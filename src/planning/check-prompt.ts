// What an agent is told when the system's checks find its work wrong.

export interface BadCheck {
  /** One sentence: which check, and how it ended. */
  readonly message: string;
  /** The failing tests, and the end of the output. */
  readonly detail: string;
}

const maxDetail = 12_000;

/** `triesLeft`: after the one that this prompt asks for. */
export function checkPrompt(bad: readonly BadCheck[], triesLeft: number): string {
  const found = bad.map(({ message, detail }) => `${message}\n\n${cut(detail, maxDetail / bad.length)}`);
  return [
    'You ended your turn, and the system ran the checks on your work. It is not good yet.',
    ...found,
    'Find the cause and mend your work, so that all checks pass. Leave the checks and their tests as they are, unless the task itself is to change them. If you are sure that the check is wrong, change nothing and say why.',
    triesLeft === 0
      ? 'The checks run once more when you end your turn; if they fail then, the task has failed.'
      : `The checks run again when you end your turn; you have ${triesLeft === 1 ? 'one more try' : `${triesLeft} more tries`} after that.`,
  ].join('\n\n');
}

/** The failing tests stand at the beginning and the end of the output at the end: what is in the middle can go. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const half = Math.floor(max / 2);
  return `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`;
}
