"""What `import mcda` offers: names that load their module when they are first asked for."""

from types import ModuleType

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


def test_a_module_is_loaded_when_it_is_asked_for(monkeypatch):
    ranking = mcda.ranking
    monkeypatch.delattr(mcda, "ranking")
    assert mcda.ranking is ranking


def test_workers_are_loaded_when_they_are_asked_for():
    from mcda.sensitivity.workers import Workers

    assert mcda.sensitivity.Workers is Workers
    with pytest.raises(AttributeError, match=r"module 'mcda\.sensitivity' has no attribute 'Worker'"):
        mcda.sensitivity.Worker  # noqa: B018


def test_whoever_loads_a_module_makes_it_a_question(monkeypatch):
    """Others, and what is no module, stay what they are."""
    for name in ("agreement", "ranking"):
        monkeypatch.setattr(mcda, name, ModuleType(f"mcda.{name}"))
    with pytest.raises(TypeError, match="'panel'"):
        mcda.agreement()
    assert not callable(mcda.ranking)
    monkeypatch.setattr(mcda, "consistency", 3)
    assert mcda.consistency == 3
