import type { PlannedData } from '../../../contracts/data-set.ts';
import type { Recorded, TrialRange } from '../../../contracts/problem.ts';
import { firstOfValidation, Passes } from '../../../random/passes.ts';
import type { Streams } from '../../../random/streams.ts';
import type { ChannelShape } from '../cost2100/generator.ts';
import { drawSamples, sampleLength } from '../instance.ts';
import { recordedSamples } from '../recorded.ts';

/** Numbers of fresh samples: steps take them from 0 on, what is fitted beside the steps begins where no step comes. */
export const firstOfFits = 2 ** 30;

/** The samples of a training: fresh ones from the generator, or those of a data set, drawn or in the user's file. */
export class TrainingSamples {
  readonly channels: ChannelShape;
  /** Samples that there are for what is fitted, and to validate on. */
  readonly fits: number;
  readonly validations: number;
  readonly #streams: Streams;
  readonly #recorded: Recorded | undefined;
  readonly #inFile: number;
  readonly #passes: Passes | undefined;

  constructor(plan: ChannelShape & PlannedData, streams: Streams, recorded?: Recorded) {
    const { environment, Nt, Nc, Na, trainingSamples, validationSamples } = plan;
    this.channels = { environment, Nt, Nc, Na };
    this.fits = trainingSamples ?? Number.POSITIVE_INFINITY;
    this.validations = trainingSamples === undefined ? Number.POSITIVE_INFINITY : (validationSamples ?? 0);
    this.#streams = streams;
    this.#recorded = recorded;
    this.#inFile = recorded ? (trainingSamples ?? 0) : 0;
    this.#passes = trainingSamples === undefined ? undefined : new Passes(trainingSamples, streams);
  }

  /** Those that steps take one after the other, from place 0 on; of a data set pass after pass, each in an order drawn for it. */
  learned(range: TrialRange): Float32Array {
    const passes = this.#passes;
    if (passes === undefined) return this.#read(range);
    const length = sampleLength(this.channels);
    const X = new Float32Array(range.count * length);
    for (let i = 0; i < range.count; i++) {
      X.set(this.#read({ first: passes.at(range.first + i), count: 1 }), i * length);
    }
    return X;
  }

  /** Those that projections and statistics are made from, from 0 to `fits`: of a data set its first. */
  fitted({ first, count }: TrialRange): Float32Array {
    return this.#read({ first: this.#passes ? first : firstOfFits + first, count });
  }

  /** Those that a training is followed on, from 0 to `validations`: in a file behind the training part. */
  validation({ first, count }: TrialRange): Float32Array {
    return this.#read({ first: (this.#recorded ? this.#inFile : firstOfValidation) + first, count });
  }

  #read(range: TrialRange): Float32Array {
    if (this.#recorded) return recordedSamples(this.#recorded, range);
    return drawSamples(this.channels, range, this.#streams, 'training');
  }
}
