import type { Layer } from './layers.ts';

/** The schemes of Tables II and III, for samples of 2 x 32 x 32 numbers, 32 delays (rows) times 32 angles. */
export type CountedScheme = 'ista' | 'ms4l2o' | 'csinet' | 'tilista' | 'transnet' | 'csi-l2o';

const length = 2048;
const pixels = 1024;
const rows = 32;
const iterations = 10;

const linear = (inputs: number, outputs: number, bias = true): Layer => ({ kind: 'linear', inputs, outputs, bias });
const convolution = (from: number, to: number, kernel: number): Layer[] => [
  { kind: 'convolution', from, to, kernel, pixels, bias: true },
];

/** What the user computes, for codewords of M entries. */
export function encoderLayers(scheme: CountedScheme, M: number): Layer[] {
  switch (scheme) {
    case 'ista':
    case 'ms4l2o':
      return [{ kind: 'linear', inputs: length, outputs: M, bias: false, fixed: true }];
    case 'tilista':
    case 'csi-l2o':
      return [linear(length, M, false)];
    case 'csinet':
      return [...convolution(2, 2, 3), uncounted(2), linear(length, M)];
    case 'transnet':
      return [...transformerPasses(1), linear(length, M)];
  }
}

/** What the base station computes. */
export function decoderLayers(scheme: CountedScheme, M: number): Layer[] {
  switch (scheme) {
    case 'ista':
      return gradientSteps(M, 1);
    case 'tilista':
      // The counted operations and parameters ask for one pair of transforms on 64 numbers, shared by all iterations and one row.
      return [
        ...gradientSteps(M, 1),
        { ...linear(64, 256), times: iterations * rows, countedTimes: iterations },
        { ...linear(256, 64), times: iterations * rows, countedTimes: iterations },
      ];
    case 'ms4l2o':
      return [...gradientSteps(M, 2), ...coordinateNetwork()];
    case 'csi-l2o':
      return [...gradientSteps(M, 2), ...coordinateNetwork(), ...rowTransforms()];
    case 'csinet':
      return [
        linear(M, length),
        ...refinement(),
        ...refinement(),
        ...convolution(2, 2, 3),
        { kind: 'unexplained', operations: 4096 },
      ];
    case 'transnet':
      return [linear(M, length), ...transformerPasses(2), layerNorm()];
  }
}

/** Products with W and its transpose at one or two points in each iteration. W is the encoder's. */
function gradientSteps(M: number, points: number): Layer[] {
  return [{ kind: 'linear', inputs: length, outputs: M, bias: false, fixed: true, times: 2 * points * iterations }];
}

/** A two-layer LSTM and its heads, which serve every number of the sample in every iteration and were counted once. */
function coordinateNetwork(): Layer[] {
  const everywhere = { times: length * iterations, countedTimes: 1 };
  const layers: Layer[] = [
    { kind: 'lstm', inputs: 2, hidden: 20 },
    { kind: 'lstm', inputs: 20, hidden: 20 },
    linear(20, 20),
    ...Array.from({ length: 5 }, () => linear(20, 1)),
  ];
  return layers.map((layer) => ({ ...layer, ...everywhere }));
}

/** f_t and f_i, which serve every row of the channel and were counted for one. */
function rowTransforms(): Layer[] {
  const sizes = [64, 128, 128, 256, 128, 128, 64];
  return sizes
    .slice(1)
    .map((outputs, i) => ({ ...linear(sizes[i], outputs), times: iterations * rows, countedTimes: iterations }));
}

/** RefineNet. Its normalizations were not counted. */
function refinement(): Layer[] {
  return [
    ...convolution(2, 8, 3),
    uncounted(8),
    ...convolution(8, 16, 3),
    uncounted(16),
    ...convolution(16, 2, 3),
    uncounted(2),
  ];
}

function uncounted(channels: number): Layer {
  return { kind: 'normalization', elements: channels * pixels, parameters: 2 * channels, countedTimes: 0 };
}

/**
 * A layer of the transformer applied twice with the same parameters: attention (in the decoder twice), two linear layers around 2048 hidden
 * units on 32 tokens of width 64, and a normalization after each.
 */
function transformerPasses(attentions: number): Layer[] {
  const tokens = { times: 32 };
  const pass: Layer[] = [
    ...Array.from({ length: attentions }, (): Layer => ({ kind: 'attention', tokens: 32, width: 64 })),
    { ...linear(64, 2048), ...tokens },
    { ...linear(2048, 64), ...tokens },
    ...Array.from({ length: attentions + 1 }, layerNorm),
  ];
  return [...pass, ...pass.map((layer): Layer => ({ ...layer, shared: true }))];
}

function layerNorm(): Layer {
  return { kind: 'normalization', elements: length, parameters: 128 };
}

/** Encoders for several rates at once, Table V. */
export function multipleRateEncoder(scheme: 'sm-csinet-plus' | 'pm-csinet-plus'): Layer[] {
  const normalized = (): Layer => ({ kind: 'normalization', elements: length, parameters: 4 });
  const first = [...convolution(2, 2, 7), normalized(), ...convolution(2, 2, 7), normalized()];
  // One after the other, 1/4 to 1/32; or one layer whose outputs are shared out.
  if (scheme === 'pm-csinet-plus') return [...first, linear(length, 512)];
  return [...first, linear(length, 512), linear(512, 256), linear(256, 128), linear(128, 64)];
}
