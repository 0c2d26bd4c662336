"""WMMSE iterations, eq. (9) of Pellaco and Jalden, in batched PyTorch on one thread: the peers of `reproduce bench lanes`.

Usage: wmmse_torch.py careful|expert complex128|complex64 M K N d batch iterations
Answers every line on standard input with the times of that many iterations from the same start; ends with its input. As a careful user
writes it, the matrices of the equations are formed as they are written, and the users are a dimension of the tensors. As an expert
writes it, H V is one product of stacked matrices, the inverses of 2 x 2 matrices are closed forms, and Hermitian systems are solved by
Cholesky's factors. With a last argument `check` it prints how far the two are apart after the iterations, relative to the largest entry.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (reads the thread counts when loaded)

from turns import answer  # noqa: E402

torch.set_num_threads(1)
dtype = getattr(torch, sys.argv[2])
M, K, N, d, batch, iterations = map(int, sys.argv[3:9])
ratio = 0.1  # sigma^2 / P
eye_N, eye_d, eye_M = (torch.eye(n, dtype=dtype) for n in (N, d, M))


def careful(H):
    """The iteration for channels H [batch, K, N, M], of beamformers V [batch, K, M, d], all priorities 1."""

    def iterate(V):
        power = (V.abs() ** 2).sum(dim=(1, 2, 3))
        HV = H @ V
        S = (V @ V.mH).sum(dim=1, keepdim=True)
        Q = H @ S @ H.mH + (ratio * power)[:, None, None, None] * eye_N
        U = torch.linalg.solve(Q, HV)
        W = torch.linalg.inv(eye_d - U.mH @ HV)
        UW = U @ W
        HUW = H.mH @ UW
        noise = ratio * (UW * U.conj()).real.sum(dim=(1, 2, 3))
        R = (HUW @ (U.mH @ H)).sum(dim=1) + noise[:, None, None] * eye_M
        right = HUW.transpose(1, 2).reshape(batch, M, K * d)
        return torch.linalg.solve(R, right).reshape(batch, M, K, d).transpose(1, 2).contiguous()

    return iterate, lambda V: V, lambda V: V


def expert(H):
    """The same on beamformers side by side, [batch, M, K d]."""
    stacked = H.reshape(batch, K * N, M).contiguous()
    adjoint = H.mH.resolve_conj().contiguous()

    def iterate(V):
        power = torch.view_as_real(V).square().sum((1, 2, 3))
        T = torch.bmm(stacked, V)
        rows = T.view(batch * K, N, K * d)
        Q = torch.bmm(rows, rows.mH).view(batch, K, N, N)
        Q.diagonal(dim1=-2, dim2=-1).add_((ratio * power)[:, None, None])
        own = T.view(batch, K, N, K, d).diagonal(dim1=1, dim2=3).permute(0, 3, 1, 2)
        U = inverse2(Q) @ own if N == 2 else torch.linalg.solve(Q, own)
        E = eye_d - U.mH @ own
        W = inverse2(E) if d == 2 else torch.linalg.inv(E)
        UW = U @ W
        noise = ratio * (torch.view_as_real(UW) * torch.view_as_real(U)).sum((1, 2, 3, 4))
        both = adjoint @ torch.cat([U, UW], -1)
        HU, HUW = (half.transpose(1, 2).reshape(batch, M, K * d) for half in (both[..., :d], both[..., d:]))
        R = torch.bmm(HUW, HU.mH)
        R.diagonal(dim1=-2, dim2=-1).add_(noise[:, None])
        return torch.cholesky_solve(HUW, torch.linalg.cholesky_ex(R)[0])

    def gathered(V):
        return V.permute(0, 2, 1, 3).reshape(batch, M, K * d).contiguous()

    return iterate, gathered, lambda V: V.view(batch, M, K, d).transpose(1, 2)


def inverse2(A):
    a, b, c, e = A[..., 0, 0], A[..., 0, 1], A[..., 1, 0], A[..., 1, 1]
    adjugate = torch.stack([torch.stack([e, -b], -1), torch.stack([-c, a], -1)], -2)
    return adjugate / (a * e - b * c)[..., None, None]


def run(iterate, V):
    for _ in range(iterations):
        V = iterate(V)
    return V


with torch.no_grad():
    torch.manual_seed(1)
    H = torch.randn(batch, K, N, M, dtype=dtype)
    start = H.mH[..., :d].contiguous()
    if sys.argv[9:] == ["check"]:
        ends = [outward(run(iterate, inward(start))) for iterate, inward, outward in (careful(H), expert(H))]
        print(((ends[0] - ends[1]).abs().max() / ends[0].abs().max()).item())
    else:
        iterate, inward, _ = {"careful": careful, "expert": expert}[sys.argv[1]](H)
        V = inward(start)
        answer(lambda: run(iterate, V))
