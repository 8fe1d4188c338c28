import { connectDatabase } from '../../src/database/connect.js';

// A small service for the tests to kill: opens the database of a data directory, writes one acknowledged document, waits.
const database = await connectDatabase({ dataDir: process.argv[2] ?? '', log: () => undefined });
await database.connection.collection('held').insertOne({ text: 'acknowledged' });
process.stdout.write(`${database.enginePid()}\n`);
setInterval(() => undefined, 60_000);
