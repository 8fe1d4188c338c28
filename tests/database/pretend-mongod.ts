import { renameSync, symlinkSync } from 'node:fs';
import { openEmbedded } from '../../src/database/open-embedded.js';

// Takes the options that the service gives a `mongod`, serves the same wire protocol from the same kind of directory, and
// closes on SIGTERM as mongod does. No mongod is installed where the tests run.
const options = process.argv.slice(2);
const directory = options[options.indexOf('--dbpath') + 1] ?? '';
const socket = options[options.indexOf('--bind_ip') + 1] ?? '';
const opened = await openEmbedded(directory);
process.on('SIGTERM', () => {
  void opened.close().then(() => process.exit(0));
});
symlinkSync(opened.socketPath, `${socket}.next`);
renameSync(`${socket}.next`, socket);
