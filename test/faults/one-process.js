// Runs command lines in one process, for speed: a line of JSON, an array of words, comes in; `{ code, stderr }` goes out to file 3.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { main } from '../../build/src/cli/main.js';

let stderr = '';
const count = (_, encoding, done) => {
  (typeof encoding === 'function' ? encoding : done)?.();
  return true;
};
process.stdout.write = count;
process.stderr.write = (text, encoding, done) => {
  stderr += text;
  return count(text, encoding, done);
};

for await (const line of createInterface({ input: process.stdin })) {
  stderr = '';
  const code = await main([process.execPath, process.argv[1], ...JSON.parse(line)]);
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  writeSync(3, `${JSON.stringify({ code, stderr })}\n`);
}
