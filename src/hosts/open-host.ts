// The repository on its host: which dialect it speaks, with which token, and what to do when somebody else was faster.
import { ZodError } from 'zod';
import { AppError } from '../domain/errors.ts';
import { repositoryAt } from '../domain/git-host.ts';
import type { GitHost } from '../domain/git-host.ts';
import { ask } from './ask.ts';
import type { AskInput } from './ask.ts';
import { azure } from './azure.ts';
import { bitbucket } from './bitbucket.ts';
import type { Dialect } from './dialect.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import type { HostInput, OpenHost, PullRequestHost, Seen } from './host.ts';

const dialects: Readonly<Record<GitHost, Dialect>> = { github, gitlab, gitea, bitbucket, azure };

/** `now` in milliseconds since 1970. */
export function hostOpener(now: () => number): OpenHost {
  return (input) => openHost(input, now);
}

function openHost({ remote, host, tokenFor }: HostInput, now: () => number): PullRequestHost {
  const repository = repositoryAt(remote, host);
  if (repository === null) throw unknownHost();
  const page = new URL(repository.page);
  const name = `${page.host}${page.pathname}`;
  const origin = page.protocol === 'https:' ? page.host : page.origin;
  const token = tokenFor(origin);
  if (token === null) throw noToken(name, origin);
  const dialect = dialects[repository.host];
  const input: AskInput = { api: dialect.api(page), name, headers: dialect.headers(token), token, now };
  const read = (answer: unknown): Seen => shaped(name, () => dialect.read(answer, page));
  return {
    name,
    open: async (wanted, signal) => {
      const there = async (): Promise<Seen | null> => {
        const answer = await ask(input, dialect.find(wanted, page), signal, {
          absent: repository.host === 'gitea',
        });
        return shaped(name, () => dialect.found(answer, page));
      };
      const known = await there();
      if (known !== null) return known;
      try {
        return read(await ask(input, dialect.create(wanted), signal));
      } catch (error) {
        // Somebody was faster, or an earlier try of ours that never heard the answer: 409 or 422, by the host.
        const faster = isConflict(error) ? await there() : null;
        if (faster === null) throw error;
        return faster;
      }
    },
    look: async (number, signal) => read(await ask(input, dialect.look(number), signal)),
    checks: async (number, head, signal) => {
      const { checks } = dialect;
      if (checks === null) return null;
      try {
        const answer = await ask(input, checks.ask(number, head), signal);
        return shaped(name, () => checks.read(answer));
      } catch (error) {
        // A token may be good for pull requests alone: what it cannot see is not known, and no trouble.
        const isUnseen = error instanceof AppError && error.code === 'host_failed';
        if (isUnseen && error.details['failureKind'] !== 'network') return null;
        throw error;
      }
    },
    close: async (number, signal) => {
      const seen = read(await ask(input, dialect.look(number), signal));
      if (seen.state === 'open') await ask(input, dialect.close(number), signal);
    },
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof AppError && (error.details['status'] === 409 || error.details['status'] === 422);
}

/** What the host answers is not ours: another shape is its failure, said in words. */
function shaped<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const [issue] = error.issues;
    const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
    throw new AppError('host_failed', `${name} answered in a way that is not known${where}.`, {
      next: 'See that the remote is on the kind of host that the setting gitHost names.',
      details: { host: name, failureKind: 'other' },
    });
  }
}

function unknownHost(): AppError {
  return new AppError(
    'host_failed',
    'The remote is on no git host that is known by its name, so nobody can be asked to take the work.',
    {
      next: 'Set gitHost to what serves it, see that pushRemote is the right remote, or set applyBy to "queue".',
      details: { failureKind: 'other' },
    },
  );
}

function noToken(name: string, origin: string): AppError {
  return new AppError('host_failed', `There is no token for ${name}.`, {
    next: `Put one into the config.json of Tasklane’s home: "gitTokens": { "${origin}": "…" }.`,
    details: { host: name, failureKind: 'credentials' },
  });
}
