// Passwords, kept as scrypt hashes. N = 2^15 costs 32 MiB and some 70 ms for each try, ours and an attacker's.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 1 } as const;
const keyBytes = 32;
const maxmem = 64 * 1024 * 1024;

/** `scrypt$<N>$<r>$<p>$<salt>$<key>`: the costs stand in it, so that they may rise and old ones still be checked. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** With null it takes as long and says no, so that the time does not tell who has a password. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = (hash ?? '').split('$');
  const [kind, N = cost.N, r = cost.r, p = cost.p, salt = '', wanted = ''] = parts;
  const key = await derive(password, Buffer.from(salt, 'base64url'), { N: +N, r: +r, p: +p });
  const expected = Buffer.from(wanted, 'base64url');
  return kind === 'scrypt' && expected.length === keyBytes && timingSafeEqual(key, expected);
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Normalized, because two keyboards may write one letter in two ways.
    scrypt(password.normalize('NFKC'), salt, keyBytes, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
