import { expect, test } from 'vitest';
import { engine, load, stackParts, transpose, unstackParts } from '../../src/lanes/index.ts';
import * as tape from '../../src/lanes/tape/index.ts';
import { read } from './oracle.ts';

const lanes = engine('f64');
const group = { first: 0, count: 1 };

test('transposition, and real and imaginary parts above each other and back', () => {
  lanes.scope(() => {
    const X = lanes.real(2, 3);
    const Y = lanes.real(3, 2);
    load(X, Float64Array.of(1, 2, 3, 4, 5, 6), group);
    transpose(Y, X);
    expect([...read(Y, 1)]).toEqual([1, 4, 2, 5, 3, 6]);
    transpose(Y, X, true);
    expect([...read(Y, 1)]).toEqual([2, 8, 4, 10, 6, 12]);

    const Z = lanes.complex(1, 3);
    load(Z, Float64Array.of(1, 4, 2, 5, 3, 6), group);
    stackParts(X, Z);
    expect([...read(X, 1)]).toEqual([1, 2, 3, 4, 5, 6]);
    unstackParts(Z, X, true);
    expect([...read(Z, 1)]).toEqual([2, 8, 4, 10, 6, 12]);
    expect(() => stackParts(Y, Z)).toThrow('expected a 2 x 3 matrix');
  });
});

test('a convolution by hand: zeros around, the middle of the kernel over the entry', () => {
  lanes.scope(() => {
    const recording = new tape.RecordingTape(lanes);
    const x = recording.realInput(2, 3);
    const kernel = recording.realInput(3, 3);
    const y = tape.convolve(x, kernel);
    const program = tape.compile(recording, { outputs: [y] });
    load(program.value(x), Float64Array.of(1, 2, 3, 4, 5, 6), group);
    load(program.value(kernel), Float64Array.of(0, 0, 0, 0, 1, 10, 0, 0, 100), group);
    program.forward();
    expect([...read(program.value(y), 1)]).toEqual([521, 632, 3, 54, 65, 6]);
    expect(() => tape.convolve(x, recording.realInput(2, 3))).toThrow('odd sizes');
  });
});
