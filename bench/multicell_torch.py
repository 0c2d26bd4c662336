"""Several cells in batched PyTorch on one thread: the peer of `reproduce bench l2o-sumrate`.

Usage: multicell_torch.py wmmse B U Nt Nr batch iterations
       multicell_torch.py train B U Nt Nr batch
Answers every line on standard input with the times of that many WMMSE iterations from MRT (complex128, every multiplier by
Newton's method on eigenvalues, all stations and channels at once), or of one AdamW step of the structured updates in the span of the
channels (complex64, T = 5, 64 units, loss of the last V). With a last argument `check` after `wmmse` it reads re, im of H as text
instead and prints the sum rate in bits after the iterations.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (reads the thread counts when loaded)

from turns import answer  # noqa: E402

torch.set_num_threads(1)
task = sys.argv[1]
B, U, Nt, Nr, batch = map(int, sys.argv[2:7])
K, P = B * U, 10.0
dtype = torch.complex128 if task == "wmmse" else torch.complex64
eye = torch.eye(Nr, dtype=dtype)
station = torch.arange(K) // U


def received(H, V):
    """T [batch, K, K, Nr, Nr]: what user m's beamformer gives at user k, from H [batch, B, K, Nr, Nt] and V [batch, K, Nt, Nr]."""
    n = len(H)
    stacked = V.reshape(n, B, U, Nt, Nr).transpose(2, 3).reshape(n, B, Nt, U * Nr)
    T = H.reshape(n, B, K * Nr, Nt) @ stacked
    return T.reshape(n, B, K, Nr, U, Nr).permute(0, 2, 1, 4, 3, 5).reshape(n, K, K, Nr, Nr)


def covariances(T):
    """Wanted T_kk, and I plus what comes from others."""
    own = torch.diagonal(T, dim1=1, dim2=2).permute(0, 3, 1, 2)
    everything = (T @ T.mH).sum(2) + eye
    return own, everything - own @ own.mH, everything


def logdet(X):
    return 2 * torch.linalg.cholesky(X).diagonal(dim1=-2, dim2=-1).real.log().sum(-1)


def rate(T):
    _, J, everything = covariances(T)
    return (logdet(everything) - logdet(J)).sum(1) / torch.log(torch.tensor(2.0))


def to_power(V):
    power = (V.abs() ** 2).reshape(len(V), B, -1).sum(-1)
    return V * (P / power).sqrt().repeat_interleave(U, 1)[:, :, None, None]


def mrt(H):
    return to_power(H[:, station, torch.arange(K)].mH.contiguous())


def wmmse_iteration(H, V):
    n = len(H)
    T = received(H, V)
    own, _, everything = covariances(T)
    Uk = torch.linalg.solve(everything, own)
    W = torch.linalg.inv(eye - Uk.mH @ own)
    heard = Uk.mH[:, None] @ H
    weighted = W[:, None] @ heard
    A = heard.reshape(n, B, K * Nr, Nt).mH @ weighted.reshape(n, B, K * Nr, Nt)
    right = weighted[:, station, torch.arange(K)].mH.reshape(n, B, U, Nt, Nr)
    values, Q = torch.linalg.eigh(A)
    values = values.clamp(min=0)
    turned = Q.mH[:, :, None] @ right
    mu = multipliers(values, torch.view_as_real(turned).square().sum((2, 4, 5)))
    return (Q[:, :, None] @ (turned / (values + mu[..., None])[:, :, None, :, None])).reshape(n, K, Nt, Nr)


def multipliers(values, phi):
    """The roots mu of sum_i phi_i / (values_i + mu)^2 = P, or almost 0: Newton's method on the power of -1/2, which comes from below."""
    mu = ((phi / P).sqrt() - values).amax(-1).clamp(min=1e-12)
    for _ in range(60):
        inverse = 1 / (values + mu[..., None])
        terms = phi * inverse * inverse
        power = terms.sum(-1)
        step = (power / (terms * inverse).sum(-1) * ((power / P).sqrt() - 1)).clamp(min=0)
        mu = mu + step
        if step.max() < 1e-9:
            break
    return mu


