import { type Measure, metricOf } from './measuring.ts';
import { ReceivedRate } from './received-rate.ts';

/** Weighted sum rate in units of `unit` nats per channel use. */
function measureIn(name: string, unit: string, nats: number): Measure {
  return {
    name,
    title: 'Weighted sum rate',
    unit,
    of: 'T',
    prepare({ instance, lanes, T }) {
      const rate = new ReceivedRate(instance, T, nats);
      const program = lanes.specialise(() => rate.evaluate());
      return () => {
        program.run();
        return rate.value;
      };
    },
  };
}

/** Weighted sum rate in bits per channel use. */
export const wsr = metricOf(measureIn('wsr', 'bit/s/Hz', Math.LN2));

/** Weighted sum rate in nats per channel use. */
export const wsrNats = metricOf(measureIn('wsr-nats', 'nat/s/Hz', 1));
