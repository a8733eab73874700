// Rows of templates to domain values and back; like rows.ts, it trusts the database because only this file wrote it.
import { Buffer } from 'node:buffer';
import { templateId, templateVersionId } from '../../domain/ids.ts';
import type { Template, TemplateFile, TemplateVersion } from '../../domain/template.ts';
import { decodeJson, encodeJson } from './rows.ts';
import type { TemplateFileRow, TemplateRow, TemplateVersionRow } from './schema.ts';

export function encodeTemplate(template: Template): TemplateRow {
  return {
    id: template.id,
    name: template.name,
    name_key: template.name.toLowerCase(),
    active_version_id: template.activeVersionId,
    origin: template.origin,
    created_by: template.createdBy,
    created_at: template.createdAt,
    updated_at: template.updatedAt,
    deleted_at: template.deletedAt,
  };
}

export function decodeTemplate(row: TemplateRow): Template {
  return {
    id: templateId(row.id),
    name: row.name,
    activeVersionId: templateVersionId(row.active_version_id),
    origin: row.origin === 'shipped' ? 'shipped' : 'person',
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  };
}

export function encodeVersion(version: TemplateVersion): TemplateVersionRow {
  const { id, templateId, number, name, digest, createdAt, ...rest } = version;
  return { id, template_id: templateId, number, name, digest, created_at: createdAt, body: encodeJson(rest) };
}

export function decodeVersion(row: TemplateVersionRow): TemplateVersion {
  return {
    ...(decodeJson(row.body) as object),
    id: templateVersionId(row.id),
    templateId: templateId(row.template_id),
    number: row.number,
    name: row.name,
    digest: row.digest,
    createdAt: row.created_at,
  } as TemplateVersion;
}

export function encodeFile(versionId: string, file: TemplateFile): TemplateFileRow {
  return {
    version_id: versionId,
    path: file.path,
    executable: file.executable ? 1 : 0,
    content: Buffer.from(file.content).toString('base64'),
  };
}

export function decodeFile(row: TemplateFileRow): TemplateFile {
  return {
    path: row.path,
    executable: row.executable === 1,
    content: new Uint8Array(Buffer.from(row.content, 'base64')),
  };
}
