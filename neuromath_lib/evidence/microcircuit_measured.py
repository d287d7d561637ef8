"""What was measured in people, to be quoted: nothing here is computed.

Group results of Adams et al. 2022, main text. They describe groups, not persons; the abstract and
the methods of the paper swap 107 and 108, hence "about". Read them with the doubts in `AGAINST`.
"""

from __future__ import annotations

import dataclasses
import html

from neuromath_lib.evidence.faces import html_face
from neuromath_lib.evidence.table import Source

SOURCE = Source("Adams2022", "Adams et al. 2022", "10.1016/j.biopsych.2021.07.024", "main text")


@dataclasses.dataclass(frozen=True)
class Measured:
    """A measured result.

    Attributes
    ----------
    name : str
        Short name, to pick it by.
    measurement : str
        "sample", "rest", "mismatch", "steady state" or "fMRI".
    result : str
        What was found, in words.
    value : str
        The number with its statistic, as the paper gives it.
    kind : str
        "data" for what was measured, "model" for what was inferred with a model.
    """

    name: str
    measurement: str
    result: str
    value: str
    kind: str = "data"


MEASURED = (
    Measured("patients", "sample", "people with a schizophrenia diagnosis", "about 107"),
    Measured("relatives", "sample", "their relatives", "57"),
    Measured("controls", "sample", "controls", "about 108"),
    Measured("rest_sample", "rest", "controls, people with the diagnosis", "98 and 95"),
    Measured(
        "theta", "rest", "theta higher in the group with the diagnosis", "Z 2.63, corrected p 0.035"
    ),
    Measured(
        "beta", "rest", "beta lower in the group with the diagnosis", "Z -2.77, corrected p 0.022"
    ),
    Measured(
        "gamma", "rest", "gamma higher in the group with the diagnosis", "Z 2.58, corrected p 0.040"
    ),
    Measured("alpha", "rest", "alpha not different", "Z -1.32, corrected p 0.75"),
    Measured("line", "rest", "slope of 1/f not different, eyes open or closed", "p > 0.2"),
    Measured(
        "mmn_sample", "mismatch", "controls, people with the diagnosis, relatives", "94, 96, 42"
    ),
    Measured(
        "mmn",
        "mismatch",
        "negativity smaller in the group with the diagnosis at 186 ms",
        "t(376) = 3.46",
    ),
    Measured("mmn_rel", "mismatch", "negativity smaller in relatives at 198 ms", "t(268) = 3.83"),
    Measured(
        "mmn_model",
        "mismatch",
        "the model that frees six connections wins",
        "protected exceedance 0.89, R² 0.73",
        "model",
    ),
    Measured(
        "mmn_left_ifg",
        "mismatch",
        "change of self-inhibition from standard to deviant higher in left IFG",
        "P > 0.95",
        "model",
    ),
    Measured("mmn_right_ifg", "mismatch", "the same in right IFG", "P > 0.99", "model"),
    Measured(
        "mmn_medication",
        "mismatch",
        "both, once medication is a covariate",
        "P > 0.75",
        "model",
    ),
    Measured(
        "assr_sample",
        "steady state",
        "controls, people with the diagnosis, relatives",
        "92, 94, 42",
    ),
    Measured(
        "assr_peak",
        "steady state",
        "frequency of the peak, controls, people with the diagnosis",
        "40.2 and 39.5 Hz, p = 0.016",
    ),
    Measured(
        "assr_sp_ii",
        "steady state",
        "sp to ii lower in people with the diagnosis and relatives",
        "P > 0.99",
        "model",
    ),
    Measured(
        "assr_sp_sp",
        "steady state",
        "self-inhibition of sp higher in both A1, people with the diagnosis against relatives",
        "P > 0.99",
        "model",
    ),
    Measured("assr_fit", "steady state", "variance explained", "R² 0.53", "model"),
    Measured("fmri_sample", "fMRI", "controls, people with the diagnosis, relatives", "85, 72, 45"),
    Measured(
        "fmri",
        "fMRI",
        "self-inhibition higher in both IFG, people with the diagnosis against controls",
        "P > 0.99, P > 0.95; not robust to medication",
        "model",
    ),
    Measured("assr_effect", "steady state", "effect size in the field", "d about 0.6"),
    Measured("mmn_effect", "mismatch", "effect size in the field", "d about 1"),
)

AGAINST = (
    "estimates of one person from different measurements correlate only weakly",
    "results depend on medication",
    "relatives do not show the same change throughout",
    "resting EEG was simulated, not inverted",
    "unusual auditory percepts go with less inhibition in auditory areas: the opposite direction",
)


@dataclasses.dataclass(frozen=True)
class MeasuredTable:
    """Measured results with text and HTML faces.

    Attributes
    ----------
    rows : tuple of Measured
        What it shows.
    """

    rows: tuple[Measured, ...]

    @property
    def title(self) -> str:
        """What the table is headed with: all measurements, or the one that it is about."""
        about = {row.measurement for row in self.rows}
        where = f", {about.pop()}" if len(about) == 1 else ""
        return f"Measured in groups of people{where}: {SOURCE}"

    def __repr__(self) -> str:
        """Return the text face."""
        lines = [
            f"{row.measurement:<13} {row.result:<72} {row.value:<36} {row.kind}"
            for row in self.rows
        ]
        return "\n".join([self.title, "", *lines])

    def _repr_html_(self) -> str:
        """Return the HTML face, in a box that scrolls by itself on a narrow page."""
        heads = ("result", "measurement", "as published", "data or model")
        rows = (
            f'<th scope="row">{html.escape(row.result)}</th>'
            f"<td>{html.escape(row.measurement)}</td>"
            f"<td>{html.escape(row.value)}</td><td>{html.escape(row.kind)}</td>"
            for row in self.rows
        )
        return html_face(self.title, heads, rows)


def measured(only: str | None = None) -> MeasuredTable:
    """Return the measured results, all or those of one measurement.

    Parameters
    ----------
    only : str, optional
        "sample", "rest", "mismatch", "steady state" or "fMRI".

    Raises
    ------
    ValueError
        If there is no such measurement.
    """
    known = tuple(dict.fromkeys(row.measurement for row in MEASURED))
    if only is not None and only not in known:
        raise ValueError(f"only was {only!r}; it should be one of {', '.join(known)}")
    return MeasuredTable(tuple(row for row in MEASURED if only in (None, row.measurement)))
