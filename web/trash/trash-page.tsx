// What was deleted, cancelled or dismissed, of every project: taken back here, or deleted for good.
import { Trash2 } from 'lucide-react';
import { useProjects } from '../data/queries.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { ProjectTrash } from './project-trash.tsx';

export function TrashPage() {
  const projects = useProjects();
  const here = (projects.data ?? []).filter((project) => project.is_here);
  return (
    <>
      <PageHeader title="Trash" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-4">
          {projects.error !== null && (
            <Trouble error={projects.error} onRetry={() => void projects.refetch()} />
          )}
          {projects.data !== undefined && here.length === 0 && (
            <Empty icon={<Trash2 className="size-5" />} title="No project yet" />
          )}
          {here.map((project) => (
            <ProjectTrash key={project.id} project={project} />
          ))}
        </div>
      </div>
    </>
  );
}
