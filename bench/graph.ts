import { WebAssemblyMemory } from '../src/optimizers/webassembly.ts';
import { alternate } from '../src/study/times/alternate.ts';
import { flopsOfListaStep, listaStep } from './lista-gscp.ts';
import { type Measurement, measured, median, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/**
 * The gradient step of a 12-layer LISTA-GSCP network, 64 samples of (L, N, M) = (100, 200, 30), on `threads` threads; where
 * PyTorch is installed, with the same step there, run in turn.
 */
export async function listaGradient(threads = 1, rounds = 15): Promise<Measurement[]> {
  const { session, feeds } = await listaStep(threads);
  const clock = threads === 1 ? 'processor' : 'wall';
  const peer = startPeer('lista_gscp_torch.py', [String(threads)]);
  const [own, other] = await alternate(rounds, [() => session.run(feeds), ...(peer ? [peer] : [])], clock);
  await peer?.end();
  await session.release();
  const name = `LISTA-GSCP gradient, ${threads} thread${threads === 1 ? '' : 's'}`;
  return [
    measured(name, own, 'ms'),
    { name: `${name}: products`, value: flopsOfListaStep / median(own) / 1e6, unit: 'GFLOP/s' },
    ...(other ? [measured(`${name}: PyTorch`, other, 'ms'), ratio(`${name}: PyTorch / ours`, other, own)] : []),
  ];
}

/** One step of Adam on a million parameters in WebAssembly memory. */
export async function adamStep(rounds = 50): Promise<Measurement[]> {
  const memory = new WebAssemblyMemory([{ name: 'w', shape: [1e6] }]);
  memory.gradient.fill(0.1);
  const optimizer = { kind: 'adam', rate: { kind: 'constant', rate: 1e-3 } } as const;
  const [times] = await alternate(rounds, [() => memory.descend({ optimizer, step: 1 })]);
  return [measured('Adam on 1M parameters', times, 'ms')];
}

/** All benchmarks of the graph engine. */
export async function benchGraph(): Promise<Measurement[]> {
  return [...(await listaGradient(1)), ...(await listaGradient(2)), ...(await adamStep())];
}
