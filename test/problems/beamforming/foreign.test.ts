import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, test } from 'vitest';
import type { AnySolver } from '../../../src/contracts/problem.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { battery } from '../../battery/battery.ts';
import { downlinkTested, singleCell } from '../../battery/downlink.ts';
import { OwnFiles } from '../../foreign/own.ts';
import { draw, run as runAll, solverNamed } from './solving.ts';

const files = new OwnFiles();
afterAll(() => files.remove());

/** V_k = the first d rows of H_k, conjugated, at power P in all. */
const matched = `
export function matched({ H, M, K, d, P }) {
  let power = 0;
  const V = Array.from({ length: K }, (_, k) => Array.from({ length: M }, (_, m) => Array.from({ length: d }, (_, i) => {
    const [re, im] = H[k][i][m];
    power += re ** 2 + im ** 2;
    return [re, -im];
  })));
  const factor = Math.sqrt(P / power);
  return V.map((Vk) => Vk.map((row) => row.map(([re, im]) => [re * factor, im * factor])));
}
`;

const matchedInPython = `
import numpy as np
name = "matched"
def solve(H, P, d, share=1.0):
    V = np.swapaxes(H, -1, -2).conj()[..., :d]
    return V * np.sqrt(share * P / np.sum(np.abs(V) ** 2, axis=(1, 2, 3), keepdims=True))
`;

const instance = draw({ M: 5, K: 3, N: 2, d: 2, alpha: '1 2 3' }, 13);
/** Runs a solver; V of its only report, and what is measured. */
async function run(...given: Parameters<typeof runAll>) {
  const { V, metrics } = await runAll(...given);
  return { V: [...V.values()][0], metrics };
}

function expectClose(found: Float64Array, expected: Float64Array): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, v] of found.entries()) expect(v).toBeCloseTo(expected[i], 10);
}

const own = (text: string, name = 'mine.js') => files.solver('beamforming', name, text);

describe('a solver of the user in JavaScript', () => {
  test('gets the channel nested and flat, with the scenario, and returns V nested or flat, at once or later', async () => {
    const nested = await run(await own(`${matched} export default matched;`), instance, {}, ['power', 'wsr']);
    for (const power of nested.metrics.get('power null')!) expect(power).toBeCloseTo(10, 10);
    const forms = [
      'export default { solve: (c) => matched(c).flat(3) };',
      'export default { solve: async (c) => Float64Array.from(matched(c).flat(3)) };',
      'export async function solve(c) { await null; return { V: matched(c) }; }',
      `export default { solve(c) {
        const seen = JSON.stringify([c.M, c.K, c.N, c.d, c.P, c.sigma2, c.alpha, c.parameters]);
        if (seen !== '[5,3,2,2,10,1,[1,2,3],{}]') throw new Error(seen);
        if (String(c.H.flat(3)) !== String([...c.flat])) throw new Error('flat');
        return matched(c);
      } };`,
    ];
    for (const form of forms) expect((await run(await own(matched + form), instance)).V).toEqual(nested.V);
  });

  test('in TypeScript is the same', async () => {
    const { V } = await run(await own(`${matched} export default matched;`), instance);
    const typed = `type C = { H: number[][][][]; P: number }; import { matched } from './typed-helper.ts';
      export default function solve(c: C): number[][][][] { return matched(c as never)!; }`;
    files.write('typed-helper.ts', matched.replace('matched({', 'matched<T>({').replace('P })', 'P }: any): any'));
    expect((await run(await own(typed, 'typed.ts'), instance)).V).toEqual(V);
  });

  test('may report iterates, as many for every trial', async () => {
    const says = "reports: 'every iteration',";
    const iterates = await own(
      `${matched} export default { ${says} solve: (c) => [0.25, 1].map((f) => matched(c).flat(3).map((x) => x * Math.sqrt(f))) };`,
    );
    const { metrics } = await run(iterates, instance, {}, ['power']);
    expect([...metrics.keys()]).toEqual(['power 1', 'power 2']);
    for (const power of metrics.get('power 1')!) expect(power).toBeCloseTo(2.5, 10);
    const uneven = `let n = 0; export default { ${says} solve: (c) => Array(n++ === 2 ? 3 : 2).fill(matched(c)) };`;
    const refused = run(await own(matched + uneven), instance);
    await expect(refused).rejects.toThrow('it returned no array of 2 V, as for the trials before');
  });

  test('has the parameters that it declares, of the types of their defaults', async () => {
    const solver = await own(
      `${matched} export default { parameters: { share: 1, kind: 'a' },
        solve: (c) => matched(c).flat(3).map((x) => x * c.parameters.share) };`,
    );
    expect(solver.parameters.parse({})).toEqual({ share: 1, kind: 'a' });
    expect(solver.parameters.safeParse({ share: 'much' }).success).toBe(false);
    expect(solver.parameters.safeParse({ other: 1 }).success).toBe(false);
    const { metrics } = await run(solver, instance, { share: 0.1 }, ['power']);
    for (const power of metrics.get('power null')!) expect(power).toBeCloseTo(0.1, 10);
  });

  test.each(['undefined', '[1, 2, 3]', 'new Float64Array(59)', '[[[[1, 0]]]]', "Array(60).fill('1')"])(
    'is told what was expected where it returns %s, and at which trial',
    async (returned) => {
      const solver = await own(
        `${matched} let n = 0; export default { solve: (c) => (n++ === 1 ? ${returned} : matched(c)) };`,
      );
      await expect(run(solver, instance)).rejects.toMatchObject({
        message: 'Error: it returned no V[k][m][d] = [re, im] of K = 3, M = 5, d = 2, nor 60 numbers',
        trial: instance.range.first + 1,
      });
    },
  );
});

