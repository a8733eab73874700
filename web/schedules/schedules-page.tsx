// What is made again and again, or later, in a project.
import { CalendarClock, Plus } from 'lucide-react';
import { useState } from 'react';
import { PlanningFrame } from '../planning/planning-frame.tsx';
import { Refused, Rows, Section } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { NewSchedule } from './new-schedule.tsx';
import { ScheduleRow } from './schedule-row.tsx';
import { useSchedules } from './schedules.ts';

export function SchedulesPage() {
  return (
    <PlanningFrame from="/planning/schedules">
      {(project) => <Schedules key={project} project={project} />}
    </PlanningFrame>
  );
}

function Schedules({ project }: { project: string }) {
  const schedules = useSchedules(project);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const all = schedules.data ?? [];
  // Without any there is nothing else to do here.
  const isOpen = wanted ?? (schedules.data !== undefined && all.length === 0);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={schedules.data === undefined}>
      <div className="mx-auto max-w-4xl px-4 py-5">
        <Section
          title="Schedules"
          hint="A task, a plan or a prompt again and again, or once, at a time. Its runs have the rights of who wrote it."
          actions={
            <Button aria-expanded={isOpen} onClick={() => setWanted(!isOpen)}>
              <Plus className="size-4" aria-hidden /> New schedule
            </Button>
          }
        >
          {isOpen && <NewSchedule project={project} onMade={() => setWanted(null)} />}
          {schedules.error !== null && <Refused error={schedules.error} />}
          {all.length > 0 && (
            <Rows label="Schedules">
              {all.map((schedule) => (
                <ScheduleRow key={schedule.id} schedule={schedule} />
              ))}
            </Rows>
          )}
          {schedules.data !== undefined && all.length === 0 && (
            <Empty icon={<CalendarClock className="size-5" />} title="No schedules yet" />
          )}
        </Section>
      </div>
    </div>
  );
}
