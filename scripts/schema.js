// Writes the JSON Schemas of experiment files, which are committed, from the schemas that the program validates with.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jsonSchemas } from '../build/src/study/experiment/json-schema.js';

const folder = fileURLToPath(new URL('../experiments', import.meta.url));
for (const [file, text] of Object.entries(jsonSchemas())) writeFileSync(join(folder, file), text);
