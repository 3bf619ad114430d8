"""Who is asked about which nodes: what panel.yaml says of each role under `asked:`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from criteria.hierarchy import GOAL, Hierarchy
from criteria.text import quoted, visible

Asked: TypeAlias = Mapping[str, tuple[str, ...]]
"""Role -> ids of nodes and criteria; whoever's role is not there is asked everything."""


def is_asked(asked: Asked, hierarchy: Hierarchy, role: str, about: str) -> bool:
    """Whether holders of a role are asked about a node or a criterion: it, or a criterion above it, is on their list.

    The goal stands for the comparison of the uppermost criteria alone.
    """
    if role not in asked:
        return True
    above = () if about == GOAL else hierarchy.ancestors(about)
    return not set(asked[role]).isdisjoint((about, *above))


def barred(asked: Asked, hierarchy: Hierarchy, roles: Sequence[str], ids: Sequence[str]) -> dict[tuple[int, int], str]:
    """Places of panellists, by their roles, and of nodes or criteria that they are not asked about -> the role."""
    return {
        (who, place): role
        for who, role in enumerate(roles)
        if role in asked
        for place, id in enumerate(ids)
        if not is_asked(asked, hierarchy, role, id)
    }


def not_asked(role: str, about: str, panellist: str) -> str:
    """What is wrong with an answer of somebody who is not asked there."""
    return f"'{about}' is not asked of {quoted(role)} (panellist {visible(panellist)}): see 'asked:' in panel.yaml"
