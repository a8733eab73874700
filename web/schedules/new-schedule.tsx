import { useState } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useRefusal } from '../data/use-refusal.ts';
import { Card } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { createBody, newFields } from './schedule-fields.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { useScheduleChange } from './schedules.ts';

export function NewSchedule({ project, onMade }: { project: string; onMade: () => void }) {
  const [text, setText] = useKeptText(`schedule.${project}`);
  const [rest, setRest] = useState(() => newFields(Intl.DateTimeFormat().resolvedOptions().timeZone));
  const { isBusy, refusal, run } = useRefusal(useScheduleChange());
  const fields = { ...rest, text };
  const create = async (): Promise<void> => {
    const isMade = await run(async () => {
      const made = await call(endpoints.createSchedule, { body: createBody(project, fields) });
      toast.success(`Schedule ${made.name} is made`, { description: made.next_run });
    });
    if (!isMade) return;
    setText('');
    setRest({ ...rest, name: '' });
    onMade();
  };
  return (
    <Card label="New schedule">
      <ScheduleForm
        label="New schedule"
        fields={fields}
        refusal={refusal}
        onChange={(next) => {
          setText(next.text);
          setRest(next);
        }}
        onSubmit={() => void create()}
      >
        <Button type="submit" tone="primary" disabled={isBusy || text.trim() === ''}>
          Add schedule
        </Button>
      </ScheduleForm>
    </Card>
  );
}
