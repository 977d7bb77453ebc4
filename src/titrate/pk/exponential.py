"""Exponentials of many small compartment matrices at once.

For a matrix whose off-diagonal entries are not negative, shifting by the largest diagonal
entry leaves nothing negative to add, so nothing cancels: ``exp(A) = exp(-q) exp(A + q I)`` with
``q = max |a_ii|``. The shifted exponential is a Taylor polynomial of degree 16, evaluated by
Paterson and Stockmeyer's scheme in six multiplications, after scaling; then it is squared back.
No eigenvectors: equal rates are as good as any others.

The one error that squaring would double each time is the error common to a whole column. It is
known: a column of the mass block sums to one, and a delay or a constant input, which nothing
flows back into, has ``exp(a_ii)`` on the diagonal. Scaling each column to that removes it.
"""

from __future__ import annotations

import math

import numpy as np

from titrate.timecourse import Array

# With a norm of at most 3/4 the first term left out, (3/4)^17 / 17!, is below a tenth of round-off.
_LARGEST_NORM = 0.75
_DEGREE, _BLOCK = 16, 4
# Row j holds what the powers 0 to 4 count in the jth block of four terms; the last term of all goes
# with the last block.
_EXPONENTS = _BLOCK * np.arange(_DEGREE // _BLOCK)[:, None] + np.arange(_BLOCK + 1)
_COEFFICIENTS = 1 / np.array([[math.factorial(k) for k in row] for row in _EXPONENTS.tolist()])
_COEFFICIENTS[:-1, -1] = 0
# Matrices made in one go, at least, and numbers in them: more leave the processor's cache.
_TOGETHER, _NUMBERS = 100, 20_000
# Squares of numbers below this are denormal, and denormal arithmetic is some forty times slower.
_NEGLIGIBLE = 1e-290


def exponential(matrices: Array, kept: Array) -> Array:
    """Return ``exp`` of each matrix, all of whose off-diagonal entries are at least 0.

    Parameters
    ----------
    matrices : Array, shape (people, n, n)
    kept : Array, shape (n,)
        1 where the state is an amount that counts in the mass balance: its column of ``matrices``
        sums to 0 over such rows. 0 for delays, integrals and constant inputs, which form a
        triangle below.

    Returns
    -------
    Array, shape (people, n, n)
        Not negative anywhere.
    """
    return exponentials(matrices, np.ones(1), kept)[0]


def exponentials(matrices: Array, lengths_h: Array, kept: Array) -> Array:
    """Return ``exp(A t)`` of each matrix and each length: (lengths, people, n, n).

    The powers of a matrix serve all its lengths.

    Parameters
    ----------
    matrices : Array, shape (people, n, n)
    lengths_h : Array, shape (lengths,)
    kept : Array, shape (n,)
        As for `exponential`.
    """
    people = len(matrices)
    together = max(_TOGETHER, _NUMBERS // matrices.shape[-1] ** 2)
    made = np.empty((len(lengths_h), *matrices.shape))
    for first in range(0, people, together):
        some = slice(first, min(first + together, people))
        at_once = max(1, together // (some.stop - first))
        _fill(made[:, some], matrices[some], lengths_h, kept, at_once)
    return made


def _fill(made: Array, matrices: Array, lengths_h: Array, kept: Array, at_once: int) -> None:
    """Write the exponentials into ``made``, some lengths at once."""
    size = matrices.shape[-1]
    own = matrices[:, np.arange(size), np.arange(size)]
    # The shift is the norm that counts: what delays and inputs add depends on their units alone,
    # and the error of each entry is relative to that entry.
    shift = np.max(np.abs(own), axis=1)
    unit = np.where(shift > 0, shift, 1.0)
    powers = _powers(matrices, shift, unit)
    for first in range(0, len(lengths_h), at_once):
        some = lengths_h[first : first + at_once, None]
        norm = some * shift
        squarings = np.zeros(norm.shape, dtype=np.int64)
        large = norm > _LARGEST_NORM
        squarings[large] = np.ceil(np.log2(norm[large] / _LARGEST_NORM)).astype(np.int64)
        scale = np.ldexp(1.0, -squarings)
        result = _taylor(powers, some * unit * scale)
        result *= np.exp(-norm * scale)[..., None, None]
        flat = result.reshape(-1, size, size)
        exponents = (some[..., None] * own).reshape(-1, size)
        _squared(flat, squarings.reshape(-1), exponents, kept)
        made[first : first + at_once] = result


def _squared(result: Array, squarings: np.ndarray, exponents: Array, kept: Array) -> None:
    """Square each matrix, in place, as often as it was halved.

    ``exponents`` are the diagonals of what the exponential is of, (matrices, n).
    """
    scale = np.ldexp(1.0, -squarings)
    restore(result, kept, np.exp(exponents * scale[:, None]))
    for done in range(int(squarings.max(initial=0))):
        open_ones = squarings > done
        everyone = bool(open_ones.all())
        squared = result @ result if everyone else result[open_ones] @ result[open_ones]
        squared[squared < _NEGLIGIBLE] = 0
        own = np.exp(exponents * np.ldexp(scale, done + 1)[:, None])
        restore(squared, kept, own if everyone else own[open_ones])
        result[... if everyone else open_ones] = squared


def restore(propagators: Array, kept: Array, own: Array) -> None:
    """Scale each column, in place, to what is known of it.

    Parameters
    ----------
    propagators : Array, shape (people, n, n)
    kept : Array, shape (n,)
        1 for amounts, whose columns sum to 1 over amounts; 0 for everything else.
    own : Array, shape (people, n)
        What is left of each state in itself; it counts where ``kept`` is 0, for states that
        nothing flows back into.
    """
    amounts = kept > 0
    found = np.matmul(kept, propagators)
    np.copyto(found, propagators.diagonal(axis1=1, axis2=2), where=~amounts)
    wanted = np.where(amounts, 1.0, own)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        factor = wanted / found
    factor[np.minimum(found, wanted) <= _NEGLIGIBLE] = 1.0
    propagators *= factor[:, None, :]


def _powers(matrices: Array, shift: Array, unit: Array) -> Array:
    """Return the powers 0 to 4 of ``(A + shift I) / unit``, (people, 5, n, n)."""
    people, size = matrices.shape[:2]
    diagonal = np.arange(size)
    powers = np.zeros((people, _BLOCK + 1, size, size))
    powers[:, 0, diagonal, diagonal] = 1
    np.divide(matrices, unit[:, None, None], out=powers[:, 1])
    powers[:, 1, diagonal, diagonal] += (shift / unit)[:, None]
    for power in range(2, _BLOCK + 1):
        np.matmul(powers[:, power // 2], powers[:, power - power // 2], out=powers[:, power])
    return powers


def _taylor(powers: Array, scale: Array) -> Array:
    """Return the polynomial in a matrix of which ``powers`` are known, (lengths, people, n, n).

    ``scale``, (lengths, people), multiplies the matrix.
    """
    size = powers.shape[-1]
    count = _COEFFICIENTS * scale[..., None, None] ** _EXPONENTS
    blocks = count @ powers.reshape(len(powers), _BLOCK + 1, -1)
    blocks = blocks.reshape(*scale.shape, -1, size, size)
    total = blocks[:, :, -1]
    for block in range(len(_COEFFICIENTS) - 2, -1, -1):
        total = total @ powers[:, _BLOCK]
        total += blocks[:, :, block]
    return total
