// Templates: kept whole through a restart, versions that never change, one name for one template that is not deleted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { presetId, templateId, templateVersionId } from '../../../src/domain/ids.ts';
import type { TemplateId } from '../../../src/domain/ids.ts';
import type { Template, TemplateFile, TemplateVersion } from '../../../src/domain/template.ts';
import { codeOf, createIn, draftFor, rejects } from './setup.ts';
import type { Contract } from './setup.ts';

export function templatesContract(contract: Contract): void {
  contract(
    'R56 R57 a template with its versions and files is kept as it is, through a restart',
    async ({ store, reopen }) => {
      const { template, version } = sample('Web-App');
      await store.templates.insert(template, version, files);
      const second = sampleVersion(template.id, 2);
      await store.templates.addVersion(second, []);
      const again = await reopen();
      assert.deepEqual(await again.templates.get(template.id), template);
      assert.deepEqual(await again.templates.version(version.id), version);
      assert.deepEqual(await again.templates.versions(template.id), [second, version]);
      assert.deepEqual(await again.templates.files(version.id), files);
      assert.deepEqual(await again.templates.files(second.id), []);
      assert.equal(await again.templates.get(templateId('nothing')), undefined);
      assert.equal(await again.templates.version(templateVersionId('nothing')), undefined);
    },
  );

  contract('a template is found by id, and by name in any case; names are unique so', async ({ store }) => {
    const { template, version } = sample('Web-App');
    await store.templates.insert(template, version, files);
    assert.deepEqual(await store.templates.find(template.id), template);
    assert.deepEqual(await store.templates.find('web-APP'), template);
    assert.equal(await store.templates.find('web'), undefined);
    const other = sample('WEB-app');
    await rejects(store.templates.insert(other.template, other.version, files), 'already_exists');
    assert.equal(await store.templates.version(other.version.id), undefined, 'nothing of it was kept');
    const first = sample('api');
    await store.templates.insert(first.template, first.version, []);
    assert.deepEqual(await store.templates.list(), [first.template, template]);
  });

  contract('a deleted template gives its name free, and its versions are kept', async ({ store }) => {
    const old = sample('same');
    await store.templates.insert(old.template, old.version, files);
    const deleted = await store.templates.update(old.template.id, { deletedAt: 7000, updatedAt: 7000 });
    assert.deepEqual(deleted, { ...old.template, deletedAt: 7000, updatedAt: 7000 });
    assert.equal(await store.templates.find('same'), undefined);
    assert.equal(await store.templates.find(old.template.id), undefined);
    assert.deepEqual(await store.templates.get(old.template.id), deleted);
    assert.deepEqual(await store.templates.version(old.version.id), old.version);
    const next = sample('same');
    await store.templates.insert(next.template, next.version, []);
    assert.deepEqual(await store.templates.find('same'), next.template);
    assert.deepEqual(await store.templates.list(), [next.template]);
    assert.equal((await store.templates.list({ withDeleted: true })).length, 2);
    await rejects(store.templates.update(templateId('nothing'), { deletedAt: 1 }), 'not_found');
  });

  contract('R57 a version is added once per name and number, and then made active', async ({ store }) => {
    const { template, version } = sample('web');
    await store.templates.insert(template, version, files);
    const [one, other] = [sampleVersion(template.id, 2), sampleVersion(template.id, 2)];
    const both = await Promise.allSettled(
      [one, other].map((each) => store.templates.addVersion(each, files)),
    );
    assert.deepEqual(both.map(codeOf).sort(), ['already_exists', 'ok']);
    const [newest] = await store.templates.versions(template.id);
    assert.ok(newest);
    await rejects(
      store.templates.addVersion({ ...sampleVersion(template.id, 3), name: newest.name }, []),
      'already_exists',
    );
    await rejects(store.templates.addVersion(sampleVersion(templateId('nothing'), 1), []), 'not_found');
    await store.templates.update(template.id, { activeVersionId: newest.id });
    assert.equal((await store.templates.get(template.id))?.activeVersionId, newest.id);
  });

  contract(
    'a task keeps what it was made from, and its secrets apart',
    async ({ store, project, reopen }) => {
      const shop = await project();
      const { template, version } = sample('web');
      const made = {
        templateId: template.id,
        templateName: template.name,
        versionId: version.id,
        versionName: version.name,
        presetId: presetId('p'),
        presetName: 'Small',
        parameters: [
          { name: 'port', value: '3000' },
          { name: 'password', value: null },
        ],
        systemPrompt: 'Be brief.',
      };
      const task = await store.tasks.create(draftFor(shop, { template: made }), 'ada');
      await store.templates.keepSecrets(task.id, [{ name: 'password', value: 'a\0b' }]);
      await store.templates.keepSecrets(task.id, [{ name: 'password', value: 'hush\0' }]);
      const other = await createIn(store, shop, 'draft');
      const again = await reopen();
      assert.deepEqual((await again.tasks.get(task.id))?.template, made);
      assert.deepEqual(await again.templates.secrets(task.id), [{ name: 'password', value: 'hush\0' }]);
      assert.deepEqual(await again.templates.secrets(other.id), []);
      const log = JSON.stringify(await again.events.read({ taskId: task.id }));
      assert.doesNotMatch(log, /hush/);
      await again.projects.remove(shop.id);
      assert.deepEqual(await again.templates.secrets(task.id), []);
    },
  );
}

const files: readonly TemplateFile[] = [
  { path: 'bin/tool', content: new Uint8Array([0, 255, 10, 128]), executable: true },
  { path: 'template.yaml', content: new TextEncoder().encode('name: web\n'), executable: false },
];

function sample(name: string): { readonly template: Template; readonly version: TemplateVersion } {
  const id = templateId(randomUUID());
  const version = sampleVersion(id, 1);
  return {
    version,
    template: {
      id,
      name,
      activeVersionId: version.id,
      origin: 'person',
      createdBy: 'ada',
      createdAt: 500,
      updatedAt: 500,
      deletedAt: null,
    },
  };
}

function sampleVersion(id: TemplateId, number: number): TemplateVersion {
  const validation = { regex: '^[a-z]+$', min: null, max: null, error: 'Only small letters.' };
  const parameter = {
    id: randomUUID(),
    name: 'word',
    displayName: 'A word',
    type: 'string' as const,
    description: 'Any word: “schön”.',
    icon: '',
    required: true,
    defaultValue: null,
    options: [],
    validation,
    mutable: false,
    sensitive: false,
  };
  const values = [{ name: 'word', value: 'yes' }];
  return {
    id: templateVersionId(randomUUID()),
    templateId: id,
    number,
    name: `v${number}`,
    digest: `digest-${number}`,
    message: '',
    createdBy: 'ada',
    createdAt: 500 + number,
    displayName: 'Web',
    description: 'For the web.',
    icon: '',
    agent: null,
    model: null,
    isolation: 'copy',
    image: null,
    setup: { kind: 'file', path: 'bin/tool' },
    systemPrompt: null,
    policy: 'board',
    checks: [{ name: null, command: 'true', timeoutMs: null }],
    limits: { timeoutMs: 1000, maxTurns: null },
    parameters: [parameter],
    presets: [
      {
        id: presetId(randomUUID()),
        name: 'Small',
        description: '',
        icon: '',
        isDefault: true,
        parameters: values,
      },
    ],
  };
}
