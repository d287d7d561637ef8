"""Capacity curves: what a trial is, the same numbers wherever they are computed."""

import joblib
import numpy as np
import pytest

from neuromath_lib.hopfield import CapacityCurve, capacity, capacity_curve

LOADS = [0.1, 0.14, 0.16, 0.2]


def curve(seed=3, **options):
    return capacity_curve(LOADS, 100, 6, np.random.default_rng(seed), **options)


def test_a_curve():
    found = curve()
    np.testing.assert_allclose(found.loads, LOADS)
    assert found.trials.shape == (6, 4)
    np.testing.assert_allclose(found.recalled, found.trials.mean(axis=0))
    assert found.recalled[0] > 0.8
    assert found.recalled[-1] < 0.7
    assert (found.standard_error < 0.2).all()
    np.testing.assert_array_equal(found.trials, curve().trials)
    assert (found.trials != curve(seed=4).trials).any()
    assert curve(criterion=1).recalled.sum() < found.recalled.sum()
    assert np.isnan(capacity_curve([0.1], 20, 1, np.random.default_rng(1)).standard_error).all()


def test_where_half_is_recalled():
    made_up = CapacityCurve(np.array([0.1, 0.2, 0.3]), np.array([[1.0, 0.8, 0.2]]), 10)
    assert made_up.load_at() == pytest.approx(0.25)
    assert made_up.load_at(0.9) == pytest.approx(0.15)
    assert np.isnan(made_up.load_at(0.1))
    with pytest.raises(ValueError, match="fraction was 1"):
        made_up.load_at(1.0)


def test_a_trial_learns_on():
    """The weights at each load are those of Hebb's rule for the patterns so far."""
    from neuromath_lib.hopfield import network

    seen, plain = [], network.Network

    class Noted(plain):
        def __init__(self, weights):
            seen.append(weights.copy())
            super().__init__(weights)

    network.Network = Noted
    try:
        settings = {"probes": 2, "noise": 0.0, "criterion": 0.95}
        capacity.trial(np.array([2, 5, 5, 9]), 30, np.random.default_rng(1), settings)
    finally:
        network.Network = plain
    patterns = 2 * np.random.default_rng(1).integers(0, 2, (9, 30)) - 1
    for weights, n in zip(seen, [2, 5, 5, 9], strict=True):
        expected = patterns[:n].T @ patterns[:n] - n * np.eye(30, dtype=int)
        np.testing.assert_array_equal(weights, expected)


def test_the_same_numbers_with_several_workers():
    alone = curve().trials
    np.testing.assert_array_equal(curve(n_jobs=2).trials, alone)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        np.testing.assert_array_equal(curve().trials, alone)


def test_the_same_numbers_on_a_dask_cluster():
    import distributed

    alone = curve().trials
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
    ):
        before = cluster.scheduler.transition_counter
        with joblib.parallel_config(backend="dask"):
            spread = curve().trials
        assert cluster.scheduler.transition_counter > before  # the cluster it was that worked
    np.testing.assert_array_equal(spread, alone)


def test_a_progress_bar_is_shown_if_asked_for(capsys):
    curve()
    assert capsys.readouterr().err == ""
    curve(progress=True)
    assert "0/6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        (([0.0, 0.1], 100, 3), {}, "loads was 0"),
        (([0.2, 0.1], 100, 3), {}, "loads was not an array of growing"),
        (([0.001], 100, 3), {}, "loads was 0.001 with 100 units"),
        (([0.1], 0, 3), {}, "n_units was 0"),
        (([0.1], 100, 0), {}, "n_trials was 0"),
        (([0.1], 100, 3), {"probes": 0}, "probes was 0"),
        (([0.1], 100, 3), {"noise": -0.1}, "noise was -0.1"),
        (([0.1], 100, 3), {"criterion": 2}, "criterion was 2"),
    ],
)
def test_bad_input_is_named(arguments, options, said):
    with pytest.raises(ValueError, match=said):
        capacity_curve(*arguments, np.random.default_rng(1), **options)


def test_bad_generator():
    with pytest.raises(ValueError, match="rng was 5"):
        capacity_curve([0.1], 50, 2, 5)
