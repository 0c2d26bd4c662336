/** A first solver of the user's own for each problem, in Python and JavaScript: the simplest method that there is, which runs as it stands. */
export const solverTemplates: Readonly<Record<string, { readonly py: string; readonly js: string }>> = {
  beamforming: {
    py: `import numpy as np


def solve(H, P, sigma2, alpha, d, scale=1.0):
    """Beamformers of many channels at once: H [n, K, N, M] -> V [n, K, M, d], with sum_k ||V_k||_F^2 <= P.

    Here: maximum ratio transmission. \`scale\` is a parameter of your own: --solvers ./mine.py:scale=0.9
    """
    n, K, N, M = H.shape
    V = np.swapaxes(H, -1, -2).conj()[..., :d]
    norms = np.linalg.norm(V, axis=2, keepdims=True)
    return scale * V / norms * np.sqrt(P / (K * d))
`,
    js: `export default {
  parameters: { scale: 1 }, // your own: --solvers ./mine.js:scale=0.9

  /** Beamformers of one channel: H[k][n][m] = [re, im] -> V[k][m][i] = [re, im], with sum_k ||V_k||_F^2 <= P. Here: maximum ratio. */
  solve({ H, K, M, d, P, sigma2, alpha, parameters }) {
    return H.map((Hk) => {
      const norms = Hk.slice(0, d).map((row) => Math.hypot(...row.flat()));
      const amplitude = parameters.scale * Math.sqrt(P / (K * d));
      return Array.from({ length: M }, (_, m) =>
        norms.map((norm, i) => [(Hk[i][m][0] * amplitude) / norm, (-Hk[i][m][1] * amplitude) / norm]),
      );
    });
  },
};
`,
  },
  multicell: {
    py: `import numpy as np


def solve(H, P, sigma2, alpha, B, U, Nt, Nr, scale=1.0):
    """Beamformers of many channels at once: H [n, B, B U, Nr, Nt] -> V [n, B U, Nt, Nr], at most P from each station.

    Here: maximum ratio transmission of the user's own station. \`scale\` is a parameter of your own: --solvers ./mine.py:scale=0.9
    """
    users = np.arange(B * U)
    own = H[:, users // U, users]
    V = np.swapaxes(own, -1, -2).conj()
    norms = np.linalg.norm(V, axis=2, keepdims=True)
    return scale * V / norms * np.sqrt(P / (U * Nr))
`,
    js: `export default {
  parameters: { scale: 1 }, // your own: --solvers ./mine.js:scale=0.9

  /** H[b][k][n][m] = [re, im], from station b -> V[k][m][i] = [re, im], at most P from each station. Here: maximum ratio. */
  solve({ H, P, sigma2, alpha, B, U, Nt, Nr, parameters }) {
    const amplitude = parameters.scale * Math.sqrt(P / (U * Nr));
    return Array.from({ length: B * U }, (_, k) => {
      const own = H[Math.floor(k / U)][k];
      const norms = own.map((row) => Math.hypot(...row.flat()));
      return Array.from({ length: Nt }, (_, m) =>
        norms.map((norm, i) => [(own[i][m][0] * amplitude) / norm, (-own[i][m][1] * amplitude) / norm]),
      );
    });
  },
};
`,
  },
  'massive-access': {
    py: `import numpy as np


def solve(Y, S, L, N, M, activity, sigma2, ridge=1.0):
    """Estimates of many trials at once: Y [n, L, M], S [L, N] -> X [n, N, M], channels of active devices and zero of others.

    Here: linear least squares with a ridge, which knows nothing of sparsity. \`ridge\` is a parameter of your own.
    """
    return S.conj().T @ np.linalg.solve(S @ S.conj().T + ridge * np.eye(L), Y)
`,
    js: `export default {
  parameters: { step: 0.5 }, // your own: --solvers ./mine.js:step=0.4

  /** Y[l][m], S[l][n] = [re, im] -> X[n][m] = [re, im]. Here: the matched filter, shrunk, which knows nothing of sparsity. */
  solve({ Y, S, L, N, M, activity, sigma2, parameters }) {
    return Array.from({ length: N }, (_, n) =>
      Array.from({ length: M }, (_, m) => {
        let [re, im, energy] = [0, 0, 0];
        for (let l = 0; l < L; l++) {
          const [a, b] = S[l][n];
          const [c, d] = Y[l][m];
          re += a * c + b * d;
          im += a * d - b * c;
          energy += a * a + b * b;
        }
        return [(parameters.step * re) / energy, (parameters.step * im) / energy];
      }),
    );
  },
};
`,
  },
  'csi-feedback': {
    py: `import numpy as np


def encode(X, M):
    """Samples X [n, 2, Na, Nt] -> codewords s [n, M]. Here: the M entries of the first delays."""
    first = np.transpose(X, (0, 2, 1, 3)).reshape(len(X), -1)
    return first[:, :M]


def decode(s, M, Na, Nt):
    """Codewords as they arrive, quantized where the scenario has bits -> samples [n, 2, Na, Nt]."""
    whole = np.zeros((len(s), 2 * Na * Nt))
    whole[:, :M] = s
    return np.transpose(whole.reshape(-1, Na, 2, Nt), (0, 2, 1, 3))
`,
    js: `/** X[plane][delay][angle] -> a codeword of M numbers. Here: the M entries of the first delays. */
export function encode({ X, M, Na, Nt }) {
  return Array.from({ length: M }, (_, i) => X[Math.floor(i / Nt) % 2][Math.floor(i / (2 * Nt))][i % Nt]);
}

/** The codeword as it arrives, quantized where the scenario has bits -> the sample. */
export function decode({ s, M, Na, Nt }) {
  return [0, 1].map((plane) =>
    Array.from({ length: Na }, (_, delay) =>
      Array.from({ length: Nt }, (_, angle) => s[(2 * delay + plane) * Nt + angle] ?? 0),
    ),
  );
}
`,
  },
};
