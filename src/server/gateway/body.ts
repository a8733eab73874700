// The body of a request, as bytes to pass on and as the JSON in it. Some clients compress it.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

/** Large enough for any context there is, with images; what is larger is refused. */
export const mostBodyBytes = 64 * 1024 * 1024;

/** Null when it is larger than that; then the rest of it is not read. Rejects when the client goes away. */
export async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > mostBodyBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

const limited = { maxOutputLength: mostBodyBytes };
const decoders: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, limited),
  deflate: (bytes) => promisify(inflate)(bytes, limited),
  br: (bytes) => promisify(brotliDecompress)(bytes, limited),
  zstd: (bytes) => promisify(zstdDecompress)(bytes, limited),
};

/** Undefined where it is no JSON, or compressed in a way that we do not know: then it is passed on all the same. */
export async function jsonOf(bytes: Buffer, encoding: string | undefined): Promise<unknown> {
  try {
    const decode = encoding === undefined ? undefined : decoders[encoding];
    const plain = decode === undefined ? bytes : await decode(bytes);
    const data: unknown = JSON.parse(plain.toString('utf8'));
    return data;
  } catch {
    return undefined;
  }
}
