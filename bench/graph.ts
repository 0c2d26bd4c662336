import { WebAssemblyMemory } from '../src/optimizers/webassembly.ts';
import { flopsOfListaStep, listaStep } from './lista-gscp.ts';
import { alternate, type Measurement, median } from './measurement.ts';
import { startPeer } from './peer.ts';

/**
 * The gradient step of a 12-layer LISTA-GSCP network, 64 samples of (L, N, M) = (100, 200, 30), on `threads` threads; where
 * PyTorch is installed, with the same step there, run in turn.
 */
export async function listaGradient(threads = 1, rounds = 15): Promise<Measurement[]> {
  const { session, feeds } = await listaStep(threads);
  const peer = startPeer('lista_gscp_torch.py', [String(threads)]);
  const [own, other] = await alternate(rounds, [() => session.run(feeds), ...(peer ? [() => peer.step()] : [])]);
  await peer?.end();
  await session.release();
  const name = `LISTA-GSCP gradient, ${threads} thread${threads === 1 ? '' : 's'}`;
  const time = median(own);
  return [
    { name, value: time, unit: 'ms' },
    { name: `${name}: products`, value: flopsOfListaStep / time / 1e6, unit: 'GFLOP/s' },
    ...(other
      ? [
          { name: `${name}: PyTorch`, value: median(other), unit: 'ms' },
          { name: `${name}: PyTorch / ours`, value: median(other.map((t, i) => t / own[i])), unit: '1' },
        ]
      : []),
  ];
}

/** One step of Adam on a million parameters in WebAssembly memory. */
export async function adamStep(rounds = 50): Promise<Measurement[]> {
  const memory = new WebAssemblyMemory([{ name: 'w', shape: [1e6] }]);
  memory.gradient.fill(0.1);
  const optimizer = { kind: 'adam', rate: { kind: 'constant', rate: 1e-3 } } as const;
  const [times] = await alternate(rounds, [() => memory.descend({ optimizer, step: 1 })]);
  return [{ name: 'Adam on 1M parameters', value: median(times), unit: 'ms' }];
}

/** All benchmarks of the graph engine. */
export async function benchGraph(): Promise<Measurement[]> {
  return [...(await listaGradient(1)), ...(await listaGradient(2)), ...(await adamStep())];
}
