// The views of a task, in the order of their keys 1, 2, 3 …
export const taskViews = ['thread', 'review', 'preview', 'conflicts', 'variants'] as const;
export type TaskView = (typeof taskViews)[number];

export const viewNames: Readonly<Record<TaskView, string>> = {
  thread: 'Thread',
  review: 'Review',
  preview: 'Preview',
  conflicts: 'Conflicts',
  variants: 'Variants',
};

export function viewOf(value: unknown): TaskView | null {
  return taskViews.find((view) => view === value) ?? null;
}
