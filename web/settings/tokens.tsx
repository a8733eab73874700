// Tokens: what programs come with instead of a sign-in, and one's own sessions.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TokenJson } from '../../src/api/account-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useMe } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { Refused, Row, Rows, Section, Tag } from './section.tsx';
import { NewToken } from './new-token.tsx';
import { Secret } from './secret.tsx';

export function Tokens() {
  const [text, setText] = useState<string | null>(null);
  const mine = useMe().data?.token?.id;
  const tokens = useQuery({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listTokens, { query: { limit: 500 }, signal })).tokens,
  });
  const good = (tokens.data ?? []).filter((token) => token.revoked_at === null);
  return (
    <Section title="Tokens" hint="For programs: sent as a bearer token. Only the hash of each is kept.">
      {text !== null && <Secret what="The new token" text={text} onDone={() => setText(null)} />}
      <NewToken onMade={setText} />
      {tokens.error !== null && <Refused error={tokens.error} />}
      <Rows label="Tokens">
        {good.map((token) => (
          <Token key={token.id} token={token} isMine={token.id === mine} />
        ))}
      </Rows>
    </Section>
  );
}

function Token({ token, isMine }: { token: TokenJson; isMine: boolean }) {
  const { isBusy, run } = useChange('tokens');
  const revoke = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Revoke ${token.name}?`,
      text: isMine
        ? 'It is the session of this very page: you will be signed out.'
        : 'Whoever comes with it is refused from then on.',
      action: 'Revoke',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.revokeToken, { params: { token: token.id } }));
  };
  return (
    <Row label={token.name}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="untrusted font-medium">
            {token.name} <span className="text-faint font-mono text-xs font-normal">{token.id}</span>
          </p>
          <p className="text-muted text-xs">
            {token.last_used_at === null ? (
              'never used'
            ) : (
              <>
                used <Elapsed since={token.last_used_at} isAgo />
              </>
            )}
            {token.expires_at !== null && ` · until ${new Date(token.expires_at).toLocaleDateString()}`}
            {token.projects !== null && ` · for ${token.projects.length} projects`}
          </p>
        </div>
        {token.kind === 'session' && <Tag>{isMine ? 'this session' : 'session'}</Tag>}
        {token.scopes.map((scope) => (
          <Tag key={scope} tone={scope === 'admin' ? 'warn' : 'plain'}>
            {scope}
          </Tag>
        ))}
        <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void revoke()}>
          Revoke
        </Button>
      </div>
    </Row>
  );
}
