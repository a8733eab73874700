// How often somebody may try. Generous for who is known; failed sign-ins are few (docs/security.md has the numbers).
import { AppError } from '../domain/errors.ts';
import { TokenBuckets } from '../lib/token-bucket.ts';

export interface Limits {
  /** Counts one attempt to sign in from an address; throws `rate_limited`. Call the answer when it was right. */
  attempt(ip: string): () => void;
  /** Throws `rate_limited` for an address that has shown too many wrong tokens. */
  refuseGuesser(ip: string): void;
  wrongToken(ip: string): void;
  /** Counts one request of a token; throws `rate_limited`. */
  request(tokenId: string): void;
}

const everybody = '*';

export function createLimits(now: () => number): Limits {
  const perAddress = new TokenBuckets({ capacity: 5, refillMs: 12_000 });
  const overall = new TokenBuckets({ capacity: 60, refillMs: 1000 });
  const guesses = new TokenBuckets({ capacity: 200, refillMs: 500 });
  const requests = new TokenBuckets({ capacity: 2000, refillMs: 10 });
  const spend = (buckets: TokenBuckets, key: string, what: string): void => {
    refuseFor(buckets.waitMs(key, now()), what);
    buckets.take(key, now());
  };
  return {
    attempt: (ip) => {
      // Taken before the password is looked at: many attempts at once would otherwise all see a full bucket.
      spend(perAddress, ip, 'attempts to sign in');
      spend(overall, everybody, 'attempts to sign in');
      return () => {
        perAddress.giveBack(ip, now());
        overall.giveBack(everybody, now());
      };
    },
    refuseGuesser: (ip) => refuseFor(guesses.waitMs(ip, now()), 'wrong tokens'),
    wrongToken: (ip) => guesses.take(ip, now()),
    request: (tokenId) => spend(requests, tokenId, 'requests with this token'),
  };
}

function refuseFor(waitMs: number, what: string): void {
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new AppError('rate_limited', `Too many ${what}.`, {
    next: `Try again in ${seconds} s.`,
    details: { retry_after_ms: waitMs },
  });
}
