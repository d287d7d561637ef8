"""Conventions that decide the result: each has a test that would catch the other choice."""

import numpy as np
import pytest
import scipy.linalg

from neuromath_lib.evidence.microcircuit_resting import CONTROL, Reading, column, read
from neuromath_lib.microcircuit import CONNECTIONS, FREED_IN_2022, Column, Cortex, Noise, delays
from neuromath_lib.microcircuit.paradigms import bands, mismatch, remove_background
from neuromath_lib.microcircuit.paradigms.resting import FREQUENCIES

COLUMN = Column.standard()
F = np.arange(4.0, 97.0)
OFF = -np.inf


def test_milliseconds_are_not_seconds():
    """dw/dt of ss at 1 mV and no rate is -v / T^2 with T in s."""
    cut = COLUMN.scaled(**dict.fromkeys(list(CONNECTIONS)[:10], OFF))
    change = cut.derivative([1.0, 0, 0, 0, 0, 0, 0, 0])
    assert change[1] == pytest.approx(-1.0 / 0.002**2)
    assert cut.derivative([0, 1.0, 0, 0, 0, 0, 0, 0])[1] == pytest.approx(-2.0 / 0.002)


def test_rates_are_deviations_from_rest():
    """s(0) = 0: with 1 / (1 + exp(-v)) alone, rest would not be rest."""
    assert not COLUMN.derivative(np.zeros(8)).any()
    up, down = (COLUMN.derivative([0, 0, v, 0, 0, 0, 0, 0])[1] for v in (1.0, -1.0))
    assert up == -down < 0  # sp inhibits ss in the standard column


def test_slope_at_rest_is_a_quarter():
    """J holds R e^S / 4; R alone, or R / 2, is wrong."""
    for scaling in (0.0, 0.4):
        jacobian = COLUMN.scaled(slope=scaling).jacobian()
        expected = 800.0 * (2.0 / 3.0) * np.exp(scaling) / 4.0 / 0.002
        assert jacobian[3, 0] == pytest.approx(expected)


def test_backward_connections_inhibit_and_forward_ones_excite():
    forward, backward = [[OFF, OFF], [0, OFF]], [[OFF, 0], [OFF, OFF]]
    cortex = Cortex(COLUMN, forward, backward, [0, OFF])
    state = np.zeros((2, 8))
    state[0, 2] = 1.0  # sp of the lower column up
    change = cortex.derivative(state)
    assert change[1, 1] > 0
    assert change[1, 7] > 0
    state = np.zeros((2, 8))
    state[1, 6] = 1.0  # dp of the upper column up
    change = cortex.derivative(state)
    assert change[0, 3] < 0
    assert change[0, 5] < 0
    assert change[0, 1] == change[0, 7] == 0.0


def test_delays_count_differently_in_each_convention():
    power = {d: abs(COLUMN.transfer_function(60.0, d)) ** 2 for d in ("classic", "current", "none")}
    assert power["classic"] == pytest.approx(0.364, abs=5e-4)
    assert power["current"] == pytest.approx(0.0377, abs=5e-5)
    assert power["none"] == pytest.approx(0.0104, abs=5e-5)


def test_the_operator_acts_on_the_input_too():
    """C (i w - QJ)^-1 B, with Q left out at B, is another number."""
    late, plain = COLUMN.jacobian("current"), COLUMN.jacobian()
    into = np.zeros(8)
    into[1] = 512.0 / 0.002
    at = lambda b: np.linalg.solve(2j * np.pi * 60.0 * np.eye(8) - late, b)[2]  # noqa: E731
    with_q, without_q = at(late @ np.linalg.solve(plain, into)), at(into)
    assert COLUMN.transfer_function(60.0) == pytest.approx(with_q, rel=1e-9)
    assert abs(with_q / without_q - 1) > 0.05


def test_gain_of_spectra_is_not_that_of_answers():
    assert COLUMN.transfer_function(10.0) == pytest.approx(
        16.0 * COLUMN.transfer_function(10.0, gain=32.0)
    )
    t = np.linspace(0, 0.3, 301)
    weak = COLUMN.evoked(t, gain=0.32).sp / 1e-4
    drive = 1024.0 * np.exp(-((t - 0.06) ** 2) / (2 * 0.016**2))
    step = COLUMN.transfer_function(0.0, "none", gain=1.0).real
    assert weak.sum() == pytest.approx(step * drive.sum(), rel=0.02)


@pytest.mark.parametrize(("dt", "low", "high"), [(1e-3, 0.0008, 0.0015), (4e-3, 0.005, 0.012)])
def test_local_linearisation_is_lower(dt, low, high):
    """The reference steps by exponentials of QJ with the drive held: 0.1 % low at 1 ms."""
    late, q = COLUMN.jacobian("current"), delays.operator(COLUMN.system, "current")
    hold = (scipy.linalg.expm(dt * late) - np.eye(8)) @ np.linalg.inv(late) @ q
    x, highest = np.zeros(8), 0.0
    for t in np.arange(0.0, 0.15, dt):
        drive = 1024.0 * np.exp(-((t - 0.06) ** 2) / (2 * 0.016**2))
        x = x + hold @ COLUMN.derivative(x, drive)
        highest = max(highest, x[2])
    ours = COLUMN.evoked(np.linspace(0.05, 0.12, 1401), delays="current").sp.max()
    assert low < 1.0 - highest / ours < high


