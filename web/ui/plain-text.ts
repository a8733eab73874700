// What agents and programs print, as harmless text: no escape sequences, no characters that hide or reorder what is read.

// CSI, OSC and the other escape sequences of terminals (ECMA-48).
const sequences =
  // eslint-disable-next-line no-control-regex -- these are what it is about
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[PX^_][^\u001B]*(?:\u001B\\)?|[ -/]*[0-~])/g;
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;
/** They make text read otherwise than it is stored (CVE-2021-42574): shown by their number instead. */
const bidi = /[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

export function plainText(text: string): string {
  return text
    .replaceAll(sequences, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(/^[^\n]*\r(?!\n|$)/gm, '') // a line that was written over, such as a progress bar
    .replaceAll('\r', '')
    .replaceAll(controls, '')
    .replaceAll(bidi, byNumber);
}

/** Code as it is, but that what hides in it or reorders it is shown by its number: nobody is to review what is not there. */
export function withMarks(code: string): string {
  return code.replaceAll(bidi, byNumber).replaceAll(controls, byNumber);
}

function byNumber(mark: string): string {
  return `‹U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
}
