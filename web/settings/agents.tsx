// The coding agents of this machine: whether each is installed, whether it has a key (which is never shown), and whether it answers.
import { useState } from 'react';
import { Plus, Stethoscope } from 'lucide-react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { AgentCheckJson, AgentJson } from '../../src/api/schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useAgents } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { durationWords } from '../data/words.ts';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';
import { AddAgent } from './add-agent.tsx';
import { Refused, Row, Rows, Section, Tag } from './section.tsx';

export function Agents() {
  const agents = useAgents();
  const [isAdding, setAdding] = useState(false);
  return (
    <Section
      title="Agents"
      hint="Found ones can work on tasks. A check starts one and opens a session; no model is asked."
      actions={
        <Button onClick={() => setAdding(!isAdding)} aria-expanded={isAdding}>
          <Plus className="size-4" aria-hidden /> Add agent
        </Button>
      }
    >
      {isAdding && <AddAgent onDone={() => setAdding(false)} />}
      {agents.error !== null && <Refused error={agents.error} />}
      <Rows label="Agents">
        {(agents.data ?? [])
          .toSorted((one, other) => Number(other.found) - Number(one.found))
          .map((agent) => (
            <Agent key={agent.name} agent={agent} />
          ))}
      </Rows>
    </Section>
  );
}

const keyWords = {
  set: { tone: 'ok', text: 'key present' },
  missing: { tone: 'warn', text: 'no key' },
  none: null,
} as const;

function Agent({ agent }: { agent: AgentJson }) {
  const { isBusy, run } = useChange('agents');
  const [checked, setChecked] = useState<AgentCheckJson | null>(null);
  const params = { agent: agent.name };
  const check = async (): Promise<void> => {
    setChecked(null);
    const work = () => call(endpoints.checkAgent, { params, body: {}, timeoutMs: 0 });
    await run(async () => setChecked(await work()));
  };
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Remove ${agent.title}?`,
      text: 'It is taken out of the configuration of the home. Its program stays installed.',
      action: 'Remove',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.removeAgent, { params }));
  };
  const key = keyWords[agent.key];
  return (
    <Row label={agent.title}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <p className="untrusted font-medium">
            {agent.title} <span className="text-faint font-mono text-xs font-normal">{agent.name}</span>
          </p>
          <p className="untrusted text-muted truncate font-mono text-xs">
            {agent.path ?? agent.command.join(' ')}
            {agent.version !== null && ` · ${agent.version}`}
          </p>
        </div>
        {agent.is_default && <Tag tone="accent">default</Tag>}
        {agent.found ? <Tag tone="ok">found</Tag> : <Tag>not installed</Tag>}
        {key !== null && <Tag tone={key.tone}>{key.text}</Tag>}
        {agent.found && (
          <Button size="small" disabled={isBusy} onClick={() => void check()}>
            <Stethoscope className="size-3.5" aria-hidden /> {isBusy ? 'Checking' : 'Check'}
          </Button>
        )}
        {agent.held !== null && (
          <Button
            size="small"
            disabled={isBusy}
            onClick={() => void run(() => call(endpoints.resumeAgent, { params }))}
          >
            Start it again
          </Button>
        )}
        {agent.origin === 'config' && (
          <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void remove()}>
            Remove
          </Button>
        )}
      </div>
      {agent.held !== null && <p className="untrusted text-warn mt-1 text-sm">{agent.held.text}</p>}
      {!agent.found && agent.hint !== '' && <p className="untrusted text-muted mt-1 text-sm">{agent.hint}</p>}
      {agent.found && agent.key === 'missing' && (
        <p className="text-muted mt-1 text-sm">
          Set one of {agent.key_names.map((name) => `$${name}`).join(', ')} where the daemon is started.
        </p>
      )}
      {checked !== null && <Checked check={checked} />}
    </Row>
  );
}

function Checked({ check }: { check: AgentCheckJson }) {
  const { can, problem } = check;
  return (
    <div
      role="status"
      className={`mt-2 rounded-lg px-3 py-2 text-sm ${check.ok ? 'bg-ok-soft' : 'bg-bad-soft'}`}
    >
      <p className={`font-medium ${check.ok ? 'text-ok' : 'text-bad'}`}>
        {check.ok ? `It works: answered in ${durationWords(check.took_ms)}` : 'It does not work'}
      </p>
      {problem !== null && (
        <>
          <p className="untrusted">{plainText(problem.message)}</p>
          <p className="untrusted text-muted">{plainText(problem.next)}</p>
          {problem.printed !== '' && (
            <pre tabIndex={0} className="untrusted mt-1 max-h-40 overflow-auto text-xs whitespace-pre-wrap">
              {plainText(problem.printed)}
            </pre>
          )}
        </>
      )}
      {can !== null && (
        <p className="untrusted text-muted">
          {[
            can.says,
            can.model === null ? null : `model ${can.model}`,
            can.load_session ? 'goes on with sessions' : 'begins sessions anew',
            can.mcp.length === 0 ? null : `MCP: ${can.mcp.join(', ')}`,
          ]
            .filter((one) => one !== null)
            .join(' · ')}
        </p>
      )}
      {check.warnings.map((warning) => (
        <p key={warning} className="untrusted text-warn">
          {warning}
        </p>
      ))}
    </div>
  );
}
