"""Random baselines: which changes give a pattern, which hypotheses are mistaken for others."""

import numpy as np
import pytest

from neuromath_lib.microcircuit import CONNECTIONS, Column
from neuromath_lib.microcircuit.paradigms import (
    bands,
    baselines,
    confusion,
    remove_background,
    sensitivity,
)
from neuromath_lib.microcircuit.paradigms.resting import FREQUENCIES as F


def read(column):
    return bands(F, remove_background(F, column.spectrum(F, "classic")))


def test_baselines_have_the_variances_of_the_priors():
    drawn = baselines(4000, np.random.default_rng(0))
    control = Column.adams2022(self_terms=True)
    assert drawn.shape == (4000,)
    for name in ("sp_sp", "ii_ss", "sp_dp"):
        logs = np.log(getattr(drawn, name) / getattr(control, name))
        assert logs.std() == pytest.approx(np.sqrt(1 / 32), rel=0.05)
        assert logs.mean() == pytest.approx(0.0, abs=0.01)
    assert np.log(drawn.slope).std() == pytest.approx(1 / 8, rel=0.05)
    times = np.log(drawn.time_constants / control.time_constants)
    np.testing.assert_allclose(times.std(axis=0), np.sqrt(1 / 32), rtol=0.06)
    assert np.abs(np.corrcoef(times.T) - np.eye(4)).max() < 0.06
    assert baselines(2, np.random.default_rng(0), spread=0.0).sp_sp.tolist() == [800.0, 800.0]


def test_without_spread_there_is_only_the_column_itself():
    found = sensitivity(1, np.random.default_rng(0), spread=0.0, pairs=False)
    assert len(found.changes) == 24
    control = Column.adams2022(self_terms=True)
    for change, share in zip(found.changes, found.share, strict=True):
        ((name, way),) = change
        changed = control.scaled(**{name: np.log({"up": 1.3, "down": 0.7}[way])})
        same = read(changed).arrows(read(control)) == ("up", "down", "up")
        assert share == float(same), change
    assert ((("sp_sp", "up"),), 1.0) in found.best(24)


def test_shares_of_random_baselines():
    rng = np.random.default_rng(3)
    found = sensitivity(30, rng, pairs=False)
    base = baselines(30, np.random.default_rng(3))
    signs = read(base.scaled(sp_sp=np.log(1.3))).signs(read(base))
    share = np.mean(np.all(signs == (1, -1, 1), axis=-1))
    assert found.share[found.changes.index((("sp_sp", "up"),))] == pytest.approx(share)
    assert 0.3 < share < 1.0  # often, not always
    assert found.draws == 30


def test_other_changes_give_the_pattern_too():
    """The reason to doubt: self-inhibition of sp is not alone in it."""
    found = sensitivity(40, np.random.default_rng(1), pairs=False)
    often = {change[0] for change, share in found.best(24) if share > 0.5}
    assert ("sp_sp", "up") in often
    assert len(often) >= 3


def test_pairs_and_other_patterns():
    column = Column.standard()
    found = sensitivity(1, np.random.default_rng(0), column=column, spread=0.0, pattern=[0, 0, 0])
    present = [name for name in CONNECTIONS if getattr(column, name)]
    assert len(found.changes) == 20 + 180
    assert len(present) == 10
    assert all(a != b for (a, _), (b, _) in (c for c in found.changes if len(c) == 2))
    assert found.pattern == (0, 0, 0)


@pytest.mark.parametrize("by", ["signs", "nearest"])
def test_confusion(by):
    found = confusion(40, np.random.default_rng(2), by=by)
    assert found.models == ("M1", "M2", "M3", "M4", "M5")
    np.testing.assert_allclose(found.share.sum(axis=1), 1.0)
    assert (found.share >= 0).all()
    assert np.diag(found.share).mean() > 0.5
    assert np.diag(found.share).min() < 0.95  # they are mistaken for each other
    exact = confusion(1, np.random.default_rng(0), spread=0.0, by=by)
    np.testing.assert_allclose(np.diag(exact.share), 1.0)


def test_chance_comes_from_the_generator_alone():
    one, other = (confusion(5, np.random.default_rng(8)).share for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_signs_of_batches():
    residual = np.zeros((3, len(F)))
    residual[1, F == 4.0], residual[2, F == 60.0] = -1.0, 1.0
    found = bands(F, residual)
    np.testing.assert_array_equal(
        found.signs(bands(F, residual[0])), [[0, 0, 0], [-1, 0, 0], [0, 0, 1]]
    )
    with pytest.raises(ValueError, match="control was a batch"):
        found.arrows(found)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda rng: baselines(0, rng), "draws was 0"),
        (lambda rng: baselines(2, 3), "rng was 3"),
        (lambda rng: baselines(2, rng, column="x"), "column was 'x'"),
        (lambda rng: baselines(2, rng, column=Column(sp_sp=[1.0, 2.0])), "column was"),
        (lambda rng: baselines(2, rng, spread=-1.0), "spread was -1.0"),
        (lambda rng: sensitivity(2, rng, pattern=(1, 2, 3)), "pattern was"),
        (lambda rng: sensitivity(2, rng, pattern=1), "pattern was 1"),
        (lambda rng: sensitivity(2, rng, up=0.0), "up was 0.0"),
        (lambda rng: sensitivity(2, rng, delays="x"), "delays was 'x'"),
        (lambda rng: sensitivity(1, rng, pairs=False).best(0), "count was 0"),
        (lambda rng: confusion(2, rng, by="x"), "by was 'x'"),
        (lambda rng: confusion(2, rng, down="x"), "down was 'x'"),
        (lambda rng: confusion(2, rng, delays="x"), "delays was 'x'"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call(np.random.default_rng(0))
