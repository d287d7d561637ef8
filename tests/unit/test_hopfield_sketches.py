"""Small pictures to remember."""

import numpy as np
import pytest

from neuromath_lib.hopfield import overlap, sketches


def test_six_pictures_of_a_hundred_pixels_by_name_and_in_order():
    every = sketches()
    assert every.shape == (6, 100)
    assert set(np.unique(every)) == {-1, 1}
    assert (sketches("cup", "face") == every[[4, 0]]).all()


def test_the_first_three_hardly_resemble_each_other_and_boat_and_tree_do():
    likeness = overlap(sketches(), sketches())
    assert np.abs(likeness[:3, :3][np.triu_indices(3, 1)]).max() <= 0.1
    assert likeness[2, 5] == pytest.approx(0.46)


def test_a_picture_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="names had 'dog'"):
        sketches("dog")
