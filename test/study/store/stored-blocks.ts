import { existsSync, readdirSync } from 'node:fs';
import { kinds } from '../../../src/study/store/frame.ts';
import { PackReader } from '../../../src/study/store/pack.ts';

/** How many blocks a folder of packs holds; 0 where there is no such folder. */
export function storedBlocks(folder: string): number {
  const keys = new Set<string>();
  const packs = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.pack')) : [];
  for (const pack of packs) {
    new PackReader(folder, pack.slice(0, -'.pack'.length)).load(({ kind, key }) => {
      if (kind === kinds.block) keys.add(Buffer.from(key).toString('hex'));
    });
  }
  return keys.size;
}
