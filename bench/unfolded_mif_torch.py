"""Adam steps of the unfolded matrix-inverse-free WMMSE network in batched PyTorch: a peer of `reproduce bench lanes`.

Usage: unfolded_mif_torch.py M K N d Ju Jw Jv L batch
Answers every line on standard input with one line after one Adam step on the loss of eq. (43) in complex64, fresh channels
drawn, on one thread; ends with its input. A straightforward transcription of Algorithm 2 of Pellaco and Jalden with complex
tensors and autograd. With `--check FILE` (npz: h [n, K, N, M], triplet, layers, u, v) it prints loss and gradient in double
precision instead.
"""

import json
import os
import sys

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402  (reads the thread counts when loaded)
import torch  # noqa: E402

from turns import answer  # noqa: E402

P, SIGMA2 = 10.0, 1.0


def herm(x):
    return x.conj().transpose(-1, -2)


def trace(x):
    return x.diagonal(dim1=-2, dim2=-1).sum(-1)


def eta(x):
    a = x.abs()
    column = a.sum(-2, keepdim=True)
    return (a * column).sum(-1).sqrt().amax(-1)[..., None, None]


def dot(x, y):
    """Re Tr(X^H Y)."""
    return (x.conj() * y).real.sum((-2, -1))


def receive(h, v):
    """H_k [V_1 ... V_K], one product for all users: [b, K, N, K d]."""
    b, k, n, m = h.shape
    stacked = v.transpose(1, 2).reshape(b, m, -1)
    return (h.reshape(b, k * n, m) @ stacked).reshape(b, k, n, -1)


def wsr(h, v):
    t = receive(h, v)
    eye = torch.eye(h.shape[2], dtype=h.dtype)
    everything = t @ herm(t) + SIGMA2 * eye
    own = h @ v
    return (logdet(everything) - logdet(everything - own @ herm(own))).sum(-1)


def logdet(x):
    return 2 * torch.linalg.cholesky(x).diagonal(dim1=-2, dim2=-1).real.log().sum(-1)


class Network:
    """phi = 2 sigmoid(logit), theta, xi for every gradient step of U and V."""

    def __init__(self, triplet, layers, dtype=torch.float32):
        ju, jw, jv = triplet
        self.jw, self.layers = jw, layers
        self.u = torch.zeros(layers, ju, 3, dtype=dtype, requires_grad=True)
        self.v = torch.zeros(layers, jv, 3, dtype=dtype, requires_grad=True)

    def error(self, h, u, v, power):
        hv = h @ v
        t = receive(h, v)
        s = t @ herm(t)
        eye = torch.eye(u.shape[-1], dtype=h.dtype)
        uhv = herm(u) @ hv
        noise = (SIGMA2 / P) * power[..., None, None, None]
        return eye - uhv - herm(uhv) + herm(u) @ s @ u + noise * (herm(u) @ u), s, hv, noise

    def schulz(self, e, w):
        eye = torch.eye(e.shape[-1], dtype=e.dtype)
        for _ in range(self.jw):
            w = w @ (2 * eye - e @ w)
            w = (w + herm(w)) / 2
        return w

    def forward(self, h):
        b, k, n, m = h.shape
        v = herm(h)
        v = v * (P / dot(v, v).sum(1)[:, None, None, None]).sqrt()
        power = dot(v, v).sum(1)
        hv = h @ v
        t = receive(h, v)
        rho = trace(hv).real / (SIGMA2 * n + dot(t, t))
        eye = torch.eye(n, dtype=h.dtype)
        u = rho[..., None, None] * eye
        e = self.error(h, u, v, power)[0]
        w = eye / trace(e).real[..., None, None]
        w = self.schulz(e, w / eta(e @ w))
        rates = 0.0
        for layer in range(self.layers):
            power = dot(v, v).sum(1)
            _, s, hv, noise = self.error(h, u, v, power)
            q = s + noise * eye
            previous = torch.zeros_like(u)
            for logit, theta, xi in self.u[layer]:
                phi = 2 * torch.sigmoid(logit)
                bar = u - previous
                at, look = u + theta * bar, u + xi * bar
                g = 2 * (q @ look - hv) @ w
                gw = g @ w
                gamma = dot(gw, q @ at - hv) / (dot(gw, q @ g) + 1e-9)
                previous, u = u, at - phi * gamma[..., None, None] * g
            e = self.error(h, u, v, power)[0]
            w = self.schulz(e, w / eta(e @ w))
            hu = herm(h) @ u
            f = (hu @ w @ herm(hu)).sum(1, keepdim=True)
            f = f + (SIGMA2 / P) * trace(w @ herm(u) @ u).real.sum(1)[:, None, None, None] * torch.eye(m, dtype=h.dtype)
            target = hu @ w
            previous = torch.zeros_like(v)
            for logit, theta, xi in self.v[layer]:
                phi = 2 * torch.sigmoid(logit)
                bar = v - previous
                at, look = v + theta * bar, v + xi * bar
                g = 2 * (f @ look - target)
                gamma = dot(g, f @ at - target).sum(1) / (dot(g, f @ g).sum(1) + 1e-9)
                previous, v = v, at - phi * gamma[:, None, None, None] * g
            v = v * (P / dot(v, v).sum(1)[:, None, None, None]).sqrt()
            rates = rates + wsr(h, v)
        return rates


def check(path):
    given = np.load(path)
    network = Network(tuple(given["triplet"]), int(given["layers"]), torch.float64)
    with torch.no_grad():
        network.u.copy_(torch.from_numpy(given["u"]))
        network.v.copy_(torch.from_numpy(given["v"]))
    loss = -network.forward(torch.from_numpy(given["h"])).mean()
    loss.backward()
    print(json.dumps({"loss": loss.item(), "u": network.u.grad.tolist(), "v": network.v.grad.tolist()}))


def train(M, K, N, d, Ju, Jw, Jv, L, batch):
    assert d == N, "the network is written for as many streams as antennas"
    torch.manual_seed(1)
    network = Network((Ju, Jw, Jv), L)
    adam = torch.optim.Adam([network.u, network.v], lr=1e-3)

    def step():
        loss = -network.forward(torch.randn(batch, K, N, M, dtype=torch.complex64)).mean()
        adam.zero_grad()
        loss.backward()
        adam.step()

    answer(step)


torch.set_num_threads(1)
if sys.argv[1] == "--check":
    check(sys.argv[2])
else:
    train(*map(int, sys.argv[1:]))
