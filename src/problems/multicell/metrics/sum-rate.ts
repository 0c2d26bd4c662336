import { metricOf } from '../../../downlink/measuring.ts';
import { ReceivedRate } from '../../../downlink/received-rate.ts';

/** The objective of eq. (1) of Song et al. in bits per channel use: the rates of all users of all cells, whatever their priorities. */
export const sumRate = metricOf({
  name: 'sum-rate',
  title: 'Sum rate',
  unit: 'bit/s/Hz',
  of: 'T',
  prepare({ instance, lanes, T }) {
    const rate = new ReceivedRate({ ...instance, alpha: instance.alpha.map(() => 1) }, T, Math.LN2);
    const program = lanes.specialise(() => rate.evaluate());
    return () => {
      program.run();
      return rate.value;
    };
  },
});
