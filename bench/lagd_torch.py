"""LAGD on one MISO channel in PyTorch: the peer of `reproduce bench lagd`.

Usage: lagd_torch.py M users units iterations
Answers every line on standard input with one line after a whole run on a channel of its own; ends with its input. One thread,
float32, the settings of the published code at 30 dB (noise power 0.1, one linear hidden layer, V moved anew from its start in
every iteration, Adam with rate 0.01). The rate is written with whole matrices, not user by user.
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch  # noqa: E402  (reads the thread counts when loaded)

torch.set_num_threads(1)
torch.manual_seed(1)
M, users, units, iterations = map(int, sys.argv[1:5])
sigma2 = 0.1
P = sigma2 * (1 + 10**3)
eye = torch.eye(users)


def sum_rate(A, B, V):
    """In bits, for h_i v_j = (A V^T)_ij + j (B V^T)_ij, rows of V being [Re v_j, Im v_j]."""
    powers = (A @ V.T) ** 2 + (B @ V.T) ** 2
    wanted = (powers * eye).sum(dim=1)
    return torch.log2(1 + wanted / (powers.sum(dim=1) - wanted + sigma2)).sum()


def solve():
    re, im = torch.randn(2, users, M) / 2**0.5
    A, B = torch.cat([re, -im], dim=1), torch.cat([im, re], dim=1)
    start = torch.cat([re, -im], dim=1)
    start = (start * (P / (start**2).sum()) ** 0.5).requires_grad_()
    (gradient,) = torch.autograd.grad(-sum_rate(A, B, start), start)
    start = start.detach()
    network = torch.nn.Sequential(torch.nn.Linear(2 * M, units), torch.nn.Linear(units, 2 * M))
    adam = torch.optim.Adam(network.parameters(), lr=1e-2)
    for _ in range(iterations):
        V = start + network(gradient)
        power = (V**2).sum()
        if power > P:
            V = V * (P / power) ** 0.5
        loss = -sum_rate(A, B, V)
        adam.zero_grad()
        loss.backward()
        adam.step()
    return -loss.item()


for _ in sys.stdin:
    print(solve(), flush=True)
