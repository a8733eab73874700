// Where requests come from besides people's own words: an issue by its address, a checklist, and what a tracker sends by itself.
import { PlanningFrame } from '../planning/planning-frame.tsx';
import { FromChecklist } from './from-checklist.tsx';
import { FromIssue } from './from-issue.tsx';
import { Intakes } from './intakes.tsx';

export function IntakePage() {
  return (
    <PlanningFrame from="/planning/intake">
      {(project) => (
        <div key={project} className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-4xl px-4 py-5">
            <FromIssue project={project} />
            <FromChecklist project={project} />
            <Intakes project={project} />
          </div>
        </div>
      )}
    </PlanningFrame>
  );
}
