import numpy as np
from hypothesis import given, strategies as st

from titrate.plotting.labels import spread

BOXES = st.lists(
    st.tuples(st.floats(-1, 2, width=16), st.floats(0.015625, 0.25, width=16)),
    min_size=1,
    max_size=9,
)


def placed(boxes, low=0.0, high=1.0):
    centres, heights = zip(*boxes, strict=True)
    return spread(centres, heights, low, high), np.array(heights), np.array(centres)


@given(BOXES)
def test_no_two_boxes_overlap(boxes):
    at, tall, _ = placed(boxes)
    for i in range(len(at)):
        for j in range(i):
            assert abs(at[i] - at[j]) >= (tall[i] + tall[j]) / 2 - 1e-9


@given(BOXES)
def test_boxes_stay_inside_where_they_all_fit(boxes):
    at, tall, _ = placed(boxes)
    if tall.sum() <= 1:
        assert np.all(at - tall / 2 >= -1e-9)
        assert np.all(at + tall / 2 <= 1 + 1e-9)


@given(BOXES)
def test_boxes_keep_their_order(boxes):
    at, _, wanted = placed(boxes)
    for i in range(len(at)):
        for j in range(len(at)):
            if wanted[i] < wanted[j]:
                assert at[i] < at[j]


def test_boxes_that_are_apart_stay_where_they_are():
    np.testing.assert_allclose(spread([0.2, 0.8, 0.5], [0.1] * 3, 0, 1), [0.2, 0.8, 0.5])


def test_of_equal_ends_the_first_comes_highest():
    np.testing.assert_allclose(spread([0.5, 0.5], [0.2, 0.2], 0, 1), [0.6, 0.4])


def test_two_that_meet_move_equally_far():
    np.testing.assert_allclose(spread([0.45, 0.55], [0.3, 0.3], 0, 1), [0.35, 0.65])
