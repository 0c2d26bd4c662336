import { csiL2o } from '../src/problems/csi-feedback/csi-l2o/network.ts';
import { csiNet } from '../src/problems/csi-feedback/csinet/network.ts';
import { drawSamples } from '../src/problems/csi-feedback/instance.ts';
import { orthonormalRows } from '../src/problems/csi-feedback/shaped-rows.ts';
import { feedbackTraining } from '../src/problems/csi-feedback/training/feedback-training.ts';
import { TrainingSamples } from '../src/problems/csi-feedback/training/samples.ts';
import { transNet } from '../src/problems/csi-feedback/transnet/network.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate } from '../src/study/times/alternate.ts';
import { SummedRun } from '../src/study/training/summed.ts';
import { SummedGraph } from '../src/unrolling/summed-graph.ts';
import { type Measurement, measured, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

const sizes = { Na: 32, Nt: 32, M: 128 } as const;
const channels = { environment: 'indoor', Nt: 32, Nc: 1024, Na: 32 } as const;
const rounds = 10;

/** The networks with the samples of a step and those that are computed at once, here and in PyTorch, where each is fastest. */
const schemes = {
  csinet: { batch: 100, part: 50, peerBatch: 200, network: () => csiNet(sizes, { output: 'linear' }) },
  transnet: {
    batch: 40,
    part: 20,
    peerBatch: 20,
    network: () => transNet(sizes, { attention: 'tokens', normalization: 'pre' }),
  },
  'csi-l2o': {
    batch: 8,
    part: 4,
    peerBatch: 4,
    network: () =>
      csiL2o(
        sizes,
        (out, stream) =>
          out.set(
            orthonormalRows(
              out.map(() => stream.normal()),
              sizes.M,
            ),
          ),
        { iterations: 10, reading: 'residual', roundTrip: 0.01, firstWeight: 0.2, projectionRate: 0.2 },
      ),
  },
};

/**
 * Training steps of the networks of CSI feedback at compression 1/16, Adam included and samples given, on one thread: the time of a sample
 * and, where PyTorch is installed, how many times as long it takes there for a sample.
 */
export async function benchFeedback(): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const [name, { batch, part, peerBatch, network }] of Object.entries(schemes)) {
    const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: name });
    const training = feedbackTraining(
      network(),
      new TrainingSamples(channels, streams),
      { steps: 1000, batch, part, rate: 1e-4, clip: 1 },
      streams,
    );
    const x = drawSamples(channels, { first: 0, count: part }, streams, 'training');
    const run = new SummedRun(await SummedGraph.open({ ...training, feeds: () => ({ x }) }));
    let step = 0;
    const peer = startPeer('feedback_torch.py', [name, String(peerBatch)]);
    const works = [() => run.advance(step++), ...(peer ? [peer] : [])];
    const [own, other] = await alternate(rounds, works);
    await peer?.end();
    const each = (times: readonly number[], samples: number) => times.map((time) => time / samples);
    found.push(measured(`${name}: training`, each(own, batch), 'ms/sample'));
    if (!other) continue;
    found.push(measured(`${name}: PyTorch`, each(other, peerBatch), 'ms/sample'));
    found.push(ratio(`${name}: PyTorch / ours`, each(other, peerBatch), each(own, batch)));
  }
  return found;
}
