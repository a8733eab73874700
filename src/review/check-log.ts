// The full output of one run of a check, as a file. Of more than a person could read its beginning and its end are kept: a
// check that prints without end must not fill the disk.
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Of its beginning. */
const maxHead = 16 * 1024 * 1024;

export interface CheckLog {
  write(text: string): void;
  /** `tail`: the last of the output, for a log that was cut. Never rejects. */
  close(tail: string): Promise<void>;
}

export function openCheckLog(path: string, max = maxHead): CheckLog {
  const file = createWriteStream(path);
  // A log that cannot be written (a full disk) must not end the daemon, nor turn a passed check into a failed one.
  file.on('error', () => undefined);
  let size = 0;
  return {
    write: (text) => {
      const left = max - size;
      size += text.length;
      if (left > 0) file.write(text.length <= left ? text : text.slice(0, left));
    },
    close: async (tail) => {
      const beyond = size - max;
      if (beyond > 0) {
        const kept = tail.slice(-Math.min(tail.length, beyond));
        const lost = beyond - kept.length;
        file.write(lost > 0 ? `\n[… ${megabytes(lost)} of output are left out here …]\n${kept}` : kept);
      }
      file.end();
      await finished(file).catch(() => undefined);
    },
  };
}

function megabytes(characters: number): string {
  return `${(characters / 1024 / 1024).toFixed(1)} MB`;
}
