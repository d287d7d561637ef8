"""Delay operators: they solve their equation, by Newton's method or by iteration."""

import numpy as np
import pytest
import scipy.linalg

from neuromath_lib.microcircuit import CONNECTIONS, Column, Cortex, delays, rightmost_roots
from neuromath_lib.microcircuit.transfer import conditioned

OFF = -np.inf


def chain(n, *, back=True, column=None):
    forward = np.full((n, n), OFF)
    for k in range(n - 1):
        forward[k + 1, k] = 0.0
    backward = forward.T if back else np.full((n, n), OFF)
    drive = [0.0] + [OFF] * (n - 1)
    return Cortex(column or Column.standard(), forward, backward, drive)


def lag_matrix(convention, n=1, within=0.001, between=0.008):
    """Every entry by the words of the convention, one at a time."""
    lags = np.zeros((8 * n, 8 * n))
    for row in range(8 * n):
        for column in range(8 * n):
            if row // 8 != column // 8:
                lags[row, column] = between
            elif row != column:
                lags[row, column] = within
            if convention == "current" and row % 2 == 0 and column == row + 1:
                lags[row, column] = 0.0
    return lags


def series(jacobian, lags, found, terms=60):
    """The equation as it is written: ``sum ((-D)^n * J) QJ^n / n!``."""
    total, power = np.zeros_like(jacobian), np.eye(len(jacobian))
    for n in range(terms):
        total += ((-lags) ** n * jacobian) @ power
        power = power @ found / (n + 1)
    return total


@pytest.mark.parametrize("convention", ["current", "classic"])
@pytest.mark.parametrize(
    "column",
    [
        Column.standard(),
        Column.adams2022(self_terms=True),
        Column.standard().scaled(sp_sp=0.5, ii_ss=-0.4, time_constants=(0.2, -0.1, 0, 0.3)),
        Column.standard().scaled(delay=0.3),
    ],
)
def test_qj_solves_its_equation(column, convention):
    jacobian, found = column.jacobian(), column.jacobian(convention)
    lags = lag_matrix(convention, within=column.delay)
    np.testing.assert_allclose(
        series(jacobian, lags, found), found, atol=1e-9 * np.abs(found).max()
    )


@pytest.mark.parametrize("convention", ["current", "classic"])
@pytest.mark.parametrize("back", [True, False])
def test_qj_of_columns_joined_solves_its_equation(convention, back):
    cortex = chain(3, back=back)
    jacobian, found = cortex.jacobian(), cortex.jacobian(convention)
    lags = lag_matrix(convention, 3)
    late = sum(
        np.where(lags == lag, jacobian, 0.0) @ scipy.linalg.expm(-lag * found)
        for lag in (0.0, 0.001, 0.008)
    )
    np.testing.assert_allclose(late, found, atol=1e-9 * np.abs(found).max())


def test_newton_and_iteration_agree():
    rng = np.random.default_rng(2)
    names = list(CONNECTIONS)[:10]
    column = Column.standard().scaled(
        **{name: rng.normal(0, 0.25, 40) for name in names},
        time_constants=rng.normal(0, 0.25, (40, 4)),
    )
    for convention in ("current", "classic"):
        lags = lag_matrix(convention)
        plain, found = column.jacobian(), column.jacobian(convention)
        for k in range(40):
            iterated = delays._fixed_point(plain[k], lags, plain[k])
            np.testing.assert_allclose(found[k], iterated, atol=1e-8 * np.abs(iterated).max())


def test_where_newton_is_not_trusted_the_iteration_takes_over(monkeypatch):
    usual = Column.standard().jacobian("classic")
    monkeypatch.setattr(delays, "_LEAP", 1e-9)
    np.testing.assert_allclose(
        Column.standard().jacobian("classic"), usual, atol=1e-9 * np.abs(usual).max()
    )


def test_delays_of_no_length_are_no_delays():
    column = Column.standard().scaled(delay=OFF)
    for convention in ("current", "classic"):
        np.testing.assert_allclose(column.jacobian(convention), column.jacobian(), atol=1e-6)
    np.testing.assert_allclose(
        column.transfer_function([10.0, 60.0], "exact"),
        column.transfer_function([10.0, 60.0], "none"),
        rtol=1e-10,
    )
    np.testing.assert_allclose(
        column.evoked([0.06, 0.1], delays="exact").sp,
        column.evoked([0.06, 0.1], delays="none").sp,
        rtol=1e-6,
    )


