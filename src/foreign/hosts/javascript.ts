// The process of a JavaScript or TypeScript file of the user's: `node javascript.js <file> <steps as JSON>`. Messages come in through
// descriptor 3 and go out through 4; what the file prints goes elsewhere. Nothing of it shares a memory with anything else.
import { Console } from 'node:console';
import { pathToFileURL } from 'node:url';
import type { Message } from '../message.ts';
import type { Steps } from './calls.ts';
import { answerCall, greetingOf, type Opened, openModule } from './calls.ts';
import { endWithParent } from './end-with-parent.ts';
import { Pipes } from './pipes.ts';
import { takeTypeScript } from './typescript.ts';
import { errorText } from './where.ts';

const [path, steps] = [process.argv[2], JSON.parse(process.argv[3]) as Steps];

globalThis.console = new Console(process.stderr);
endWithParent();
const pipes = new Pipes(3, 4);
const writeMessage = (message: Message) => pipes.write(message);

let opened: Opened | undefined;
try {
  if (/\.[cm]?ts$/.test(path)) await takeTypeScript();
  opened = openModule((await import(pathToFileURL(path).href)) as Record<string, unknown>, steps);
  writeMessage({ header: greetingOf(opened), values: [] });
} catch (error) {
  writeMessage({ header: { error: errorText(error, path) }, values: [] });
}

if (opened !== undefined) {
  for (let call = pipes.read(); call !== undefined; call = pipes.read()) {
    await answerCall(opened, call, writeMessage, (error) => errorText(error, path));
  }
}
process.exit();
