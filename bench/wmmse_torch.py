"""WMMSE iterations, eq. (9) of Pellaco and Jalden, in batched PyTorch on one thread: the peer of `reproduce bench lanes`.

Usage: wmmse_torch.py complex128|complex64 M K N d batch iterations
Answers every line on standard input with one line after that many iterations from the same start, so that the caller can
time both in turn; ends with its input. Straightforward: the matrices of the equations are formed as they are written, the
users are a dimension of the tensors. With a last argument `check`, reads re, im of H and V as text instead and prints V
after the iterations.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (reads the thread counts when loaded)

torch.set_num_threads(1)
dtype = getattr(torch, sys.argv[1])
M, K, N, d, batch, iterations = map(int, sys.argv[2:8])
ratio = 0.1  # sigma^2 / P


def iterate(H, V):
    """One iteration for channels H [batch, K, N, M] and beamformers V [batch, K, M, d], all priorities 1."""
    power = (V.abs() ** 2).sum(dim=(1, 2, 3))
    HV = H @ V
    S = (V @ V.mH).sum(dim=1, keepdim=True)
    Q = H @ S @ H.mH + (ratio * power)[:, None, None, None] * torch.eye(N, dtype=dtype)
    U = torch.linalg.solve(Q, HV)
    W = torch.linalg.inv(torch.eye(d, dtype=dtype) - U.mH @ HV)
    UW = U @ W
    HUW = H.mH @ UW
    noise = ratio * (UW * U.conj()).real.sum(dim=(1, 2, 3))
    R = (HUW @ (U.mH @ H)).sum(dim=1) + noise[:, None, None] * torch.eye(M, dtype=dtype)
    right = HUW.transpose(1, 2).reshape(batch, M, K * d)
    return torch.linalg.solve(R, right).reshape(batch, M, K, d).transpose(1, 2).contiguous()


def run(H, V):
    for _ in range(iterations):
        V = iterate(H, V)
    return V


def given(*shape):
    return torch.tensor([complex(*map(float, pair.split())) for pair in next(sys.stdin).split(";")], dtype=dtype).reshape(shape)


with torch.no_grad():
    if sys.argv[8:] == ["check"]:
        V = run(given(batch, K, N, M), given(batch, K, M, d))
        print(";".join(f"{v.real!r} {v.imag!r}" for v in V.flatten().tolist()))
    else:
        torch.manual_seed(1)
        H = torch.randn(batch, K, N, M, dtype=dtype)
        V = H.mH[..., :d].contiguous()
        for _ in sys.stdin:
            run(H, V)
            print("done", flush=True)
