import { metricOf } from '../../../downlink/measuring.ts';
import { SumRate } from '../../../downlink/sum-rate.ts';

/** The objective of eq. (1) of Song et al. in bits per channel use: the rates of all users of all cells, whatever their priorities. */
export const sumRate = metricOf({
  name: 'sum-rate',
  title: 'Sum rate',
  unit: 'bit/s/Hz',
  prepare({ instance, H, V }) {
    const rate = new SumRate({ ...instance, alpha: instance.alpha.map(() => 1) }, H, V, Math.LN2);
    return () => rate.evaluate();
  },
});
