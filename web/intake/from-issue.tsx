import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { Card, Section } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { useSubmit, wordsOf } from './use-submit.ts';

/** An issue of a tracker, read by the daemon. */
export function FromIssue({ project }: { project: string }) {
  const [url, setUrl] = useKeptText(`issue.${project}`);
  const [kind, setKind] = useState<'plan' | 'prompt'>('plan');
  const { isBusy, refusal, submit } = useSubmit();
  const read = async (): Promise<void> => {
    const body = { project, url: url.trim(), kind };
    // A tracker may take its time.
    const isMade = await submit(() => call(endpoints.createFromIssue, { body, timeoutMs: 0 }));
    if (isMade) setUrl('');
  };
  return (
    <Section
      title="From an issue"
      hint="The daemon reads the issue and its first comments, and a planner makes drafts of it. Nothing runs before you accept."
    >
      <Card label="From an issue">
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (url.trim() !== '') void read();
          }}
        >
          <Field
            label="Address of the issue"
            value={url}
            placeholder="https://github.com/owner/name/issues/12"
            spellCheck={false}
            error={wordsOf(refusal)}
            onChange={(event) => setUrl(event.target.value)}
          />
          <div className="flex flex-wrap items-end gap-3">
            <Select
              label="Becomes"
              value={kind}
              onChange={(event) => setKind(event.target.value === 'prompt' ? 'prompt' : 'plan')}
            >
              <option value="plan">A plan of several tasks</option>
              <option value="prompt">One good prompt</option>
            </Select>
            <Button type="submit" tone="primary" disabled={url.trim() === '' || isBusy}>
              Read the issue
            </Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}