def test_real_roots_that_meet_are_found():
    """Strong excitation inward makes eigenvalues of J real; the sum of all is still real."""
    column = Column.standard().scaled(
        ss_ss=[-3.0, -1.0, 0.0], sp_sp=[-3.0, -1.0, 0.0], ii_ss=[-4.0, -1.0, 0.0], dp_ii=1.0
    )
    for convention in ("current", "classic"):
        for k, found in enumerate(column.jacobian(convention)):
            plain = column.jacobian()[k]
            iterated = delays._fixed_point(plain, lag_matrix(convention), plain)
            np.testing.assert_allclose(found, iterated, atol=1e-7 * np.abs(found).max())


def test_no_operator_is_said_and_not_returned():
    column = Column.standard().scaled(delay=3.5, slope=2.0)
    with pytest.raises(FloatingPointError, match="does not settle"):
        column.eigenvalues("classic")


def test_eigenvalues_come_in_order_and_pairs():
    found = chain(3).eigenvalues("classic")
    assert np.all(np.diff(found.real) <= 0)
    np.testing.assert_array_equal(found[found.imag > 0], found[found.imag < 0].conj())


def test_roots_of_the_delayed_equations():
    """Each eigenvalue of QJ is one; and among infinitely many they are the slowest here."""
    column = Column.standard()
    for convention, exact in (("current", "exact"), ("classic", "exact_classic")):
        lags = lag_matrix(convention)
        for s in column.eigenvalues(convention):
            matrix = column.jacobian() * np.exp(-s * lags) - s * np.eye(8)
            smallest = np.linalg.svd(matrix, compute_uv=False)[-1]
            assert smallest < 1e-9 * np.abs(matrix).max()
        np.testing.assert_allclose(
            rightmost_roots(column, 8, exact), column.eigenvalues(convention), rtol=1e-8
        )


def test_roots_of_columns_joined():
    cortex = chain(2)
    lags, plain = lag_matrix("current", 2), cortex.jacobian()
    roots = rightmost_roots(cortex, 6, nodes=20)
    assert np.all(np.diff(roots.real) < 1e-6)
    for s in roots:
        matrix = plain * np.exp(-s * lags) - s * np.eye(16)
        assert np.linalg.svd(matrix, compute_uv=False)[-1] < 1e-8 * np.abs(matrix).max()
    np.testing.assert_allclose(roots[:2], cortex.eigenvalues("current")[:2], rtol=1e-6)


def test_roots_without_delays_are_eigenvalues():
    column = Column.standard().scaled(delay=OFF)
    np.testing.assert_allclose(rightmost_roots(column), column.eigenvalues("none"), rtol=1e-9)


def test_conditioning_moves_slow_modes_alone():
    moved = conditioned(np.array([-40.0 + 3j, -1.0 + 2j, 2.0 - 1j, 1e4 + 0j]))
    assert moved[0] == pytest.approx(-40.0 + 3j)
    assert moved[1] == pytest.approx(-1.0 - np.exp(-1.0) + 2j)
    assert moved[2] == pytest.approx(2.0 - np.exp(2.0) - 1j)
    assert np.isfinite(moved[3])
    assert moved[3].real < 0


def test_modes_are_kept_with_a_column_and_given_out_as_copies():
    column = Column.standard()
    column.jacobian("classic")[...] = 0.0
    again = column.jacobian("classic")
    np.testing.assert_array_equal(again, Column.standard().jacobian("classic"))
    assert delays.modes(column.system, "classic") is delays.modes(column.system, "classic")
    assert not np.array_equal(again, column.jacobian("current"))
    many = Column.standard().scaled(sp_sp=np.linspace(0.0, 0.1, 17))  # too many to be kept
    assert delays.modes(many.system, "current") is not delays.modes(many.system, "current")


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: rightmost_roots("x"), "column was 'x'"),
        (lambda: rightmost_roots(Column.standard().scaled(sp_sp=[0, 1])), "column was"),
        (lambda: rightmost_roots(Column.standard(), 0), "count was 0"),
        (lambda: rightmost_roots(Column.standard(), 2, "current"), "delays was 'current'"),
        (lambda: rightmost_roots(Column.standard(), 2, nodes=1), "nodes was 1"),
        (lambda: rightmost_roots(Column.standard(), 500, nodes=4), "nodes was 4"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
