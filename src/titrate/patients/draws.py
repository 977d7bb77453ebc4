"""Draws that nothing else can move: one key for each seed and purpose, the person is the counter.

A generator that is asked in turn gives other numbers as soon as anything before is added or
left out. Philox turns a key and a counter into numbers without a history, so the draws of a
person depend on the seed, on what is drawn and on who they are, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from titrate.errors import InvalidValue, shown
from titrate.timecourse import Array

Seed = int | np.random.SeedSequence | np.random.Generator
Words = npt.NDArray[np.uint64]

_SEED = "Give a whole number, so that the same draws come back: seed=1."
_WORDS_IN_A_BLOCK = 4
_LARGEST_SEED = 2**63
# The upper 52 of 64 bits, and a half: a double holds each of these, and none of them is 0 or 1.
_BITS, _DROPPED = 52, 12
# Philox4x64 in 10 rounds, as numpy's Philox: Salmon et al. 2011, doi:10.1145/2063384.2063405.
_ROUNDS = 10
_MULTIPLIERS = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_WEYL = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_HALF_WORD, _LOW_HALF = np.uint64(32), np.uint64(2**32 - 1)
_WORD = 2**64


def checked_seed(seed: Seed | None) -> np.random.SeedSequence:
    """Return a seed as the value that keys are made of.

    A generator is asked for one number, so its next use gives other people.

    Raises
    ------
    InvalidValue
        If there is no seed, or it is no whole number of at least 0.
    """
    if isinstance(seed, np.random.SeedSequence):
        return seed
    if isinstance(seed, np.random.Generator):
        return np.random.SeedSequence(int(seed.integers(_LARGEST_SEED)))
    if seed is None:
        raise InvalidValue("The seed is missing.", _SEED)
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
        raise InvalidValue(f"seed is {shown(seed)}.", _SEED)
    if seed < 0:
        raise InvalidValue(f"seed is {seed}.", "It cannot be negative.")
    return np.random.SeedSequence(int(seed))


def key_for(seed: np.random.SeedSequence, *purpose: str) -> Words:
    """Return the key of a seed and a purpose, (2,)."""
    words = blake2b("\0".join(purpose).encode(), digest_size=16).digest()
    spawned = (*seed.spawn_key, *np.frombuffer(words, dtype="<u4").tolist())
    own = np.random.SeedSequence(seed.entropy, spawn_key=spawned, pool_size=seed.pool_size)
    return own.generate_state(2, np.uint64).astype(np.uint64)


def words_in_turn(key: Words, first: int, count: int) -> Words:
    """Return one word for each of the counters from ``first`` on, (count,)."""
    philox = np.random.Philox(key=key, counter=[first, 0, 0, 0])
    return philox.random_raw(count * _WORDS_IN_A_BLOCK)[::_WORDS_IN_A_BLOCK]


def words_at(key: Words, *counters: npt.NDArray[np.uint64]) -> tuple[Words, ...]:
    """Return the four words at any counters, each of the shape that the counters have together.

    Parameters
    ----------
    key : array (2,)
    *counters : up to four unsigned arrays that broadcast
        The words of the counter, lowest first.
    """
    shape = np.broadcast_shapes(*(c.shape for c in counters))
    padded = [*counters, *(np.zeros((), np.uint64) for _ in range(_WORDS_IN_A_BLOCK))]
    a, b, c, d = (np.broadcast_to(word, shape) for word in padded[:_WORDS_IN_A_BLOCK])
    one, two = int(key[0]), int(key[1])
    for _ in range(_ROUNDS):
        high, low = _product(_MULTIPLIERS[0], a)
        higher, lower = _product(_MULTIPLIERS[1], c)
        a, b, c, d = higher ^ b ^ np.uint64(one), lower, high ^ d ^ np.uint64(two), low
        one, two = (one + _WEYL[0]) % _WORD, (two + _WEYL[1]) % _WORD
    return a, b, c, d


def uniform(words: Words) -> Array:
    """Return numbers between 0 and 1, never either, same shape."""
    return ((words >> np.uint64(_DROPPED)).astype(np.float64) + 1 / 2) / 2.0**_BITS


def normal(words: Words) -> Array:
    """Return standard normal numbers, same shape."""
    from scipy.special import ndtri

    return np.asarray(ndtri(uniform(words)), dtype=np.float64)


def streams_named(names: Sequence[str]) -> Words:
    """Return who people are, as far as draws go, from nothing but their names: (people,)."""
    digests = b"".join(blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _product(multiplier: int, word: Words) -> tuple[Words, Words]:
    """Return the high and the low word of a product."""
    m_high, m_low = np.uint64(multiplier >> 32), np.uint64(multiplier % 2**32)
    high, low = word >> _HALF_WORD, word & _LOW_HALF
    first = high * m_low + (low * m_low >> _HALF_WORD)
    second = low * m_high + (first & _LOW_HALF)
    top = high * m_high + (first >> _HALF_WORD) + (second >> _HALF_WORD)
    return top, word * np.uint64(multiplier)
