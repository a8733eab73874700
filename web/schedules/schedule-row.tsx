import { ChevronRight, Pause, Pencil, Play, Trash2, Zap } from 'lucide-react';
import { useState } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { ScheduleJson } from '../../src/api/schedule-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { Row, Tag } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { EditSchedule } from './edit-schedule.tsx';
import { ScheduleRuns } from './schedule-runs.tsx';
import { useScheduleChange } from './schedules.ts';
import { nextWords } from './words.ts';

/** One schedule: what it makes and when, with what can be done with it. */
export function ScheduleRow({ schedule }: { schedule: ScheduleJson }) {
  const [open, setOpen] = useState<'runs' | 'edit' | null>(null);
  const { name, text, makes, cron, zone, state } = schedule;
  return (
    <Row label={name}>
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="button"
          aria-expanded={open === 'runs'}
          aria-label={`Runs of ${name}`}
          onClick={() => setOpen(open === 'runs' ? null : 'runs')}
          className="text-faint hover:bg-hover grid size-7 shrink-0 place-items-center rounded-lg"
        >
          <ChevronRight className={`size-4 ${open === 'runs' ? 'rotate-90' : ''}`} aria-hidden />
        </button>
        <div className="min-w-0 flex-1 basis-60">
          <p className="flex flex-wrap items-center gap-2">
            <span className="untrusted font-medium">{name}</span>
            <Tag>{makes}</Tag>
            {state !== 'active' && <Tag tone={state === 'paused' ? 'warn' : 'plain'}>{state}</Tag>}
          </p>
          <p className="untrusted text-muted truncate">{text}</p>
          <p className="text-muted text-xs">
            {cron !== null && <code className="untrusted mr-2">{cron}</code>}
            {nextWords(schedule)}
            <span className="untrusted text-faint"> ({zone})</span>
          </p>
        </div>
        <Doings schedule={schedule} onEdit={() => setOpen(open === 'edit' ? null : 'edit')} />
      </div>
      {open !== null && (
        <div className="border-line mt-3 border-t pt-3 md:pl-9">
          {open === 'edit' ? (
            <EditSchedule schedule={schedule} onDone={() => setOpen(null)} />
          ) : (
            <ScheduleRuns schedule={schedule} />
          )}
        </div>
      )}
    </Row>
  );
}

function Doings({ schedule, onEdit }: { schedule: ScheduleJson; onEdit: () => void }) {
  const { isBusy, run } = useScheduleChange();
  const { name, state } = schedule;
  const params = { schedule: schedule.id };
  const runNow = async (): Promise<void> => {
    await run(async () => {
      const last = (await call(endpoints.runSchedule, { params, timeoutMs: 0 })).runs.at(-1);
      if (last?.outcome === 'made') toast.success(`${name} has run`);
      else toast.error(`${name}: ${last?.reason ?? 'nothing came of it'}`, { duration: 10_000 });
    });
  };
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Delete ${name}?`,
      text: 'What it made stays.',
      action: 'Delete',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.deleteSchedule, { params }));
  };
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button size="small" disabled={isBusy} onClick={() => void runNow()}>
        <Zap className="size-3.5" aria-hidden /> Run now
      </Button>
      {state === 'active' && (
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void run(() => call(endpoints.pauseSchedule, { params }))}
        >
          <Pause className="size-3.5" aria-hidden /> Pause
        </Button>
      )}
      {state === 'paused' && (
        <Button
          size="small"
          disabled={isBusy}
          onClick={() => void run(() => call(endpoints.resumeSchedule, { params }))}
        >
          <Play className="size-3.5" aria-hidden /> Resume
        </Button>
      )}
      <Button size="small" disabled={isBusy} onClick={onEdit}>
        <Pencil className="size-3.5" aria-hidden /> Edit
      </Button>
      <Button
        size="small"
        tone="quiet"
        disabled={isBusy}
        aria-label={`Delete ${name}`}
        onClick={() => void remove()}
      >
        <Trash2 className="size-3.5" aria-hidden />
      </Button>
    </div>
  );
}
