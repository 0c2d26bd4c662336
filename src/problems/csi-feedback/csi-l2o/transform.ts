import { scope, type Tensor } from '../../../graph/index.ts';
import { dense, denseArrays } from '../dense.ts';
import { constantly, heUniform, type LearnedArrays, prefixed, type Tensors, within } from '../learned-arrays.ts';

/** The widths that the layers of f_t lead through: Section V-A2. f_i goes the same way back. */
const hidden = [128, 128, 256] as const;

/** Features that stay of 256: Section V-A2. */
export const keptFeatures = 51;

/** How f_i begins: its last layer with a tenth of He's range, so that the first iterations stay near a gradient step. */
const smallGain = 0.1;

/**
 * Arrays of the angular-domain sparse transformation of Section III-C: f_t, three dense layers from a row of H'' to 256 features,
 * and f_i, three dense layers back. A row is one delay with its Nt real and Nt imaginary parts: 57 856 and 57 664 numbers for Nt = 32.
 */
export function transformArrays(rowLength: number): LearnedArrays {
  const widths = [rowLength, ...hidden];
  const layers = (lengths: readonly number[], lastGain = 1) =>
    Object.fromEntries(
      lengths.slice(1).flatMap((outputs, i) => {
        const inputs = lengths[i];
        const gain = i === lengths.length - 2 ? lastGain : 1;
        const arrays = denseArrays(inputs, outputs, scaledHe(inputs, gain), constantly(0));
        return Object.entries(prefixed(String(i), arrays));
      }),
    );
  return { ...prefixed('ft', layers(widths)), ...prefixed('fi', layers(widths.toReversed(), smallGain)) };
}

function scaledHe(inputs: number, gain: number) {
  return heUniform(inputs / gain ** 2);
}

/** Three dense layers with rectifiers between them. */
function threeLayers(x: Tensor, arrays: Tensors): Tensor {
  return dense(dense(dense(x, arrays, '0').relu(), arrays, '1').relu(), arrays, '2');
}

/** f_i(top G(f_t(v))) of every row of v, [rows, 2 Nt]: only the 51 features of largest magnitude pass. 114 688 products a row. */
export function transformed(v: Tensor, arrays: Tensors): Tensor {
  return scope('transform', () => {
    const features = threeLayers(v, within('ft', arrays)).keepLargest(keptFeatures);
    return threeLayers(features, within('fi', arrays));
  });
}