def test_most_of_the_spectrum_is_channel_noise():
    spectrum = COLUMN.spectrum(F)
    assert (spectrum.channel > 0.75 * spectrum.total).all()
    np.testing.assert_allclose(spectrum.channel, 2.0 * np.exp(-2.0) / F, rtol=1e-12)


def test_deep_cells_and_interneurons_are_not_seen_unless_asked():
    weights = (0.0, 1.0, 0.0, 0.0)
    np.testing.assert_allclose(
        COLUMN.transfer_function(F), COLUMN.transfer_function(F, observed=weights), rtol=1e-12
    )


def test_electrode_and_drive_trade_off():
    """Twice the weight, or four times the drive: the column's part cannot tell."""
    louder = COLUMN.spectrum(F, noise=Noise(a=(np.log(4.0), 0.0))).neuronal
    closer = COLUMN.spectrum(F, observed=(0, 2.0, 0, 0)).neuronal
    np.testing.assert_allclose(louder, closer, rtol=1e-12)


def test_slope_and_strengths_trade_off():
    """The slope up and every strength down by as much leaves the loops as they were."""
    names = list(CONNECTIONS)[:10]
    same = COLUMN.scaled(**dict.fromkeys(names, -0.3), slope=0.3)
    for convention in ("none", "current", "classic", "exact"):
        np.testing.assert_allclose(
            same.transfer_function(F, convention),
            COLUMN.transfer_function(F, convention),
            rtol=1e-9,
        )
    t = np.linspace(0, 0.3, 31)
    assert np.abs(same.evoked(t).sp - COLUMN.evoked(t).sp).max() > 1e-3  # not so when it is loud


def test_time_constants_belong_to_a_column():
    """One column's may change alone; shared ones are given to all."""
    apart = np.full((2, 2), OFF)
    slow = COLUMN.scaled(time_constants=(0.2, 0.2, 0.2, 0.2))
    cortex = Cortex([COLUMN, slow], apart, apart, [0.0, 0.0])
    found = cortex.spectrum(F).neuronal
    np.testing.assert_allclose(found[:, 0, 0], COLUMN.spectrum(F).neuronal, rtol=1e-9)
    np.testing.assert_allclose(found[:, 1, 1], slow.spectrum(F).neuronal, rtol=1e-9)


class TestTheHeadlineFigureBreaks:
    """What breaks the pattern theta up, beta down, gamma up of M5."""

    def arrows(self, **reading):
        return read("M5", Reading(**reading)).arrows(read(CONTROL, Reading(**reading)))

    def test_as_it_stands(self):
        assert self.arrows() == ("up", "down", "up")

    def test_without_channel_noise(self):
        assert self.arrows(part="neuronal") != ("up", "down", "up")
        assert self.arrows(part="neuronal")[2] == "down"

    def test_with_delays_of_today(self):
        before, after = (read(m, Reading(delays="current")).gamma for m in (CONTROL, "M5"))
        assert before == pytest.approx(0.020, abs=5e-4)
        assert after == pytest.approx(0.016, abs=5e-4)

    def test_without_taking_the_line_away(self):
        assert self.arrows(line=False)[0] == "none"

    def test_with_means_instead_of_peaks(self):
        change = Reading().residual(column("M5")) - Reading().residual(column(CONTROL))
        assert change[(F >= 30) & (F <= 80)].mean() == pytest.approx(-0.009, abs=6e-4)

    def test_with_an_ordinary_line(self):
        """Least squares without weights, or another scale, gives other third digits."""
        spectrum = column("M5").spectrum(FREQUENCIES, "classic")
        robust = bands(FREQUENCIES, remove_background(FREQUENCIES, spectrum))
        plain = bands(FREQUENCIES, remove_background(FREQUENCIES, spectrum, constant=np.inf))
        assert abs(robust.theta - plain.theta) > 0.01
        assert robust.theta == pytest.approx(0.0452, abs=1e-4)

    def test_without_terms_onto_itself(self):
        bare = Column.adams2022()
        spectrum = bare.spectrum(FREQUENCIES, "classic")
        gamma = bands(FREQUENCIES, remove_background(FREQUENCIES, spectrum)).gamma
        assert abs(gamma - read(CONTROL).gamma) > 0.004


def test_the_wave_at_prior_means_is_no_mismatch_negativity():
    """It is small and early: nothing like the trough near 186 ms that is recorded."""
    t = np.linspace(0, 0.4, 401)
    found = mismatch(t, sp_sp=-0.2)
    wave = found.difference.sp
    assert np.abs(wave).max() < 0.2 * np.abs(found.standard.sp).max()
    late = (t > 0.15) & (t < 0.22)
    assert np.abs(wave[:, late]).max() < 0.5 * np.abs(wave).max()


def test_the_standard_column_has_no_loop_between_sp_and_ii():
    """So the winning model of the paper, which frees it, needs the 2022 variant."""
    assert COLUMN.coupling[2, 1] == COLUMN.coupling[1, 2] == 0.0
    Column.adams2022().scaled(**dict.fromkeys(FREED_IN_2022, 0.1))
    with pytest.raises(ValueError, match="ii_sp"):
        COLUMN.scaled(**dict.fromkeys(FREED_IN_2022, 0.1))
    assert set(FREED_IN_2022) == {"sp_sp", "ii_ii", "ii_sp", "ii_dp", "sp_ii", "dp_ii"}
