"""A talk that goes on until it is left: what can be typed, what cannot be understood, what is asked twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from criteria.text import quoted
from tui.keyboard import as_keys
from tui.language import _
from tui.plain.answers import asks_help, leaves
from tui.plain.conversation import LeaveError
from tui.plain.talk import Calm, Talk
from tui.sentences import hint
from tui.writing import fault, path_of, save, unused

if TYPE_CHECKING:
    from mcda.results.base import Result

YES = ("yes", "y", "بله")


class Offer(NamedTuple):
    """Something that can be done: by which words, what it does, what is written behind it."""

    words: tuple[str, ...]
    """The first one is told."""
    does: str
    act: Callable[[str], None]
    """Is given what was written behind the word."""
    more: str = ""
    """What may be written behind it, as help has it."""


class Dialogue:
    """Asks what to do and does it, again and again, until it is left."""

    def __init__(self, talk: Talk, calm: Calm) -> None:
        self.talk = talk
        self.calm = calm

    def prompt(self) -> str:
        """What is asked."""
        raise NotImplementedError

    def offers(self) -> list[Offer]:
        """What can be done now."""
        raise NotImplementedError

    def begin(self) -> None:
        """Say how things stand."""

    def about(self) -> list[str]:
        """What help says before the words."""
        return []

    def typed(self, line: str) -> bool:  # noqa: ARG002
        """Take a line that is no word of the offers; whether it says something here."""
        return False

    def hold(self) -> None:
        """Talk until it is left. Raises EOFError when a script has no more lines; a person who ends them leaves."""
        try:
            self.begin()
            while True:
                self.turn(self.talk.ask(self.prompt()))
        except LeaveError:
            return
        except EOFError:
            if not self.talk.person:
                raise

    def turn(self, line: str) -> None:
        """Do what a line says."""
        first, _space, rest = line.partition(" ")
        word = as_keys(first).casefold()
        for offer in self.offers():
            if word and word in offer.words:
                offer.act(rest.strip())
                return
        if asks_help(first):
            self.help()
        elif leaves(first):
            raise LeaveError
        elif not line:
            self.empty()
        elif not self.typed(line):
            known = [offer.words[0] for offer in self.offers()]
            self.refuse(_("{text} is nothing that can be done here: {hint}"), text=line, hint=hint(first, known))

    def empty(self) -> None:
        """What an empty line does."""
        self.talk.say(_("Nothing was typed. Type ? for what can be typed here, q to leave."))

    def refuse(self, said: str, *, text: str = "", **more: object) -> None:
        """Say why a line cannot be taken."""
        self.talk.unread += 1
        self.talk.say(said.format(text=quoted(text), **more))

    def help(self) -> None:
        """Say what can be typed."""
        self.talk.say(*self.about())
        for offer in self.offers():
            words = _(" or ").join(offer.words[:2]) + (" " + offer.more if offer.more else "")
            self.talk.say(_("{words}: {does}").format(words=words, does=offer.does))
        self.talk.say(_("q: leave."))

    def sure(self, lines: Sequence[str], question: str) -> bool:
        """Whether somebody wants something after hearing what will happen."""
        self.talk.say(*lines)
        wanted = self.talk.ask(question + " " + _("Type yes to do it, anything else leaves it:")).casefold() in YES
        if not wanted:
            self.talk.say(_("It is left as it was."))
        return wanted

    def text(self, asked: str, why_not: Callable[[str], str | None], usual: str = "") -> str | None:
        """A text that can be taken; None if somebody would rather leave it."""
        while True:
            line = self.talk.ask(asked) or usual
            if not line:
                self.talk.say(_("It is left as it was."))
                return None
            message = why_not(line)
            if message is None:
                return line
            self.refuse("{why}", why=message)
            if not self.talk.person:
                return None

    def write(self, result: Result | str | None, name: str, rest: str) -> None:
        """Write a result to the file that is named, or to one that is proposed, and say where."""
        if result is None or isinstance(result, str):
            self.talk.say(_("There is nothing to write yet."))
            return
        usual = str(unused(Path.cwd(), name))
        text = rest
        if not text:
            asked = _("Which file? It ends in .csv, .json or .txt. Enter for {file}:").format(file=usual)
            text = self.talk.ask(asked) or usual
        if why := fault(text):
            self.refuse("{why}", why=why)
            return
        path = path_of(text)
        try:
            self.calm.while_writing(lambda: save(result, path))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            self.talk.say(_("Not written: {path}: {why}").format(path=path, why=why))
        else:
            self.talk.say(_("Written: {path}").format(path=path))


class Menu(Dialogue):
    """A talk whose offers are numbered: by number or by word."""

    def listed(self) -> None:
        """Say the choices with their numbers."""
        for number, offer in enumerate(self.offers(), 1):
            self.talk.say(_("{number}: {does}").format(number=number, does=offer.does))

    def typed(self, line: str) -> bool:
        """A number chooses."""
        offers = self.offers()
        first, _space, rest = line.partition(" ")
        if not (first.isdecimal() and 1 <= int(first) <= len(offers)):
            return False
        offers[int(first) - 1].act(rest.strip())
        return True

    def empty(self) -> None:
        """An empty line says the choices again."""
        self.listed()

    def prompt(self) -> str:
        """What is asked."""
        return _("Number or word, ? for help, q to leave:")
