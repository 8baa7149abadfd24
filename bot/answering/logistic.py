"""Logistic regression in plain Python: small, exact, and the same on every machine."""

import math
from collections.abc import Sequence

_STEPS = 15
_CLOSE_ENOUGH = 1e-4
_FLAT = 35.0  # beyond this the curve is 0 or 1 to the last bit

Row = tuple[tuple[float, ...], bool, float]  # signs, whether it was so, weight


def probability(weights: Sequence[float], signs: Sequence[float]) -> float:
    """Where the signs lie on the curve, 0…1."""
    x = sum(map(float.__mul__, weights, signs))
    return 1.0 / (1.0 + math.exp(-max(-_FLAT, min(_FLAT, x))))


def fit(rows: Sequence[Row], prior: Sequence[float], strength: float) -> tuple[float, ...]:
    """Weights by Newton's method, pulled towards `prior` so that few rows cannot make them wild."""
    weights = list(prior)
    for _ in range(_STEPS):
        curve, slope = _bend_and_slope(rows, weights, prior, strength)
        step = _solved(curve, slope)
        weights = [weight + part for weight, part in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _CLOSE_ENOUGH:
            break
    return tuple(weights)


def _bend_and_slope(
    rows: Sequence[Row], weights: Sequence[float], prior: Sequence[float], strength: float
) -> tuple[list[list[float]], list[float]]:
    size = len(weights)
    slope = [strength * (p - w) for p, w in zip(prior, weights, strict=True)]
    curve = [[strength * (row == column) for column in range(size)] for row in range(size)]
    for signs, so, weight in rows:
        p = probability(weights, signs)
        error = weight * (so - p)
        bend = weight * p * (1.0 - p)
        for row in range(size):
            slope[row] += error * signs[row]
            part = bend * signs[row]
            line = curve[row]
            for column in range(row + 1):
                line[column] += part * signs[column]
    return curve, slope


def _solved(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a symmetric positive definite system given by its lower half (Cholesky)."""
    size = len(right)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = lower[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(rest) if i == j else rest / root[j][j]
    half: list[float] = []
    for i in range(size):
        half.append((right[i] - sum(root[i][k] * half[k] for k in range(i))) / root[i][i])
    result = [0.0] * size
    for i in reversed(range(size)):
        result[i] = (half[i] - sum(root[k][i] * result[k] for k in range(i + 1, size))) / root[i][i]
    return result