describe('a solver of the user in Python', () => {
  test('gets the same channels, many at a time, and its own parameters are those with a default', async () => {
    const { V } = await run(await own(`${matched} export default matched;`), instance);
    const python = await own(matchedInPython, 'matched.py');
    expect([python.name, python.parameters.parse({})]).toEqual(['matched', { share: 1 }]);
    const found = await run(python, instance);
    expectClose(found.V, V);
    const { metrics } = await run(python, instance, { share: 0.5 }, ['power']);
    for (const power of metrics.get('power null')!) expect(power).toBeCloseTo(5, 10);
  });

  test.each([
    [
      'return V[:, :2]',
      /ValueError: it returned an array of shape \(\d+, 2, 5, 2\) where V of shape \(\d+, 3, 5, 2\) is wanted/,
    ],
    ['raise KeyError("x")', /^KeyError: 'x' \(bad\.py:3\)$/],
    ['return "text"', /entries where V of shape/],
  ])('that does "%s" is told what is wrong, with its own line', async (line, message) => {
    const bad = `import numpy as np\ndef solve(H, M, K, d):\n    V = np.zeros((len(H), K, M, d)); ${line}\n`;
    await expect(run(await own(bad, 'bad.py'), instance)).rejects.toThrow(message);
  });

  test('that asks for what is not given is refused', async () => {
    const refused = own('def solve(H, power):\n    return H\n', 'asks.py');
    await expect(refused).rejects.toThrow(
      'solve() asks for "power"; given are H, errorVariance, P, sigma2, alpha, d, M, K, N',
    );
  });
});

test('a solver in Python costs less than 0.2 s beside its own computing for 1000 channels of (8, 4, 2, 2)', async () => {
  const solver = await own(matchedInPython, 'fast.py');
  const channels = draw({ M: 8, K: 4, N: 2, d: 2 }, 1000);
  const silent = { solution() {}, lost() {}, diagnostic() {} };
  await solver.solve(channels, solver.parameters.parse({}), silent);
  // Processor time of this end, where the arrays go over and come back; the other end's was measured at a third of it.
  const before = process.cpuUsage();
  await solver.solve(channels, solver.parameters.parse({}), silent);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(0.15);
});

describe('a solver of the user where channels are estimated', () => {
  test('is given the estimate and the variance of its errors, which is 0 where there are none', async () => {
    const solver = await own(
      'import numpy as np\ndef solve(H, errorVariance, M, K, d):\n' +
        '    assert errorVariance.shape == (len(H), K), errorVariance.shape\n' +
        '    V = np.zeros((len(H), K, M, d), complex)\n' +
        '    V[:, :, 0, 0] = errorVariance\n    V[:, 0, 1, 0] = H[:, 0, 0, 0] / 100\n    return V\n',
      'estimated.py',
    );
    const axes = { M: 5, K: 3, N: 2, d: 2 };
    const whole = draw({ ...axes, errorVariance: 0.25 }, 3);
    const { V } = await run(solver, whole);
    // Row 0 of V (M x K d) of the first trial, users 0 ... 2, and its entry at row 1.
    expect([V[0], V[4], V[8]]).toEqual([0.25, 0.25, 0.25]);
    expect(V[12]).toBeCloseTo(whole.estimate!.H[0] / 100, 15);
    const { V: exact } = await run(solver, draw(axes, 3));
    expect([exact[0], exact[4], exact[8]]).toEqual([0, 0, 0]);
  });
});

