import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareVersions, judgeVersion, versionIn } from './version.ts';

test('versions are compared number by number', () => {
  assert.ok(compareVersions('0.9.0', '0.10') < 0);
  assert.ok(compareVersions('1.0.102', '1.0.20') > 0);
  assert.equal(compareVersions('1.2', '1.2.0'), 0);
  assert.equal(compareVersions('1.2.0-beta.3', '1.2.0'), 0);
});

test('a version is older than all that are known to work, one of them, or newer', () => {
  const known = { oldest: '0.15.10', tested: '0.24.4' };
  const judged = ['0.15.9', '0.15.10', '0.24.4', '0.24.5'].map((version) => judgeVersion(version, known));
  assert.deepEqual(judged, ['older', 'known', 'known', 'newer']);
});

test('the version is found in what programs print', () => {
  assert.equal(versionIn('GitHub Copilot CLI 1.0.102.\nRun update'), '1.0.102');
  assert.equal(versionIn('v2.0.0-rc.1\n'), '2.0.0-rc.1');
  assert.equal(versionIn('no version 7'), null);
});
