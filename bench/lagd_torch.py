"""LAGD on MISO channels side by side in PyTorch: the peer of `reproduce bench lagd`.

Usage: lagd_torch.py M users units iterations channels
Answers every line on standard input with the times of a whole run on that many channels of its own, each with a network of its own
(products batched over channels, one Adam over all networks); ends with its input. One thread, float32, the settings of the published code
at 30 dB (noise power 0.1, one linear hidden layer, V moved anew from its start in every iteration, Adam with rate 0.01). The rate is
written with whole matrices, not user by user.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (reads the thread counts when loaded)

from turns import answer  # noqa: E402

torch.set_num_threads(1)
torch.manual_seed(1)
M, users, units, iterations, channels = map(int, sys.argv[1:6])
sigma2 = 0.1
P = sigma2 * (1 + 10**3)
eye = torch.eye(users)


def sum_rate(A, B, V):
    """Of every channel, in bits, for h_i v_j = (A V^T)_ij + j (B V^T)_ij, rows of V being [Re v_j, Im v_j]."""
    powers = (A @ V.mT) ** 2 + (B @ V.mT) ** 2
    wanted = (powers * eye).sum(-1)
    return torch.log2(1 + wanted / (powers.sum(-1) - wanted + sigma2)).sum(-1)


def uniform(inputs, *shape):
    """As torch.nn.Linear begins."""
    return ((torch.rand(channels, *shape) * 2 - 1) / inputs**0.5).requires_grad_()


def solve():
    re, im = torch.randn(2, channels, users, M) / 2**0.5
    A, B = torch.cat([re, -im], -1), torch.cat([im, re], -1)
    start = torch.cat([re, -im], -1)
    start = (start * (P / (start**2).sum((1, 2), keepdim=True)) ** 0.5).requires_grad_()
    (gradient,) = torch.autograd.grad(-sum_rate(A, B, start).sum(), start)
    start = start.detach()
    W1, b1 = uniform(2 * M, 2 * M, units), uniform(2 * M, 1, units)
    W2, b2 = uniform(units, units, 2 * M), uniform(units, 1, 2 * M)
    adam = torch.optim.Adam([W1, b1, W2, b2], lr=1e-2)
    for _ in range(iterations):
        V = start + torch.baddbmm(b2, torch.baddbmm(b1, gradient, W1), W2)
        V = V * (P / (V**2).sum((1, 2), keepdim=True)).clamp(max=1).sqrt()
        loss = -sum_rate(A, B, V).sum()
        adam.zero_grad()
        loss.backward()
        adam.step()


answer(solve)
