import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveHome } from './home.ts';

test('TASKLANE_HOME decides on every platform', () => {
  assert.equal(resolveHome({ TASKLANE_HOME: '/srv/tasklane' }, '/home/ada', 'linux'), '/srv/tasklane');
  assert.equal(resolveHome({ TASKLANE_HOME: '/srv/tasklane' }, '/Users/ada', 'darwin'), '/srv/tasklane');
  assert.equal(resolveHome({ TASKLANE_HOME: 'D:\\tasklane' }, 'C:\\Users\\ada', 'win32'), 'D:\\tasklane');
});

test('without it, the home is where the platform keeps the data of programs', () => {
  assert.equal(resolveHome({}, '/home/ada', 'linux'), '/home/ada/.local/share/tasklane');
  assert.equal(resolveHome({ XDG_DATA_HOME: '/data' }, '/home/ada', 'linux'), '/data/tasklane');
  assert.equal(resolveHome({}, '/Users/ada', 'darwin'), '/Users/ada/Library/Application Support/tasklane');
  assert.equal(resolveHome({}, 'C:\\Users\\ada', 'win32'), 'C:\\Users\\ada\\AppData\\Local\\tasklane');
  assert.equal(resolveHome({ LOCALAPPDATA: 'E:\\local' }, 'C:\\Users\\ada', 'win32'), 'E:\\local\\tasklane');
});

test('an empty variable counts as unset, and a relative XDG_DATA_HOME is ignored as its specification asks', () => {
  assert.equal(resolveHome({ TASKLANE_HOME: '' }, '/home/ada', 'linux'), '/home/ada/.local/share/tasklane');
  assert.equal(
    resolveHome({ XDG_DATA_HOME: 'data' }, '/home/ada', 'linux'),
    '/home/ada/.local/share/tasklane',
  );
});

test('a relative TASKLANE_HOME becomes absolute', () => {
  assert.equal(resolveHome({ TASKLANE_HOME: 'here' }, '/home/ada', 'linux'), `${process.cwd()}/here`);
});
