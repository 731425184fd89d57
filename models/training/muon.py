"""Muon over stacks of equal matrices, so that a step costs a few kernels instead of hundreds.

Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/; the size of an update is matched to
AdamW's as in Liu et al. 2025 (arXiv 2502.16982), so that both take rates of one order.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

# The quintic of Jordan et al., whose singular values end near 1.
_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5
_MATCHING = 0.2


class StackedMuon:
    """Momentum, orthogonalised; one stack a shape."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], *, momentum: float = 0.95, decay: float = 0.05
    ) -> None:
        groups: dict[tuple[int, ...], list[nn.Parameter]] = {}
        for parameter in parameters:
            groups.setdefault(tuple(parameter.shape), []).append(parameter)
        self._groups = list(groups.values())
        self._momentum = momentum
        self._decay = decay
        self._buffers = [
            torch.stack([torch.zeros_like(p) for p in group]) for group in self._groups
        ]

    def step(self, rate: float) -> None:
        """Move every matrix by `rate`, and forget its gradient."""
        with torch.no_grad():
            for group, buffer in zip(self._groups, self._buffers, strict=True):
                self._move(group, buffer, rate)

    def _move(self, group: list[nn.Parameter], buffer: Tensor, rate: float) -> None:
        gradients = torch.stack([_gradient(parameter) for parameter in group])
        buffer.lerp_(gradients, 1.0 - self._momentum)
        update = orthogonal(gradients.lerp(buffer, self._momentum))
        rows, columns = update.shape[-2:]
        scale = rate * _MATCHING * max(rows, columns) ** 0.5
        weights = [parameter.data for parameter in group]
        torch._foreach_mul_(weights, 1.0 - rate * self._decay)
        torch._foreach_add_(weights, list(update.to(weights[0].dtype).unbind(0)), alpha=-scale)
        for parameter in group:
            parameter.grad = None

    def state(self) -> list[Tensor]:
        """The momentum, for a checkpoint."""
        return self._buffers

    def load(self, buffers: list[Tensor]) -> None:
        """Take up the momentum of a checkpoint."""
        for own, saved in zip(self._buffers, buffers, strict=True):
            own.copy_(saved)


def _gradient(parameter: nn.Parameter) -> Tensor:
    return torch.zeros_like(parameter) if parameter.grad is None else parameter.grad


def orthogonal(stack: Tensor) -> Tensor:
    """The nearest matrices with all singular values near 1: (n, rows, columns) -> the same."""
    wide = stack.shape[-2] <= stack.shape[-1]
    x = stack.bfloat16() if wide else stack.bfloat16().mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    first, second, third = _COEFFICIENTS
    for _ in range(_ITERATIONS):
        product = x @ x.mT
        x = first * x + (second * product + third * product @ product) @ x
    return x if wide else x.mT
