"""Help: what is asked about, what the strengths mean, the keys, what happens to answers."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from criteria.events import Pair, Subject
from criteria.hierarchy import Criterion
from criteria.panel import Panel
from tui.language import _
from tui.screens.ends_once import EndsOnce
from tui.sentences import strength
from tui.show import show
from tui.widgets.hints import Hints


class HelpScreen(ModalScreen[None], EndsOnce[None]):
    """What a panellist may want to know about the question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,f1,؟", "dismiss", _("back"), key_display="Esc", id="help.back"),
        Binding("f2", "everything", _("everything"), key_display="F2", priority=True, id="help.everything"),
        Binding("up,down", "", _("read on"), key_display="↑↓", id="help.scroll"),
    ]

    def __init__(self, panel: Panel, subject: Subject | None) -> None:
        super().__init__()
        self._panel = panel
        self._subject = subject

    def compose(self) -> ComposeResult:
        """One long text that scrolls."""
        with VerticalScroll(classes="sheet"):
            yield Static(Content("\n").join(self._lines()))
        yield Hints()

    def action_everything(self) -> None:
        """The command palette of the screen that help was asked on."""
        self.dismiss()
        self.app.call_after_refresh(self.app.action_command_palette)

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        if self._subject is not None:
            ids = self._subject[1:] if isinstance(self._subject, Pair) else self._subject
            for id in ids:
                lines += [*_described(self._panel, id), Content()]
        pair = isinstance(self._subject, Pair)
        lines += [_title(_("How strong?") if pair else _("How much?"))]
        if pair:
            lines += [Content(f"  {ratio}  {strength(ratio)}") for ratio in (1, 3, 5, 7, 9)]
            lines.append(Content(_("  2, 4, 6 and 8 stand between.")))
        elif self._panel.scale is not None:
            scale = self._panel.scale
            words = _("  From {low} (no help at all) to {high} (solves it).")
            lines.append(Content(words.format(low=f"{scale.min:g}", high=f"{scale.max:g}")))
        lines += [Content(), _title(_("Keys"))]
        lines += [Content(f"  {key:<14}{does}") for key, does in (_keys() if pair else _rating_keys())]
        lines += [Content(), _title(_("What happens to your answers"))]
        lines += [
            Content(_("  Each answer is on the disk before the screen says saved. You may leave at any time")),
            Content(_("  and come back to the first open question. The others here do not see your answers; in a")),
            Content(_("  further round all may see where the middle half of them lies, without names.")),
        ]
        return lines


def _keys() -> list[tuple[str, str]]:
    return [
        (_("← → or ↑ ↓"), _("towards A, towards B")),
        (_("1 to 9"), _("A so many times as much")),
        (_("shift+1 to 9"), _("B so many times as much")),
        ("=", _("both the same")),
        ("s", _("the same strength for the other one")),
        *_common_keys(),
    ]


def _rating_keys() -> list[tuple[str, str]]:
    return [
        ("↑ ↓", _("another row")),
        ("← →", _("less, more")),
        (_("digits"), _("the value itself")),
        ("PgUp PgDn", _("the criterion before, the next one")),
        *_common_keys(),
    ]


def _common_keys() -> list[tuple[str, str]]:
    return [
        ("Enter", _("save and go on")),
        ("Backspace, F5", _("the question before; F6 the one after")),
        ("u, Ctrl+Z, F3", _("take the last answer back; Ctrl+Y or F9 restores it")),
        ("-, F8", _("cannot say")),
        ("c, F4", _("comment")),
        ("g", _("in a further round: what the group said")),
        ("h, F7", _("hide or show what your answers say so far")),
        ("F10, Esc", _("hand over to the next panellist")),
        ("Ctrl+P, F2", _("everything that can be done here")),
        ("Ctrl+Q", _("leave; nothing needs saving")),
    ]


def _title(text: str) -> Content:
    return Content.styled(text, "bold")


def _described(panel: Panel, id: str) -> list[Content]:
    """Name, description and evidence of a criterion or an alternative."""
    thing = panel.item(id)
    lines = [_title(show(thing.name).plain)]
    if thing.description:
        lines.append(show("  " + thing.description))
    if thing.evidence:
        lines.append(show("  " + _("Named by {who}.").format(who=_(", ").join(thing.evidence))))
    if isinstance(thing, Criterion) and thing.children:
        parts = _("; ").join(child.name for child in thing.children)
        lines.append(show("  " + _("Its parts: {parts}.").format(parts=parts)))
    return lines
