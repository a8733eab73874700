// The first schema: projects, tasks, the event log, and what a run keeps. Never edited after a release.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Schema } from '../sql/schema.ts';

export async function up(db: Kysely<Schema>): Promise<void> {
  await createCounters(db);
  await createProjects(db);
  await createTasks(db);
  await createEvents(db);
  await createRuns(db);
}

async function createCounters(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
  await db
    .insertInto('counters')
    .values(['event', 'project', 'task'].map((name) => ({ name, value: 0 })))
    .execute();
}

async function createProjects(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('projects')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull().unique())
    .addColumn('root', 'text', (column) => column.notNull().unique())
    .addColumn('branch', 'text', (column) => column.notNull())
    .addColumn('trusted', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_number', 'bigint', (column) => column.notNull())
    .execute();
}

async function createTasks(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('tasks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) =>
      column.notNull().references('projects.id').onDelete('cascade'),
    )
    .addColumn('ordinal', 'bigint', (column) => column.notNull().unique())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    // Not a whole number: a card dragged between two others may get the middle.
    .addColumn('position', 'double precision', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  // Number and name lead, so that the same indexes serve a look-up without a project.
  await db.schema
    .createIndex('tasks_number')
    .on('tasks')
    .columns(['number', 'project_id'])
    .unique()
    .execute();
  await db.schema
    .createIndex('tasks_name')
    .on('tasks')
    .columns(['name', 'project_id'])
    .unique()
    .where(sql.ref('deleted_at'), 'is', null)
    .execute();
  await db.schema.createIndex('tasks_project').on('tasks').columns(['project_id', 'ordinal']).execute();
  await db.schema.createIndex('tasks_state').on('tasks').columns(['state', 'ordinal']).execute();
}

async function createEvents(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('project_id', 'text', (column) => column.notNull())
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('events_task').on('events').columns(['task_id', 'seq']).unique().execute();
  await db.schema.createIndex('events_project').on('events').columns(['project_id', 'id']).execute();
}

async function createRuns(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('task_id', 'text', (column) => column.primaryKey().references('tasks.id').onDelete('cascade'))
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('model', 'text')
    .addColumn('session_id', 'text')
    .addColumn('process_group', 'bigint')
    .addColumn('usage', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('ended_at', 'bigint')
    .execute();
  // Not unique: a start that never reached its agent is not counted, so two rows may share a number.
  await db.schema
    .createIndex('attempts_task')
    .on('attempts')
    .columns(['task_id', 'number', 'started_at'])
    .execute();
  await db.schema
    .createTable('messages')
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('messages_key', ['task_id', 'seq'])
    .execute();
  await db.schema
    .createTable('steps')
    .addColumn('task_id', 'text', (column) => column.notNull().references('tasks.id').onDelete('cascade'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('steps_key', ['task_id', 'key'])
    .execute();
}
