"""One training step, Adam included, of a CSI feedback network at compression 1/16 in PyTorch.

feedback_torch.py <csinet | transnet | csi-l2o> <batch> [threads]: answers every line on its input with one line after a step.
"""

import sys

import torch
from torch import nn

from turns import answer

Na = Nt = 32
n = 2 * Na * Nt
M = 128


def refine_net():
    def step(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs)]

    leak = [nn.LeakyReLU(0.3)]
    return nn.Sequential(*step(2, 8), *leak, *step(8, 16), *leak, *step(16, 2))


class CsiNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2), nn.LeakyReLU(0.3))
        self.compress = nn.Linear(n, M)
        self.expand = nn.Linear(M, n)
        self.units = nn.ModuleList([refine_net(), refine_net()])
        self.last = nn.Conv2d(2, 2, 3, padding=1)

    def loss(self, x):
        s = self.compress(self.encoder(x).flatten(1))
        y = self.expand(s).view(-1, 2, Na, Nt)
        for unit in self.units:
            y = nn.functional.leaky_relu(y + unit(y), 0.3)
        return nn.functional.mse_loss(self.last(y), x)


class TransNet(nn.Module):
    def __init__(self):
        super().__init__()
        options = dict(d_model=64, nhead=2, dim_feedforward=2048, dropout=0.0, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoderLayer(**options)
        self.compress = nn.Linear(n, M)
        self.expand = nn.Linear(M, n)
        self.decoder = nn.TransformerDecoderLayer(**options)

    def loss(self, x):
        tokens = x.view(-1, 32, 64)
        for _ in range(2):
            tokens = self.encoder(tokens)
        given = self.expand(self.compress(tokens.flatten(1))).view(-1, 32, 64)
        tokens = given
        for _ in range(2):
            tokens = self.decoder(tokens, given)
        return nn.functional.mse_loss(tokens.reshape(x.shape), x)


class CsiL2o(nn.Module):
    iterations = 10
    kept = 51

    def __init__(self):
        super().__init__()
        self.W = nn.Parameter(torch.linalg.qr(torch.randn(n, M))[0].T.contiguous())
        self.lstm = nn.LSTM(2, 20, 2)
        self.mlp = nn.Linear(20, 20)
        self.outputs = nn.Linear(20, 5)

        def layers(a, b, c, d):
            return nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.ReLU(), nn.Linear(c, d))

        self.ft = layers(64, 128, 128, 256)
        self.fi = layers(256, 128, 128, 64)

    def transformed(self, v):
        features = self.ft(v.view(-1, 2, Na, Nt).transpose(1, 2).reshape(-1, 2 * Nt))
        magnitudes = features.detach().abs()
        smallest = magnitudes.topk(self.kept, dim=-1, sorted=False).values.min(-1, keepdim=True).values
        rows = self.fi(features * (magnitudes >= smallest))
        return rows.view(-1, Na, 2, Nt).transpose(1, 2).reshape(-1, n)

    def loss(self, x):
        x = x.flatten(1)
        s = x @ self.W.T

        def slope(point):
            return (point @ self.W.T - s) @ self.W

        estimate = y = s @ self.W
        state = None
        loss = 0
        for t in range(self.iterations):
            gradient = slope(estimate)
            inputs = 0.1 * torch.stack([estimate.detach().flatten(), gradient.detach().flatten()], -1)
            out, state = self.lstm(inputs.unsqueeze(0), state)
            p, a, b, b1, b2 = self.outputs(torch.relu(self.mlp(out[0]))).T.reshape(5, *x.shape)
            p, a, b = 2 * torch.sigmoid(p), 2 * torch.sigmoid(a), 2 * torch.sigmoid(b)
            v = (1 - b) * (estimate - p * gradient) + b * (y - p * slope(y)) - b1
            following = v + self.transformed(v)
            y = following + a * (following - estimate) + b2
            estimate = following
            weight = 0.2 + 0.8 * t / (self.iterations - 1)
            loss = loss + weight * (estimate - x).square().mean()
        return loss + 0.01 * self.transformed(x).square().mean()


def main():
    name, batch = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.manual_seed(1)
    network = {"csinet": CsiNet, "transnet": TransNet, "csi-l2o": CsiL2o}[name]()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
    x = torch.randn(batch, 2, Na, Nt)

    def step():
        optimizer.zero_grad()
        network.loss(x).backward()
        optimizer.step()

    answer(step)


main()
