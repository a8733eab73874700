// The calls about templates.
import { endpoints as at } from '../endpoints.ts';
import * as t from '../template-schemas.ts';
import { nothing, operation } from './operation.ts';

const tag = 'Templates';

export const templateOperations = {
  listTemplates: operation(at.listTemplates, {
    tag,
    summary: 'List templates',
    query: t.templateQuery,
    response: t.templateList,
  }),
  pushTemplate: operation(at.pushTemplate, {
    tag,
    summary: 'Push a template',
    description: 'Makes it, or a version of it. The same files pushed again are the same version.',
    body: t.templatePush,
    response: t.templatePushed,
    status: 201,
    errors: ['already_exists', 'not_found'],
  }),
  showTemplate: operation(at.showTemplate, {
    tag,
    summary: 'Show a template',
    description: 'With its active version.',
    response: t.templateView,
    errors: ['not_found'],
  }),
  deleteTemplate: operation(at.deleteTemplate, {
    tag,
    summary: 'Delete a template',
    response: nothing,
    errors: ['not_found', 'invalid_transition'],
  }),
  listTemplateVersions: operation(at.listTemplateVersions, {
    tag,
    summary: 'List the versions of a template',
    query: t.templatePage,
    response: t.templateVersionList,
    errors: ['not_found'],
  }),
  showTemplateVersion: operation(at.showTemplateVersion, {
    tag,
    summary: 'Show a version',
    response: t.templateView,
    errors: ['not_found'],
  }),
  listTemplateFiles: operation(at.listTemplateFiles, {
    tag,
    summary: 'List the files of a version',
    query: t.templatePage,
    response: t.templateFileList,
    errors: ['not_found'],
  }),
  promoteTemplate: operation(at.promoteTemplate, {
    tag,
    summary: 'Make a version the active one',
    body: t.templatePromote,
    response: t.templateView,
    errors: ['not_found'],
  }),
  resolveTemplate: operation(at.resolveTemplate, {
    tag,
    summary: 'Try what a task would be given',
    description: 'From a version, a preset and values; it changes nothing.',
    body: t.templateResolve,
    response: t.templateResolved,
    errors: ['not_found', 'required_parameter'],
  }),
};
