// The choice of an agent, inside of any select: none in particular first, then those that were found.
import { useAgents } from '../data/queries.ts';

/** `none` says what happens without a choice; `kept` is listed also when it was not found. */
export function AgentOptions({ none, kept = '' }: { none: string; kept?: string }) {
  const agents = (useAgents().data ?? []).filter(({ found, name }) => found || name === kept);
  return (
    <>
      <option value="">{none}</option>
      {agents.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </>
  );
}
