"""What `import mcda` offers: names that load their module when they are first asked for."""

import pytest

import mcda
from criteria.faults import PanelError
from mcda import analysis, leastsquares


def test_every_name_that_is_listed_is_there():
    assert dir(mcda) == mcda.__all__ == sorted(mcda.__all__)
    assert all(getattr(mcda, name) is not None for name in dir(mcda))


def test_names_are_those_of_their_homes():
    assert mcda.rank is analysis.rank
    assert mcda.PanelError is PanelError
    assert mcda.DisconnectedError is leastsquares.DisconnectedError


def test_another_name_is_refused_as_of_any_module():
    with pytest.raises(AttributeError, match="module 'mcda' has no attribute 'weigh'"):
        mcda.weigh  # noqa: B018


@pytest.mark.parametrize("name", ["agreement", "consistency", "roadmap", "sensitivity"])
def test_a_module_that_can_be_asked_of_a_panel_is_called(name):
    with pytest.raises(TypeError, match=rf"^{name}\(\) missing 1 required positional argument: 'panel'"):
        getattr(mcda, name)()
    with pytest.raises(TypeError, match="not callable"):
        mcda.ranking()
