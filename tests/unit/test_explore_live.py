"""The live view: a slider's model moves, the picture follows."""

from __future__ import annotations

import asyncio

import ipywidgets
import pytest
from matplotlib.figure import Figure

from neuromath_lib.explore import explore


def line(gain: float, shift: float = 0.0) -> Figure:
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.plot([0, 1], [shift, gain + shift])
    axes.set(xlim=(0, 1), ylim=(-10, 10))
    return figure


def test_moving_the_slider_changes_picture_and_readout():
    view = explore(line, gain=[0.0, 1.0, 2.0], readout=lambda gain: f"slope {gain:g}").widget()
    before = view.picture.value
    assert "<svg" in before
    assert "slope 1<" in view.readout.value
    view.sliders["gain"].value = 1.7  # between the values of the page
    assert view.picture.value != before
    assert "slope 1.7" in view.readout.value
    assert 'aria-label="line. Gain 1.7. slope 1.7."' in view.picture.value


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.0, 0.5, 1.0], ipywidgets.FloatSlider),
        ([1, 2, 3], ipywidgets.IntSlider),
        ([1, 10, 100], ipywidgets.SelectionSlider),
        ([3, 2, 1], ipywidgets.SelectionSlider),
        ([False, True], ipywidgets.SelectionSlider),
    ],
)
def test_slider_fits_the_values(values, kind):
    slider = explore(line, gain=values).widget().sliders["gain"]
    assert type(slider) is kind
    assert slider.value == values[len(values) // 2]


def test_slider_reaches_every_value_of_the_page_exactly():
    values = [6.3, 10.3, 14.3, 18.3]
    view = explore(line, gain=values).widget()
    slider = view.sliders["gain"]
    assert (slider.min, slider.max) == (6.3, 18.3)
    for value in values:
        slider.value = value
        assert view.setting["gain"] == value
        steps = (value - slider.min) / slider.step
        assert steps == pytest.approx(round(steps), abs=1e-9)


@pytest.mark.parametrize(
    ("values", "shown"),
    [([0.0, 5.0, 10.0], ".1f"), ([6.3, 12.4, 18.5], ".2f"), ([0, 100.0], ".0f")],
)
def test_slider_shows_as_many_decimals_as_it_needs(values, shown):
    assert explore(line, gain=values).widget().sliders["gain"].readout_format == shown


def test_label_and_unit_stand_on_the_slider():
    view = explore(line, gain=[0.0, 1.0], labels={"gain": ("Gain", "uA/cm2")}).widget()
    assert view.sliders["gain"].description == "Gain (µA/cm²)"


def test_an_error_is_shown_with_its_place_and_goes_away():
    def fragile(gain):
        if gain > 1:
            raise ArithmeticError("too <steep>")
        return line(gain)

    view = explore(fragile, gain=[0, 1, 2]).widget()
    good = view.picture.value
    view.sliders["gain"].value = 2
    assert "ArithmeticError: too &lt;steep&gt;" in view.message.value
    assert "gain=2" in view.message.value
    assert "in fragile" in view.message.value
    assert 'role="alert"' in view.message.value
    assert view.picture.value == good
    view.sliders["gain"].value = 0
    assert view.message.value == ""
    assert view.picture.value != good


def test_a_flood_of_values_draws_the_last_one_only():
    drawn = []

    def draw(gain):
        drawn.append(gain)
        return line(gain)

    async def drag():
        view = explore(draw, gain=[0, 50, 100]).widget()
        drawn.clear()
        for value in range(100):
            view.sliders["gain"].value = value
        await asyncio.sleep(0.2)
        return view

    view = asyncio.run(drag())
    assert drawn == [99]
    assert "Gain 99" in view.picture.value


def test_player_steps_through_the_values():
    view = explore(line, gain=[0.0, 1.0, 2.0], play=True).widget()
    (player,) = [child for child in view.box.children if isinstance(child, ipywidgets.Play)]
    player.value = 2
    assert view.sliders["gain"].value == 2.0
    assert "Gain 2" in view.picture.value


def test_two_sliders_move_apart():
    view = explore(line, gain=[1, 2, 3], shift=[0.0, 1.0]).widget()
    view.sliders["shift"].value = 0.3
    assert view.setting == {"gain": 2, "shift": 0.3}
