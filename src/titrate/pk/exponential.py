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
_DEGREE = 16
_COEFFICIENTS = tuple(1 / math.factorial(k) for k in range(_DEGREE + 1))
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
    size = matrices.shape[-1]
    diagonal = np.arange(size)
    shift = np.max(np.abs(matrices[:, diagonal, diagonal]), axis=1)
    # The shift is the norm that counts: what delays and inputs add depends on their units alone,
    # and the error of each entry is relative to that entry.
    squarings = np.zeros(len(matrices), dtype=np.int64)
    too_large = shift > _LARGEST_NORM
    squarings[too_large] = np.ceil(np.log2(shift[too_large] / _LARGEST_NORM)).astype(np.int64)
    scale = np.ldexp(1.0, -squarings)
    scaled = matrices * scale[:, None, None]
    scaled[:, diagonal, diagonal] += (shift * scale)[:, None]
    result = _taylor(scaled)
    result *= np.exp(-shift * scale)[:, None, None]
    exponents = matrices[:, diagonal, diagonal]
    restore(result, kept, np.exp(exponents * scale[:, None]))
    for done in range(int(squarings.max(initial=0))):
        open_ones = squarings > done
        everyone = bool(open_ones.all())
        squared = result @ result if everyone else result[open_ones] @ result[open_ones]
        squared[squared < _NEGLIGIBLE] = 0
        own = np.exp(exponents * np.ldexp(scale, done + 1)[:, None])
        restore(squared, kept, own if everyone else own[open_ones])
        if everyone:
            result = squared
        else:
            result[open_ones] = squared
    return result


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
    diagonal = np.arange(propagators.shape[-1])
    found = np.where(kept > 0, np.matmul(kept, propagators), propagators[:, diagonal, diagonal])
    wanted = np.where(kept > 0, 1.0, own)
    known = (found > _NEGLIGIBLE) & (wanted > _NEGLIGIBLE)
    factor = np.divide(wanted, found, out=np.ones_like(found), where=known)
    propagators *= factor[:, None, :]


def _taylor(x: Array) -> Array:
    x2 = x @ x
    x3 = x2 @ x
    x4 = x2 @ x2
    size = x.shape[-1]
    diagonal = np.arange(size)
    total = _COEFFICIENTS[_DEGREE] * x4
    for block in range(_DEGREE // 4 - 1, -1, -1):
        c0, c1, c2, c3 = _COEFFICIENTS[4 * block : 4 * block + 4]
        total += c1 * x
        total += c2 * x2
        total += c3 * x3
        total[:, diagonal, diagonal] += c0
        if block:
            total = total @ x4
    return total