def hermitian_reals(X):
    rows = [X[..., i, i].real for i in range(Nr)]
    rows += [part for i in range(Nr) for j in range(i) for part in (X[..., i, j].real, X[..., i, j].imag)]
    return torch.stack(rows, -1)


class Updates(torch.nn.Module):
    def __init__(self, steps=5, units=64):
        super().__init__()
        size = 4 * Nr * Nr
        linear = torch.nn.Linear
        self.steps = torch.nn.ModuleList(
            torch.nn.ModuleList([linear(size, units), linear(units, units), linear(2 * units, units), linear(units, size)])
            for _ in range(steps)
        )
        for _, _, _, last in self.steps:
            torch.nn.init.zeros_(last.bias)
            last.weight.data *= 0.1

    def forward(self, H, V):
        gelu = torch.nn.functional.gelu
        n = len(H)
        own_channels = H.transpose(1, 2)
        for first, second, mixed, last in self.steps:
            T = received(H, V)
            own, J, _ = covariances(T)
            leakage = (T.mH @ T).sum(1) - own.mH @ own
            features = torch.cat([torch.view_as_real(own).reshape(n, K, -1), hermitian_reals(J), hermitian_reals(leakage)], -1)
            x = gelu(second(gelu(first(features.sign() * features.abs().log1p()))))
            others = (x.sum(1, keepdim=True) - x) / (K - 1)
            y = last(gelu(mixed(torch.cat([x, others], -1))))
            C, R = torch.view_as_complex(y.reshape(n, K, 2, Nr, Nr, 2)).unbind(2)
            weighted = C[:, :, None] @ T
            stacked = weighted.reshape(n, K, B, U, Nr, Nr).permute(0, 2, 1, 4, 3, 5).reshape(n, B, K * Nr, U * Nr)
            change = H.reshape(n, B, K * Nr, Nt).mH @ stacked
            change = change.reshape(n, B, Nt, U, Nr).transpose(2, 3).reshape(n, K, Nt, Nr)
            V = to_power((V - change) @ (eye + R))
        return rate(received(H, V))


def rzf(H):
    Hbar = H.reshape(len(H), B, K * Nr, Nt)
    ridge = U * Nr / P
    A = Hbar.mH @ Hbar + ridge * torch.eye(Nt, dtype=dtype)
    right = H[:, station, torch.arange(K)].mH
    solved = torch.linalg.solve(A, right.reshape(len(H), B, U, Nt, Nr).transpose(2, 3).reshape(len(H), B, Nt, U * Nr))
    return to_power(solved.reshape(len(H), B, Nt, U, Nr).transpose(2, 3).reshape(len(H), K, Nt, Nr))


def draw():
    """Channels as strong as those of 2.8 km: users of other cells hardly hear anything."""
    H = torch.randn(batch, B, K, Nr, Nt, dtype=dtype) * (10**0.25 / Nt**0.5)
    weak = (torch.arange(B)[:, None] != station).to(H.real.dtype) * 0.98
    return H * (1 - weak)[:, :, None, None]


if task == "wmmse":
    iterations = int(sys.argv[7])
    with torch.no_grad():
        if sys.argv[8:] == ["check"]:
            numbers = [complex(*map(float, pair.split())) for pair in next(sys.stdin).split(";")]
            H = torch.tensor(numbers, dtype=dtype).reshape(batch, B, K, Nr, Nt)
            V = mrt(H)
            for _ in range(iterations):
                V = wmmse_iteration(H, V)
            print(*rate(received(H, V)).tolist())
        else:
            H = draw()

            def iterate():
                V = mrt(H)
                for _ in range(iterations):
                    V = wmmse_iteration(H, V)

            answer(iterate)
else:
    network = Updates()
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=0.01)

    def step():
        H = draw()
        loss = -network(H, rzf(H)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    answer(step)
