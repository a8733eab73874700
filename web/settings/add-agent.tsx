import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select, TextArea } from '../ui/field.tsx';
import { Card } from './section.tsx';

/** Another program that works on tasks. Variables are named, never typed in: their values stay where the daemon is started. */
export function AddAgent({ onDone }: { onDone: () => void }) {
  const { isBusy, run } = useChange('agents');
  const [name, setName] = useState('');
  const [command, setCommand] = useState('');
  const [protocol, setProtocol] = useState<'acp' | 'command'>('acp');
  const [passed, setPassed] = useState('');
  const body = {
    name: name.trim(),
    command: linesIn(command),
    protocol,
    pass_env: linesIn(passed),
  };
  const add = async (): Promise<void> => {
    if (await run(() => call(endpoints.addAgent, { body }))) onDone();
  };
  return (
    <Card label="Add an agent">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Name"
            value={name}
            placeholder="mine"
            onChange={(event) => setName(event.target.value)}
          />
          <Select
            label="Spoken to by"
            value={protocol}
            onChange={(event) => setProtocol(event.target.value === 'command' ? 'command' : 'acp')}
          >
            <option value="acp">ACP, the Agent Client Protocol</option>
            <option value="command">its command line alone</option>
          </Select>
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextArea
            label="Command"
            isCode
            rows={3}
            hint="The program and each argument on a line of its own."
            value={command}
            placeholder={'my-agent\n--acp'}
            onChange={(event) => setCommand(event.target.value)}
          />
          <TextArea
            label="Variables of the daemon that it may see"
            isCode
            rows={3}
            hint="Names only, one a line."
            value={passed}
            placeholder="MY_AGENT_API_KEY"
            onChange={(event) => setPassed(event.target.value)}
          />
        </div>
        <div className="flex gap-2">
          <Button
            tone="primary"
            type="submit"
            disabled={body.name === '' || body.command.length === 0 || isBusy}
          >
            Add agent
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </div>
      </form>
    </Card>
  );
}

function linesIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
