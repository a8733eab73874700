import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { useChange } from '../data/use-change.ts';
import { useRefusal } from '../data/use-refusal.ts';
import { Card, Refused } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { trackerNames, trackers } from './trackers.ts';

/** `onMade` is told the secret. */
export function AddIntake({ project, onMade }: { project: string; onMade: (secret: string) => void }) {
  const [tracker, setTracker] = useState(trackerNames[0] ?? 'github');
  const [labels, setLabels] = useState('tasklane');
  const [makes, setMakes] = useState<'plan' | 'prompt'>('plan');
  const { isBusy, refusal, run } = useRefusal(useChange('intakes'));
  const problems = new FieldProblems(refusal);
  const names = labels
    .split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
  const add = async (): Promise<void> => {
    const body = { project, tracker, labels: names, makes };
    await run(async () => onMade((await call(endpoints.addIntake, { body })).secret));
  };
  return (
    <Card label="Add an intake">
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-3">
          <Select
            label="Tracker"
            value={tracker}
            onChange={(event) =>
              setTracker(trackerNames.find((name) => name === event.target.value) ?? tracker)
            }
          >
            {trackerNames.map((name) => (
              <option key={name} value={name}>
                {trackers[name]}
              </option>
            ))}
          </Select>
          <Field
            label="Labels"
            value={labels}
            hint="With commas between. Anybody can open an issue; a label is what a maintainer sets."
            error={problems.at('labels')}
            onChange={(event) => setLabels(event.target.value)}
          />
          <Select
            label="An issue becomes"
            value={makes}
            onChange={(event) => setMakes(event.target.value === 'prompt' ? 'prompt' : 'plan')}
          >
            <option value="plan">A plan of several tasks</option>
            <option value="prompt">One good prompt</option>
          </Select>
        </div>
        {refusal !== null && problems.at('labels') === undefined && <Refused error={refusal} />}
        <div>
          <Button type="submit" tone="primary" disabled={isBusy}>
            Add intake
          </Button>
        </div>
      </form>
    </Card>
  );
}