describe('any program', () => {
  test('speaks the same protocol through its standard streams', async () => {
    const path = files.write(
      'program.py',
      `import json, sys, numpy as np
while True:
    line = sys.stdin.buffer.readline()
    if not line: break
    call = json.loads(line)
    given = {}
    for array in call["arrays"]:
        kind = np.dtype("<c16" if array["type"] == "complex128" else "<f8")
        data = sys.stdin.buffer.read(kind.itemsize * int(np.prod(array["shape"])))
        given[array["name"]] = np.frombuffer(data, kind).reshape(array["shape"])
    H = given["H"]
    V = np.swapaxes(H, -1, -2).conj() * call["parameters"]["gain"]
    header = {"arrays": [{"name": "V", "type": "complex128", "shape": V.shape}]}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\\n" + np.ascontiguousarray(V).tobytes())
    sys.stdout.buffer.flush()
`,
    );
    const program = await files.open('beamforming', `exec:python3 ${path}`);
    expect(program.name).toBe('program');
    const { V } = await run(program, instance, { gain: 0.1 });
    const { V: expected } = await run(await own(matchedInPython, 'matched.py'), instance, {});
    // Both are multiples of the conjugate channel, trial by trial.
    expect(V[0] / V[7]).toBeCloseTo(expected[0] / expected[7], 10);
  });

  test('in Octave gets and returns arrays as the example in docs/octave does', async ({ skip }) => {
    requireOctave(skip);
    const octave = await files.open('beamforming', 'exec:octave-cli --quiet docs/octave/mrt.m');
    const { V } = await run(octave, instance);
    const { V: expected } = await run(await solverNamed('mrt'), instance);
    expectClose(V, expected);
  });
});

describe('any program, by files', () => {
  const shell = (line: string) => files.open('beamforming', `folder:${line}`);

  test('in Octave reads and writes .mat files as the example in docs/octave does, all trials but the first at once', async ({
    skip,
  }) => {
    requireOctave(skip);
    const octave = await shell('octave-cli --quiet docs/octave/mrt_files.m');
    expect(octave.name).toBe('mrt_files');
    const { V } = await run(octave, instance);
    const { V: expected } = await run(await solverNamed('mrt'), instance);
    expectClose(V, expected);
  });

  test('in Octave finds numbers, parameters and the step as variables, and loses no axis of length 1', async ({
    skip,
  }) => {
    requireOctave(skip);
    files.write(
      'variables.m',
      `folder = getenv('REPRODUCE_FOLDER'); in = load(fullfile(folder, 'in.mat'));
assert(in.step, 'solve'); assert(in.kind, 'soft'); assert(in.gain, 0.5);
assert([in.P in.sigma2 in.d in.M in.K in.N in.alpha], [10 1 1 2 2 1 1 4]);
assert(size(in.H), [size(in.H, 1) 2 1 2]); assert(iscomplex(in.H)); assert(size(in.errorVariance), [size(in.H, 1) 2]);
V = in.gain * permute(conj(in.H(:, :, 1, :)), [1 2 4 3]);
save(fullfile(folder, 'out.mat'), 'V', '-v7');`,
    );
    const octave = await shell(`octave-cli --quiet ${files.path('variables.m')}`);
    const small = draw({ M: 2, K: 2, N: 1, d: 1, alpha: '1 4' }, 3);
    const { V } = await run(octave, small, { gain: 0.5, kind: 'soft' });
    // V (M x K) of a trial holds the conjugated channels of user k in column k.
    const H = small.H.subarray(8);
    expectClose(
      V.subarray(8, 16),
      Float64Array.of(H[0], -H[1], H[4], -H[5], H[2], -H[3], H[6], -H[7]).map((v) => v / 2),
    );
  });

  test('may leave .npy files, also real ones', async () => {
    const path = files.write(
      'left.py',
      `import os, numpy as np
folder = os.environ["REPRODUCE_FOLDER"]
assert open(os.path.join(folder, "in.mat"), "rb").read(6) == b"MATLAB"
n = 1 if not os.path.exists("${files.path('again')}") else 12
open("${files.path('again')}", "w").close()
np.save(os.path.join(folder, "V.npy"), np.full((n, 3, 5, 2), 0.25))
`,
    );
    const { V } = await run(await shell(`python3 ${path}`), instance);
    expect([...V]).toEqual(Array.from({ length: 13 * 30 }, () => [0.25, 0]).flat());
  });

  test('that fails, leaves nothing or something else is named', async () => {
    const failing = async (line: string) => run(await shell(line), instance);
    await expect(failing('exit 3')).rejects.toThrow('its command ended with exit code 3');
    await expect(failing('true')).rejects.toThrow('it left no "V" in out.mat and no V.npy in $REPRODUCE_FOLDER');
    const save = (text: string) =>
      `python3 -c "import os, numpy as np; np.save(os.path.join(os.environ['REPRODUCE_FOLDER'], 'V.npy'), ${text})"`;
    await expect(failing(save('np.zeros((1, 3, 2, 5))'))).rejects.toThrow('complex128 [1, 3, 5, 2]');
    await expect(run(await shell(save('0')), instance, { P: 3 })).rejects.toThrow('"P" is what it is given');
  });
});

/** Skips, and says so, where Octave is not installed. */
function requireOctave(skip: (why: string) => void): void {
  try {
    execFileSync('octave-cli', ['--version'], { stdio: 'ignore' });
  } catch {
    skip('octave is not installed');
  }
}

let kept: Promise<AnySolver> | undefined;
battery(downlinkTested(beamforming, singleCell), 'mine', async () => {
  kept ??= own(`${matched} export default matched;`);
  return kept;
});
