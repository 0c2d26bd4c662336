import { describe, expect, test } from 'vitest';
import { costOfSample, countedCost, weightsOf } from '../../../../src/problems/csi-feedback/complexity/layers.ts';
import { type OrderedScheme, orderOf } from '../../../../src/problems/csi-feedback/complexity/orders.ts';
import {
  type CountedScheme,
  decoderLayers,
  encoderLayers,
  multipleRateEncoder,
} from '../../../../src/problems/csi-feedback/complexity/schemes.ts';

/** Codewords at 1/8, 1/16, 1/32, 1/64. */
const codewords = [256, 128, 64, 32];

const millions = (value: number) => (value / 1e6).toFixed(3);
/** Some parameters are printed cut off, not rounded. */
const cutOff = (value: number) => (Math.floor(value / 1e3) / 1e3).toFixed(3);

const operations = (layers: typeof encoderLayers, scheme: CountedScheme) =>
  codewords.map((M) => millions(countedCost(layers(scheme, M)).operations));

describe('Table I, its terms with sizes put in, in operations at 1/16', () => {
  // By hand: N_a N_t M = 131 072, N_a^2 d = N_a N_t d = 65 536 and N_a d^2 = 131 072 with d = 64.
  test.each([
    ['csi-l2o', 131_072],
    ['tilista', 131_072],
    ['csinet', 36_864 + 131_072],
    ['transnet', 2 * (131_072 + 65_536 + 65_536) + 131_072],
  ] as const)('the encoder of %s', (scheme, expected) => {
    expect(orderOf(scheme, 'encoder', 128)).toBe(expected);
  });

  test.each([
    ['csi-l2o', 10 * (2 * 32 * 57_344 + 2048 * 6100) + 131_072],
    ['csinet', 2 * 1_622_016 + 131_072],
    ['transnet', 2 * (262_144 + 131_072 + 65_536) + 262_144],
  ] as const)('the decoder of %s', (scheme, expected) => {
    expect(orderOf(scheme, 'decoder', 128)).toBe(expected);
  });

  const left = (scheme: OrderedScheme, side: 'encoder' | 'decoder') => {
    const layers = side === 'encoder' ? encoderLayers(scheme, 128) : decoderLayers(scheme, 128);
    return costOfSample(layers).operations - orderOf(scheme, side, 128);
  };

  test('has all operations of deep unfolding, and of Csi-L2O all but the products with W and its transpose', () => {
    expect(left('tilista', 'decoder')).toBe(0);
    expect(left('csi-l2o', 'decoder')).toBe(10 * 4 * 2048 * 128 - 131_072);
  });

  test('leaves out the feed-forward layers of TransNet, 16.8 million', () => {
    expect(left('transnet', 'encoder')).toBeGreaterThan(2 * 2 * 32 * 64 * 2048);
    expect(left('transnet', 'decoder')).toBeGreaterThan(2 * 2 * 32 * 64 * 2048);
  });
});

describe('Table II, the encoders', () => {
  const linear = ['0.524', '0.262', '0.131', '0.066'];

  test.each([
    ['ista', linear],
    ['ms4l2o', linear],
    ['csinet', ['0.561', '0.299', '0.168', '0.102']],
    ['tilista', linear],
    ['transnet', ['17.334', '17.072', '16.941', '16.876']],
    ['csi-l2o', linear],
  ] as const)('has every printed number of operations of %s', (scheme, printed) => {
    expect(operations(encoderLayers, scheme)).toEqual(printed);
  });

  test('has the printed parameters: of CsiNet without biases, of TransNet without attention and cut off', () => {
    expect(codewords.map((M) => millions(weightsOf(encoderLayers('csinet', M))))).toEqual(linear);
    for (const scheme of ['tilista', 'csi-l2o'] as const) {
      expect(codewords.map((M) => millions(countedCost(encoderLayers(scheme, M)).parameters))).toEqual(linear);
    }
    expect(countedCost(encoderLayers('ista', 256)).parameters).toBe(0);
    const transnet = codewords.map((M) => countedCost(encoderLayers('transnet', M)).parameters);
    expect(transnet).toEqual([789_056, 526_784, 395_648, 330_080]);
    expect(transnet.map(cutOff)).toEqual(['0.789', '0.526', '0.395', '0.330']);
  });

  test('leaves out parameters: 16 640 of the attention of TransNet, biases and normalization of CsiNet', () => {
    const M = 128;
    expect(costOfSample(encoderLayers('transnet', M)).parameters).toBe(526_784 + 16_640);
    expect(costOfSample(encoderLayers('csinet', M)).parameters).toBe(2048 * M + M + 42);
  });
});

