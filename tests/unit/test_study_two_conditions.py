"""A column in two conditions predicts what the column predicts, and its slopes are slopes."""

import numpy as np
import pytest

from neuromath_lib.inference import Gaussian, variational_laplace
from neuromath_lib.microcircuit import Column, Noise
from neuromath_lib.study import HYPOTHESES, TwoConditions
from neuromath_lib.study.two_conditions import SHARED

EVERYTHING = (*SHARED, "delay", "drive_exponent", "channel_exponent", "ii_ii")


def test_each_condition_is_the_spectrum_of_a_scaled_column():
    model = TwoConditions(shared=EVERYTHING, effects=HYPOTHESES)
    values = dict.fromkeys(model.names, 0.0) | {
        "sp_sp": 0.2, "T_ii": -0.1, "slope": 0.1, "seen_dp": 0.3, "gain": -0.4, "drive": 0.2,
        "drive_exponent": 0.1, "channel": -0.3, "channel_exponent": 0.05, "delay": 0.1,
        "self-inhibition": 0.3, "excitation": -0.2,
    }  # fmt: skip
    logs = model.predict([values[name] for name in model.names])
    noise = Noise(a=(0.2, 0.1), b=(-0.3, 0.05), c=(-0.3, 0.05))
    for found, on in zip(logs, (0.0, 1.0), strict=True):
        column = Column.adams2022().scaled(
            sp_sp=0.2 + 0.3 * on,
            sp_ii=-0.2 * on,
            dp_ii=-0.2 * on,
            time_constants=(0, 0, -0.1, 0),
            slope=0.1,
            delay=0.1,
        )
        gain = 512.0 * np.exp(-0.4)
        seen = column.transfer_function(
            model.frequencies, "current", observed=(0, 1, 0, 0.3), gain=gain
        )
        f = model.frequencies
        power = abs(seen) ** 2 * noise.drive(f) + noise.common(f) + noise.specific(f)
        assert found == pytest.approx(np.log(power), abs=1e-10)


@pytest.mark.parametrize(
    ("column", "effects"),
    [(Column.standard(), {"x": ("sp_sp", "sp_ss")}), (Column.adams2022(), HYPOTHESES)],
    ids=["ten", "2022"],
)
def test_slopes_are_those_of_the_prediction(column, effects):
    model = TwoConditions(column, [6.0, 20.0, 47.0], effects, EVERYTHING)
    p = 0.5 * model.prior.draw(np.random.default_rng(3))
    slopes = model.jacobian(p)
    for k in range(p.size):
        step = 1e-5 * np.eye(p.size)[k]
        rise = (model.predict(p + step) - model.predict(p - step)) / 2e-5
        assert slopes[..., k] == pytest.approx(rise, abs=2e-6), model.names[k]


def test_a_batch_is_its_members():
    model = TwoConditions(frequencies=[10.0, 40.0])
    many = model.prior.draw(np.random.default_rng(0), 6).reshape(3, 2, -1)
    together = model.predict(many)
    assert together.shape == (3, 2, 2, 2)
    assert together[1, 0] == pytest.approx(model.predict(many[1, 0]), rel=1e-9)


def test_a_known_change_is_found():
    model = TwoConditions()
    rng = np.random.default_rng(1)
    data = model.predict(model.parameters(self_inhibition=0.3))
    data = data + 0.05 * rng.standard_normal(data.shape)
    found = variational_laplace(
        model.predict,
        data,
        model.prior,
        jacobian=model.jacobian,
        noise_precision=Gaussian([6.0], [1 / 128]),
    )
    assert found.mean[model.index("self-inhibition")] == pytest.approx(0.3, abs=0.14)
    assert found.history.converged


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"column": "standard"}, "column was"),
        ({"frequencies": [[4.0]]}, "frequencies was"),
        ({"shared": ("sp_sp", "sp")}, "shared was"),
        ({"shared": ("gain", "gain")}, "names were"),
        ({"effects": {"x": ("sp",)}}, "effects was"),
        ({"column": Column.standard(), "effects": {"x": ("sp_dp",)}}, "effects was"),
    ],
)
def test_bad_input(arguments, says):
    with pytest.raises(ValueError, match=says):
        TwoConditions(**arguments)


def test_bad_parameters():
    model = TwoConditions(shared=("gain",))
    with pytest.raises(ValueError, match="parameters was of shape"):
        model.predict([0.0, 0.0, 0.0])
    with pytest.raises(ValueError, match="should be one vector"):
        model.jacobian([[0.0, 0.0]])
    with pytest.raises(ValueError, match="name was"):
        model.parameters(gian=1.0)
