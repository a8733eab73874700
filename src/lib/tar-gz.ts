// Archives as `.tar.gz`, file by file in both directions: neither side holds more than one file of it at a time.
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip, createGzip } from 'node:zlib';
import { createTarDecoder, packTar } from 'modern-tar';

export interface ArchiveFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The two empty blocks with which an archive ends. */
const endBytes = 1024;

/** The archive of these files, as bytes. `mtime` is that of every file. */
export function packed(files: AsyncIterable<ArchiveFile>, mtime: Date): Readable {
  const gzip = createGzip();
  const source = Readable.from(blocksOf(files, mtime), { objectMode: false });
  source.once('error', (error) => gzip.destroy(error));
  gzip.once('close', () => source.destroy());
  return source.pipe(gzip);
}

// One entry after the other, each packed by itself: the library's own stream takes all that it is given at once.
async function* blocksOf(files: AsyncIterable<ArchiveFile>, mtime: Date): AsyncGenerator<Uint8Array> {
  for await (const { path, bytes } of files) {
    const header = { name: path, size: bytes.length, mtime, mode: 0o600, type: 'file' as const };
    const archive = await packTar([{ header, body: bytes }]);
    yield archive.subarray(0, archive.length - endBytes);
  }
  yield new Uint8Array(endBytes);
}

/** What is wrong with an archive, in words that follow "the archive". */
export class BadArchive extends Error {}

/**
 * The files of an archive in their order; what is no file in it is passed over. Throws BadArchive for one that is
 * damaged, that ends too soon, or that holds more than `maxBytes` when it is unpacked.
 */
export async function* unpacked(archive: Uint8Array, maxBytes: number): AsyncGenerator<ArchiveFile> {
  const bytes = limited(Readable.from([archive]).pipe(createGunzip()), maxBytes);
  const decoder = createTarDecoder({ strict: true });
  // A failure of the source is one of the decoder, and is thrown where its entries are read.
  const feeding = ReadableStream.from(bytes).pipeTo(decoder.writable);
  feeding.catch(() => undefined);
  try {
    for await (const { header, body } of decoder.readable) {
      const content = await buffer(body);
      if (header.type === undefined || header.type === 'file') yield { path: header.name, bytes: content };
    }
    await feeding;
  } catch (error) {
    if (error instanceof BadArchive) throw error;
    throw new BadArchive(`is damaged (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
}

async function* limited(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new BadArchive(`holds more than ${maxBytes / 1024 ** 2} MiB`);
    yield chunk;
  }
}
