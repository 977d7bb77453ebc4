"""Counter-based draws: the generator is numpy's, whichever counters are asked for."""

import re
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from titrate.errors import InvalidValue
from titrate.patients.draws import (
    checked_seed,
    key_for,
    normal,
    streams_named,
    uniform,
    words_at,
    words_in_turn,
)

WORDS = st.integers(0, 2**64 - 1)


@settings(max_examples=50, deadline=None)
@given(key=st.tuples(WORDS, WORDS), counter=st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_words_at_any_counter_are_those_of_numpys_philox(key, counter) -> None:
    # numpy counts up before it draws.
    whole = sum(word << 64 * place for place, word in enumerate(counter))
    numpys = np.random.Philox(key=np.array(key, np.uint64), counter=(whole - 1) % 2**256)
    own = words_at(np.array(key, np.uint64), *(np.array([word], np.uint64) for word in counter))
    assert [int(word[0]) for word in own] == numpys.random_raw(4).tolist()


def test_words_in_turn_are_the_first_words_of_their_counters() -> None:
    key = key_for(checked_seed(3), "weight")
    at = words_at(key, np.arange(6, 9, dtype=np.uint64))[0]
    np.testing.assert_array_equal(words_in_turn(key, 5, 3), at)


def test_counters_broadcast() -> None:
    key = key_for(checked_seed(3), "weight")
    both = words_at(
        key, np.arange(3, dtype=np.uint64)[None], np.arange(2, dtype=np.uint64)[:, None]
    )
    assert both[0].shape == (2, 3)
    alone = words_at(key, np.array([2], np.uint64), np.array([1], np.uint64))
    assert both[3][1, 2] == alone[3][0]


def test_every_purpose_and_every_seed_has_a_key_of_its_own() -> None:
    seeds = [checked_seed(s) for s in (0, 1, np.random.SeedSequence(1).spawn(1)[0])]
    purposes = [("a",), ("b",), ("a", "b"), ("ab",), ("b", "a")]
    keys = {key_for(seed, *purpose).tobytes() for seed in seeds for purpose in purposes}
    assert len(keys) == len(seeds) * len(purposes)


def test_uniform_numbers_are_never_0_or_1() -> None:
    ends = uniform(np.array([0, 2**64 - 1], np.uint64))
    assert 0 < ends[0] < ends[1] < 1
    assert np.all(np.isfinite(normal(np.array([0, 2**64 - 1], np.uint64))))


def test_streams_follow_from_names_and_stay_the_same_for_ever() -> None:
    assert streams_named(("Ann", "Bo"))[1] == streams_named(("Bo",))[0]
    digest = blake2b(b"Ann", digest_size=8).digest()
    assert streams_named(("Ann",)).tolist() == [int.from_bytes(digest, "little")]


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (
            None,
            "The seed is missing. Give a whole number, so that the same draws come back: seed=1.",
        ),
        (-1, "seed is -1. It cannot be negative."),
        (
            1.5,
            "seed is 1.5. Give a whole number, so that the same draws come back: seed=1.",
        ),
        (
            True,
            "seed is True. Give a whole number, so that the same draws come back: seed=1.",
        ),
    ],
)
def test_a_seed_is_a_whole_number(seed: object, message: str) -> None:
    with pytest.raises(InvalidValue, match=re.escape(message)):
        checked_seed(seed)


def test_a_generator_gives_a_seed_and_then_another() -> None:
    one, other = np.random.default_rng(5), np.random.default_rng(5)
    first = checked_seed(one).entropy
    assert first == checked_seed(other).entropy
    assert first != checked_seed(one).entropy
