import { gemm, layerNorm, scope, type Tensor } from '../../../graph/index.ts';
import { dense, denseArrays } from '../dense.ts';
import { type FeedbackNetwork, meanSquare, type Sizes, sampleSize } from '../feedback-network.ts';
import {
  type Beginning,
  constantly,
  glorotUniform,
  type LearnedArrays,
  prefixed,
  type Tensors,
  within,
} from '../learned-arrays.ts';
import { attention, attentionArrays, type Sequences, scaledGlorot } from './attention.ts';

/** How TransNet is built. */
export interface TransNetSettings {
  /**
   * What attends to one another: the 32 tokens of a sample, as described; or the samples of a batch at each token, as the released
   * code computes, so that an estimate depends on the samples beside it.
   */
  readonly attention: 'tokens' | 'batch';
  /**
   * Where layers normalize: behind every residual sum and once at the end, as described (`post`), which takes the tokens' magnitude away
   * and stalls; or before attention and feed-forward and not at the end (`pre`), our choice, where both begin at zero.
   */
  readonly normalization: 'post' | 'pre';
}

/** How the dense layers between user and base station begin; Glorot's range where left out. */
export interface CodewordBeginnings {
  /** [M, n] */
  readonly encoder: Beginning;
  /** [n, M] */
  readonly decoder: Beginning;
}

/** Length of a token: two neighbouring rows of one plane of the sample. */
const d = 64;
/** Width of the feed-forward layers. */
const width = 2048;
/** A layer is applied so often, with the same weights. */
const times = 2;

/**
 * TransNet, Cui, Guo and Song, IEEE WCL 11(5), 2022: the sample as tokens of 64 numbers; at the user an attention layer with
 * two heads and a feed-forward of width 2048, applied twice, and a dense layer to the codeword; at the base station a dense layer back
 * and a decoder layer (attention, attention to what the dense layer gave, feed-forward), applied twice. About 34 million products a
 * sample.
 */
export function transNet(sizes: Sizes, settings: TransNetSettings, codeword?: CodewordBeginnings): FeedbackNetwork {
  const { Na, Nt, M } = sizes;
  const n = sampleSize(sizes);
  const layers = new Layers(settings);
  const begin = glorotUniform(n, M);
  const network: FeedbackNetwork = {
    sizes,
    arrays: {
      ...prefixed('encoder', layers.arrays(['self'])),
      'compress/W': { shape: [M, n], begin: codeword?.encoder ?? begin },
      'compress/b': { shape: [M], begin: constantly(0) },
      'expand/W': { shape: [n, M], begin: codeword?.decoder ?? begin },
      'expand/b': { shape: [n], begin: constantly(0) },
      ...prefixed('decoder', layers.arrays(['self', 'cross'])),
      ...(settings.normalization === 'post' && prefixed('final', normArrays())),
    },
    rateFactors: {},
    codewordArrays: ['compress', 'expand'].flatMap((layer) => [`${layer}/W`, `${layer}/b`]),
    encode: (x, a) =>
      scope('encoder', () => {
        const tokens = layers.applied(x.reshape([-1, n / d, d]), within('encoder', a), ['self']);
        return gemm(tokens.reshape([-1, n]), a['compress/W'], { transposeB: true, c: a['compress/b'] });
      }),
    decode: (s, a) =>
      scope('decoder', () => {
        const given = gemm(s, a['expand/W'], { transposeB: true, c: a['expand/b'] }).reshape([-1, n / d, d]);
        const tokens = layers.applied(given, within('decoder', a), ['self', 'cross']);
        const ended = settings.normalization === 'post' ? normalized(tokens, a, 'final') : tokens;
        return [ended.reshape([-1, 2, Na, Nt])];
      }),
    loss: (x, a) => meanSquare(x, network.decode(network.encode(x, a), a)[0]),
  };
  return network;
}

type Attention = 'self' | 'cross';

/** Layers of attention and feed-forward in either normalization. */
class Layers {
  readonly #settings: TransNetSettings;

  constructor(settings: TransNetSettings) {
    this.#settings = settings;
  }

  arrays(attentions: readonly Attention[]): LearnedArrays {
    const gain = this.#settings.normalization === 'pre' ? 0 : 1;
    return Object.assign(
      {},
      ...attentions.map((name) => ({
        ...prefixed(name, attentionArrays(d, gain)),
        ...prefixed(`${name}/norm`, normArrays()),
      })),
      prefixed('wide', denseArrays(d, width, glorotUniform(d, width))),
      prefixed('narrow', denseArrays(width, d, scaledGlorot(width, d, gain))),
      prefixed('narrow/norm', normArrays()),
    );
  }

  /** The layer, twice. The second attention looks at what the first layer was given. */
  applied(given: Tensor, a: Tensors, attentions: readonly Attention[]): Tensor {
    let tokens = given;
    for (let i = 0; i < times; i++) {
      for (const name of attentions) {
        tokens = this.#residual(tokens, a, `${name}/norm`, (queries) =>
          this.#attend(name === 'cross' ? { queries, memory: given } : { queries }, a, name),
        );
      }
      tokens = this.#residual(tokens, a, 'narrow/norm', (x) => feedForward(x, a));
    }
    return tokens;
  }

  #residual(x: Tensor, a: Tensors, norm: string, branch: (x: Tensor) => Tensor): Tensor {
    if (this.#settings.normalization === 'post') return normalized(x.add(branch(x)), a, norm);
    return x.add(branch(normalized(x, a, norm)));
  }

  #attend(sequences: Sequences, a: Tensors, name: string): Tensor {
    if (this.#settings.attention === 'tokens') return attention(sequences, a, name);
    const turned = (x: Tensor) => x.transpose([1, 0, 2]);
    const { queries, memory } = sequences;
    const across = memory ? { queries: turned(queries), memory: turned(memory) } : { queries: turned(queries) };
    return turned(attention(across, a, name));
  }
}

function normArrays(): LearnedArrays {
  return { scale: { shape: [d], begin: constantly(1) }, bias: { shape: [d], begin: constantly(0) } };
}

function normalized(x: Tensor, a: Tensors, name: string): Tensor {
  const { scale, bias } = within(name, a);
  return layerNorm(x, { scale, bias });
}

function feedForward(x: Tensor, a: Tensors): Tensor {
  const rows = x.reshape([-1, d]);
  return dense(dense(rows, a, 'wide').relu(), a, 'narrow').reshape(x.shape);
}
