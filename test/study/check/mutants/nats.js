// Rates in nats under the name of bits.
import { beamforming } from '../../../../build/src/problems/beamforming/problem.js';

const { wsr, 'wsr-nats': nats } = beamforming.metrics;

export default { ...beamforming, metrics: { ...beamforming.metrics, wsr: { ...wsr, measure: nats.measure } } };
