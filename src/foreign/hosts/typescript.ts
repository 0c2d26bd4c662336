import { register } from 'node:module';

/** Lets this process import TypeScript, where Node does not by itself. */
export async function takeTypeScript(): Promise<void> {
  const { typescript } = process.features as { typescript?: unknown };
  if (!typescript) register('./typescript-loader.js', import.meta.url);
}
