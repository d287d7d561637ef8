"""The constants shown to readers are those of the axon."""

import numpy as np
import pytest

from neuromath_lib import evidence
from neuromath_lib.hodgkin_huxley import Axon


def test_every_constant_of_the_axon_is_shown_with_its_value():
    axon = Axon(g_na=90.0)
    table = evidence.constants(axon)
    shown = {constant.field: value for constant, value in table.rows}
    assert shown == {name: getattr(axon, name) for name in Axon.__dataclass_fields__}
    assert '<td class="nm-number">90</td>' in table._repr_html_()
    assert "g_na" in repr(table)


@pytest.mark.parametrize("wrong", [Axon(g_na=np.array([1.0, 2.0])), "axon", None])
def test_only_one_axon_has_a_table(wrong):
    with pytest.raises(ValueError, match="axon"):
        evidence.constants(wrong)
