// Templates: few rows, versions that never change, and their files.
import { AppError } from '../../domain/errors.ts';
import type { TaskId, TemplateId, TemplateVersionId } from '../../domain/ids.ts';
import type { ParameterValue, Template, TemplateFile, TemplateVersion } from '../../domain/template.ts';
import type { Templates } from '../store.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { Session, Tx } from './session.ts';
import { taskHead } from './task-head.ts';
import {
  decodeFile,
  decodeTemplate,
  decodeVersion,
  encodeFile,
  encodeTemplate,
  encodeVersion,
} from './template-rows.ts';

export function templates(session: Session): Templates {
  return {
    insert: (template, version, files) => session.write((tx) => insert(tx, template, version, files)),
    get: (id) => session.read((tx) => get(tx, id)),
    find: (ref) => session.read((tx) => find(tx, ref)),
    list: (filter = {}) => session.read((tx) => list(tx, filter.withDeleted === true)),
    update: (id, patch) => session.write((tx) => update(tx, id, patch)),
    addVersion: (version, files) =>
      session.write(async (tx) => {
        await existing(tx, version.templateId);
        await addVersion(tx, version, files);
      }),
    version: (id) => session.read((tx) => versionOf(tx, id)),
    versions: (id) => session.read((tx) => versions(tx, id)),
    files: (id) => session.read((tx) => filesOf(tx, id)),
    keepSecrets: (taskId, values) => session.write((tx) => keepSecrets(tx, taskId, values)),
    secrets: (taskId) => session.read((tx) => secrets(tx, taskId)),
  };
}

async function insert(
  tx: Tx,
  template: Template,
  version: TemplateVersion,
  files: readonly TemplateFile[],
): Promise<void> {
  const taken = await byName(tx, template.name);
  if (taken !== undefined)
    throw new AppError('already_exists', `There is a template “${taken.name}” already.`, {
      next: 'Push a new version of it, or choose another name.',
      details: { template: taken.id, name: taken.name },
    });
  await tx.db.insertInto('templates').values(encodeTemplate(template)).execute();
  await addVersion(tx, version, files);
}

async function addVersion(tx: Tx, version: TemplateVersion, files: readonly TemplateFile[]): Promise<void> {
  // Asked before the insert, not read out of the constraint's error, whose text differs between databases.
  const taken = await tx.db
    .selectFrom('template_versions')
    .select(['id', 'name', 'number'])
    .where('template_id', '=', version.templateId)
    .where((where) => where.or([where('name', '=', version.name), where('number', '=', version.number)]))
    .executeTakeFirst();
  if (taken !== undefined)
    throw new AppError(
      'already_exists',
      `The template has a version “${taken.name}” (number ${taken.number}) already.`,
      {
        next: 'Give the new version another name.',
        details: { version: taken.id, name: taken.name, number: taken.number },
      },
    );
  await tx.db.insertInto('template_versions').values(encodeVersion(version)).execute();
  // One by one: a statement has room for a limited number of values.
  for (const file of files)
    await tx.db.insertInto('template_files').values(encodeFile(version.id, file)).execute();
}

async function get(tx: Tx, id: string): Promise<Template | undefined> {
  const row = await tx.db.selectFrom('templates').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeTemplate(row);
}

async function byName(tx: Tx, name: string): Promise<Template | undefined> {
  const row = await tx.db
    .selectFrom('templates')
    .selectAll()
    .where('name_key', '=', name.toLowerCase())
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row && decodeTemplate(row);
}

async function find(tx: Tx, ref: string): Promise<Template | undefined> {
  const byId = await get(tx, ref);
  return byId?.deletedAt === null ? byId : byName(tx, ref);
}

async function list(tx: Tx, withDeleted: boolean): Promise<readonly Template[]> {
  const all = tx.db.selectFrom('templates').selectAll().orderBy('name_key').orderBy('created_at');
  const rows = await (withDeleted ? all : all.where('deleted_at', 'is', null)).execute();
  return rows.map(decodeTemplate);
}

async function existing(tx: Tx, id: TemplateId): Promise<Template> {
  const template = await get(tx, id);
  if (template !== undefined) return template;
  throw new AppError('not_found', `There is no template ${id}.`, {
    next: 'List the templates with `tasklane template list`.',
    details: { template: id },
  });
}

async function update(tx: Tx, id: TemplateId, patch: Parameters<Templates['update']>[1]): Promise<Template> {
  const after = { ...(await existing(tx, id)), ...patch };
  const { id: _, ...columns } = encodeTemplate(after);
  await tx.db.updateTable('templates').set(columns).where('id', '=', id).execute();
  return after;
}

async function versionOf(tx: Tx, id: TemplateVersionId): Promise<TemplateVersion | undefined> {
  const row = await tx.db.selectFrom('template_versions').selectAll().where('id', '=', id).executeTakeFirst();
  return row && decodeVersion(row);
}

async function versions(tx: Tx, id: TemplateId): Promise<readonly TemplateVersion[]> {
  const rows = await tx.db
    .selectFrom('template_versions')
    .selectAll()
    .where('template_id', '=', id)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(decodeVersion);
}

async function filesOf(tx: Tx, id: TemplateVersionId): Promise<readonly TemplateFile[]> {
  const rows = await tx.db.selectFrom('template_files').selectAll().where('version_id', '=', id).execute();
  // Sorted here: databases order text differently.
  return rows.map(decodeFile).sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function keepSecrets(tx: Tx, taskId: TaskId, values: readonly ParameterValue[]): Promise<void> {
  await taskHead(tx, taskId);
  for (const { name, value } of values)
    await tx.db
      .insertInto('task_secrets')
      .values({ task_id: taskId, name, value: encodeJson(value) })
      .onConflict((conflict) =>
        conflict.columns(['task_id', 'name']).doUpdateSet({ value: encodeJson(value) }),
      )
      .execute();
}

async function secrets(tx: Tx, taskId: TaskId): Promise<readonly ParameterValue[]> {
  const rows = await tx.db
    .selectFrom('task_secrets')
    .select(['name', 'value'])
    .where('task_id', '=', taskId)
    .execute();
  return rows
    .map((row) => ({ name: row.name, value: decodeJson(row.value) as string }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
