"""Times 12 iterations of ISTA-GS on one sample in NumPy: the peer of `reproduce bench lista-gs`.

Usage: ista_gs_numpy.py [float64|float32]
Answers every line on standard input with one line after 12 iterations on the next of 16 samples; ends with its input.
One thread, sizes (L, N, M) = (100, 200, 30), real form, rows of X are groups.
"""

import itertools
import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402  (reads the thread counts when loaded)

from turns import answer  # noqa: E402

kind = np.dtype(sys.argv[1] if len(sys.argv) > 1 else "float64")
iterations, samples, L, N, M = 12, 16, 100, 200, 30

random = np.random.default_rng(1)
complex_S = random.standard_normal((L, N)) + 1j * random.standard_normal((L, N))
complex_S /= np.linalg.norm(complex_S, axis=0)
S = np.block([[complex_S.real, -complex_S.imag], [complex_S.imag, complex_S.real]]).astype(kind)
C = np.linalg.norm(S, 2) ** 2
W = np.ascontiguousarray((S / C).T).astype(kind)
theta = kind.type(0.1 / C)


def sample():
    active = np.tile(random.random(N) < 0.1, 2)[:, None]
    X = active * random.standard_normal((2 * N, M)) / 2**0.5
    return (S @ X + 0.056 * random.standard_normal((2 * L, M))).astype(kind)


received = [sample() for _ in range(samples)]


def solve(Y):
    X = np.zeros((2 * N, M), kind)
    for _ in range(iterations):
        X = X + W @ (Y - S @ X)
        norms = np.sqrt(np.einsum("ij,ij->i", X, X))
        X *= np.maximum(0, 1 - theta / np.maximum(norms, 1e-12))[:, None].astype(kind)
    return X


turns = itertools.cycle(received)
answer(lambda: solve(next(turns)))
