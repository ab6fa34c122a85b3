#!/usr/bin/env node
// The launcher: plain JavaScript, so that it can still speak on a Node that is too old for everything behind it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const launcher = fileURLToPath(import.meta.url);
const house = path.resolve(path.dirname(launcher), '..');
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  const built = path.join(house, 'dist/cli/main.js');
  if (existsSync(built)) {
    process.setSourceMapsEnabled(true);
    await import(pathToFileURL(built).href);
  } else {
    const { register } = await import('tsx/esm/api');
    register();
    await import(pathToFileURL(path.join(house, 'cli/main.ts')).href);
  }
} else {
  // npm brings a Node of its own (optional dependency "node"); outside npm's scripts it is not the one on the PATH.
  const own = path.join(house, 'node_modules/.bin/node');
  if (!existsSync(own)) {
    console.error(
      `Roomtape needs Node 22.18 or newer, and this is ${process.versions.node}: run "npm install" (it brings Node 24), or install a newer Node.`,
    );
    process.exit(1);
  }
  // The channel tells it when we are gone, however that came about.
  const child = spawn(own, [launcher, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // Ctrl-C in a terminal reaches the child by itself; other signals are handed on. Either way we wait for its end.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`Roomtape could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