describe('Table III, the decoders', () => {
  test.each([
    ['ista', ['10.486', '5.243', '2.621', '1.311']],
    ['ms4l2o', ['20.978', '10.492', '5.249', '2.628']],
    ['csinet', ['3.809', '3.547', '3.416', '3.351']],
    ['tilista', ['10.813', '5.571', '2.949', '1.638']],
  ] as const)('has every printed number of operations of %s', (scheme, printed) => {
    expect(operations(decoderLayers, scheme)).toEqual(printed);
  });

  test('prints for Csi-L2O two numbers that its other two contradict', () => {
    // Printed 22.125, 1.639, 6.396, 3.201: a digit is lost at 1/16, and 1/64 has five of the ten passes through the transforms.
    expect(operations(decoderLayers, 'csi-l2o')).toEqual(['22.125', '11.639', '6.396', '3.774']);
    const [half] = [countedCost(decoderLayers('csi-l2o', 32)).operations - 5 * 2 * 57_344];
    expect(millions(half)).toBe('3.201');
  });

  test('prints the row of TransNet one rate off: its numbers for 1/8 to 1/64 are those of 1/4 to 1/32', () => {
    const printed = ['17.883', '17.359', '17.097', '16.966'];
    const shifted = [512, 256, 128, 64].map((M) => countedCost(decoderLayers('transnet', M)));
    expect(shifted.map((cost) => millions(cost.operations))).toEqual(printed);
    expect(shifted.map((cost) => cost.parameters)).toEqual([1_315_392, 791_104, 528_960, 397_888]);
    expect(operations(decoderLayers, 'transnet')).toEqual(['17.359', '17.097', '16.966', '16.900']);
    expect(countedCost(decoderLayers('transnet', 32)).parameters).toBe(332_352);
  });

  test('has the printed parameters of CsiNet and TiLISTA', () => {
    expect(codewords.map((M) => millions(weightsOf(decoderLayers('csinet', M))))).toEqual([
      '0.527',
      '0.265',
      '0.134',
      '0.069',
    ]);
    expect(millions(weightsOf(decoderLayers('tilista', 64)))).toBe('0.033');
    expect(costOfSample(decoderLayers('csinet', 128)).parameters).toBe(2048 * 128 + 2048 + 3362);
  });

  test('prints fewer parameters for MS4L2O and Csi-L2O than their networks have', () => {
    // 5 805 of the LSTM and its heads where 0.004 M are printed, and 115 520 of the transforms more where 0.119 M are.
    expect(costOfSample(decoderLayers('ms4l2o', 128)).parameters).toBe(5805);
    expect(costOfSample(decoderLayers('csi-l2o', 128)).parameters).toBe(121_325);
    // One LSTM layer of 20 inputs instead of both would give what is printed.
    const one = 5805 - 1920;
    expect([millions(one), millions(one + 115_520)]).toEqual(['0.004', '0.119']);
  });

  test('counts Csi-L2O for one of 32 rows and one of 2048 numbers: for a sample it is nearly nine times TransNet', () => {
    const whole = codewords.map((M) => costOfSample(decoderLayers('csi-l2o', M)).operations);
    expect(whole.map((value) => (value / 1e6).toFixed(1))).toEqual(['182.6', '172.1', '166.9', '164.2']);
    const transnet = costOfSample(decoderLayers('transnet', 128)).operations;
    expect(transnet).toBe(countedCost(decoderLayers('transnet', 128)).operations + 4 * 655_360);
    expect(whole[1] / transnet).toBeGreaterThan(8);
  });
});

describe('Table V, encoders of several rates', () => {
  test('has the printed operations, and 1.049 M parameters of PM-CsiNet+ where 1.649 M are printed', () => {
    const [serial, parallel] = [multipleRateEncoder('sm-csinet-plus'), multipleRateEncoder('pm-csinet-plus')];
    expect(countedCost(serial)).toEqual({ operations: 1_638_400, parameters: 1_221_972 });
    expect(countedCost(parallel)).toEqual({ operations: 1_466_368, parameters: 1_049_492 });
  });
});

test('the encoder of Csi-L2O costs 1.5 % of that of TransNet at 1/16, where the abstract says 0.15 %', () => {
  const share =
    countedCost(encoderLayers('csi-l2o', 128)).operations / countedCost(encoderLayers('transnet', 128)).operations;
  expect((100 * share).toFixed(1)).toBe('1.5');
});
