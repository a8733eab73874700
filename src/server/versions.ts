// Versions over HTTP: the ETag of an answer, and the version that a caller says they read (RFC 9110, 8.8.3 and 13.1).
import { AppError } from '../domain/errors.ts';

export function etagOf(answer: { readonly version: number }): string {
  return `"${answer.version}"`;
}

/** Whether the caller has this already. */
export function isKnown(answer: { readonly version: number }, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(answer));
}

/** The version that a change is made to; undefined = whatever it is now. Throws `invalid_input`. */
export function expectedVersion(ifMatch: string | undefined, inBody: number | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return inBody;
  const version = Number(/^(?:W\/)?"?(\d{1,15})"?$/.exec(ifMatch.trim())?.[1]);
  if (Number.isNaN(version))
    throw new AppError('invalid_input', `If-Match: ${ifMatch} is not the version of anything.`, {
      next: 'Send the ETag that it was answered with, for example "3".',
    });
  if (inBody !== undefined && inBody !== version)
    throw new AppError('invalid_input', `If-Match says version ${version}, the body says ${inBody}.`, {
      next: 'Send only one of the two.',
    });
  return version;
}
