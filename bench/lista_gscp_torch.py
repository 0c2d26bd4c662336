"""Times the gradient step of a 12-layer LISTA-GSCP network in PyTorch: the peer of `reproduce bench graph`.

Usage: lista_gscp_torch.py [threads]
Answers every line on standard input with one line after one step, so that the caller can time steps of both in turn; ends
with its input. Devices are rows and the antennas of all samples columns: 1.1 times faster here than the transpose.
"""

import os
import sys

threads = sys.argv[1] if len(sys.argv) > 1 else "1"
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = threads

import torch  # noqa: E402  (reads the thread counts when loaded)

from turns import answer  # noqa: E402

torch.set_num_threads(int(threads))
layers, samples, L, N, M = 12, 64, 100, 200, 30

torch.manual_seed(1)
S = torch.randn(2 * L, 2 * N) / (2 * L) ** 0.5
Y = torch.randn(2 * L, samples * M)
truth = 0.3 * torch.randn(2 * N, samples * M)
W = [(S / 5.7).clone().requires_grad_() for _ in range(layers)]
theta = [torch.tensor(0.1, requires_grad=True) for _ in range(layers)]


def shrink(x, threshold):
    """Group soft threshold; x is [2N, samples * M], a group is the M entries of one sample in one row."""
    groups = x.view(2 * N, samples, M)
    norm = groups.norm(dim=2, keepdim=True).clamp_min(1e-12)
    return (groups * torch.relu(1 - threshold / norm)).view(2 * N, samples * M)


def step():
    for variable in W + theta:
        variable.grad = None
    x = None
    for k in range(layers):
        residual = Y if x is None else torch.addmm(Y, S, x, alpha=-1)
        x = shrink(W[k].t() @ residual if x is None else torch.addmm(x, W[k].t(), residual), theta[k])
    loss = (x - truth).square().sum()
    loss.backward()


answer(step)
