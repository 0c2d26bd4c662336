import { type Options, options } from './options.ts';

/** Options as words of a command line that asks for the same, those of `names` alone. */
export function given(names: readonly (keyof Options)[], values: Partial<Options>): string[] {
  return names.flatMap((name) => {
    const value = values[name];
    const [flag] = /--[a-z-]+/.exec(options[name].flags)!;
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    // `--solvers a,b` is one list; of other options each value stands alone.
    const texts = Array.isArray(value) && name !== 'solvers' ? value : [String(value)];
    return texts.map((text) => `${flag}=${text}`);
  });
}
