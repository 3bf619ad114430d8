"""One panellist's sitting by lines: ask, read back, save, take back, review, until they leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from criteria.events import Cell, Pair, Subject
from criteria.journal import JournalError
from criteria.session import Section, Session
from criteria.text import comment_fault, quoted
from tui import logs, sentences
from tui.language import _, plural
from tui.plain import wording
from tui.plain.answers import Answer, Command, UnreadableError, leaves, read_pair, read_rating, typed
from tui.plain.talk import Calm, Talk
from tui.seat import RoundClosedError
from tui.sitting import Sitting

if TYPE_CHECKING:
    from criteria.feedback import GroupAnswer
    from mcda.analysis.sitting import Contradiction

DONE, NOT_GOOD, USAGE = 0, 1, 2


class LeaveError(Exception):
    """The panellist has had enough for now."""


def nothing_changed() -> int:
    """The exit code when a script has no line that says anything, once that is said."""
    sys.stderr.write(_("stdin was closed before an answer was given: nothing was changed") + "\n")
    return USAGE


class Conversation:
    """One panellist's questions and answers.

    Where the lines come from a script, what it cannot know of is told rather than asked, so that the next line meets
    the question that it was written for.
    """

    def __init__(
        self, sitting: Sitting, session: Session, talk: Talk, calm: Calm, consistency: bool, *, may_hand_over: bool
    ) -> None:
        self.sitting = sitting
        self.panel = sitting.panel
        self.session = session
        self.talk = talk
        self.calm = calm
        self.consistency = consistency
        self.may_hand_over = may_hand_over
        self.draft: Answer | None = None
        """What was typed for the pair that is asked and does not count yet."""
        self.saves = 0
        self.unread = 0
        """Lines that could not be understood."""
        self.announced = -1
        """The place of the section that was announced last."""
        self.handed_over = False

    # From beginning to end

    def hold(self) -> int | None:
        """The exit code; None if the next panellist takes the seat."""
        self.talk.say(*wording.welcome(self.session))
        try:
            while True:
                if self.session.question is None:
                    self._after_all()
                else:
                    self._turn(self.session.question)
        except LeaveError:
            code = NOT_GOOD if self.session.pending else DONE
        except EOFError:
            code = self._after_the_last_line()
        if code == USAGE:
            return nothing_changed()
        self.talk.say(*wording.goodbye(self.session, unconfirmed=self.draft is not None))
        return None if self.handed_over and code == DONE else code

    def _after_the_last_line(self) -> int:
        """The exit code when there are no more lines; a script is told how many of its lines meant nothing."""
        if self.session.pending:
            return NOT_GOOD
        if self.talk.person:
            return DONE
        if not self.saves and self._open:
            return USAGE
        if self.unread:
            said = plural("{count} line was not understood", "{count} lines were not understood", self.unread)
            sys.stderr.write(said + "\n")
        return DONE

    @property
    def _open(self) -> int:
        """How many questions have no answer."""
        return len(self.session.ballot.questions) - self.session.answered

    # Asking

    def _turn(self, question: Subject) -> None:
        """Ask once, and do what the line says."""
        kept = self._own_before(question)
        if self.draft is None:
            self._show(question)
            line = self.talk.ask(_("Answer:") if kept is None else _("Enter to keep your answer, or another one:"))
        else:
            self.talk.say(sentences.answer(self.panel, question, self.draft.value))
            line = self.talk.ask(_("Enter to save, or another answer:"))
        if not line and (answer := self.draft or kept) is not None:
            self._take(question, answer)
            return
        said = self._understood(line, self._reader(question))
        if isinstance(said, Command):
            self._obey(said)
        elif said is not None and isinstance(question, Pair):
            self.draft = said
        elif said is not None:
            self.talk.say(sentences.answer(self.panel, question, said.value))
            self._take(question, said)

    def _group(self, question: Subject) -> GroupAnswer | None:
        """What the group said of a question in the rounds before, where that may be seen."""
        found = self.sitting.group.get(question.key)
        return None if found is None else found.asked(question)

    def _own_before(self, question: Subject) -> Answer | None:
        """The own answer of the rounds before, until there is one in this round."""
        own = self.sitting.own_before(question)
        return None if own is None or self.session.sheet.answer(question) is not None else Answer(own)

    def _understood(self, line: str, read: Callable[[str], float]) -> Answer | Command | None:
        """What the line means; None once it was said that it means nothing."""
        try:
            if not line:
                raise UnreadableError(_("Nothing was typed: give an answer, - if you cannot say, next to pass on."))
            return typed(line, read)
        except UnreadableError as error:
            self.unread += 1
            self.talk.say(str(error))
            return None

    def _reader(self, question: Subject) -> Callable[[str], float]:
        """What reads the value of an answer."""
        if isinstance(question, Pair):
            integers = self.panel.settings.intensities == "integers"
            return lambda text: read_pair(text, integers)
        scale = self.panel.scale
        assert scale is not None
        return lambda text: read_rating(text, scale)

    def _show(self, question: Subject) -> None:
        """Say the question, and its section if that begins."""
        self.talk.say("")
        place = self.session.ballot.section_of[self.session.at]
        if place != self.announced:
            self.announced = place
            self.talk.say(wording.section_head(self.panel, self.session, place))
        self.talk.say(
            *wording.asked(self.panel, self.session, question, self._group(question), self.sitting.own_before(question))
        )

    def _after_all(self) -> None:
        """Past the last question: what is left, and whether to leave."""
        if self._open:
            many = plural("{count} question is still open.", "{count} questions are still open.", self._open)
            self.talk.say("", _("The last question is behind."), many)
            prompt = _("Enter for the first open one, q to leave, or back, list, u, go NUMBER:")
        else:
            self.talk.say("", _("All questions are answered. Thank you."))
            prompt = _("Enter to leave, or back, list, u, go NUMBER:")
        line = self.talk.ask(prompt)
        if not line:
            if not self._open:
                raise LeaveError
            self.session = self.session.at_first_open()
            return
        said = self._understood(line, _no_value)
        if isinstance(said, Command):
            self._obey(said)
        elif said is not None:
            self.unread += 1
            self.talk.say(_not_asked())

    # Saving

    def _take(self, question: Subject, answer: Answer) -> None:
        """An answer that counts: write it, then look at its section if that is complete."""
        section = self.session.section
        assert section is not None
        self.draft = None
        if answer.value is None:
            self._save(self.session.skip())
        elif isinstance(question, Cell):
            self._save(self.session.rate(answer.value))
        else:
            self._save(self.session.judge(answer.value))
        if self.consistency and not section.is_rating and self.session.complete(section):
            self._look_at(section)

    def _save(self, session: Session) -> None:
        """Write what is pending and say so; if it cannot be written say that, keep it, and try again with Enter."""
        self.session = session
        while True:
            try:
                self.calm.while_writing(self._write)
                return
            except RoundClosedError:
                self.talk.say(_("NOT SAVED: the round was closed while you answered; ask the facilitator."))
            except JournalError as error:
                logs.note("error", "not saved", kind=type(error).__name__, count=len(self.session.pending))
                self.talk.say(_("NOT SAVED: {reason}").format(reason=error))
            while line := self.talk.ask(_("Enter to try again, or q to leave without it:")):
                # A script that went on regardless would answer the wrong questions.
                if leaves(line) or not self.talk.person:
                    raise LeaveError

    def _write(self) -> None:
        if not self.sitting.takes_answers(self.session):
            raise RoundClosedError
        saved = self.sitting.write(self.session)
        self.session = saved.session
        self.saves += 1
        self.talk.say(_("saved {time}").format(time=saved.time))

    # Commands

    def _obey(self, command: Command) -> None:
        """Do what a command says. Moving on drops what was typed and not confirmed."""
        if command.name == "quit":
            raise LeaveError
        if self.draft is not None and command.name not in ("help", "comment", "list", "picture"):
            self.draft = None
            self.talk.say(_("What you typed does not count."))
        commands: dict[str, Callable[[str], None]] = {
            "help": lambda _rest: self.talk.say(
                *wording.help_lines(self.panel, self.session.question, self.may_hand_over)
            ),
            "list": lambda _rest: self.talk.say(*wording.progress(self.panel, self.session)),
            "comment": self._comment,
            "undo": lambda _rest: self._take_back(),
            "redo": lambda _rest: self._restore(),
            "back": lambda _rest: self._move(self.session.back()),
            "next": lambda _rest: self._move(self.session.forward()),
            "go": self._go,
            "picture": self._picture,
            "review": self._review_again,
            "keep": lambda _rest: self.talk.say(_("Nothing to keep here: k belongs to a review; review begins one.")),
            "who": lambda _rest: self._hand_over(),
        }
        commands[command.name](command.rest)

    def _hand_over(self) -> None:
        if not self.may_hand_over:
            self.talk.say(_("This sitting is one panellist's: leave with q."))
            return
        self.handed_over = True
        raise LeaveError

    def _move(self, session: Session) -> None:
        self.session = session

    def _go(self, text: str) -> None:
        questions = self.session.ballot.questions
        number = int(text) if text.isdecimal() else 0
        if 1 <= number <= len(questions):
            self._move(self.session.go_to(questions[number - 1]))
        else:
            self.unread += 1
            said = _("{text} is no question: write go and a number from 1 to {count}")
            self.talk.say(said.format(text=quoted(text), count=len(questions)))

    def _comment(self, text: str) -> None:
        question = self.session.question
        if question is None:
            self.talk.say(_not_asked())
        elif message := comment_fault(text):
            self.unread += 1
            self.talk.say(message)
        elif not text and not self.session.sheet.comment(question):
            self.talk.say(_("Write your comment behind c, as in: c depends on the region"))
        else:
            self._save(self.session.comment(text))
            self.talk.say(_("Your comment is noted.") if text else _("Your comment is taken away."))

    def _take_back(self) -> None:
        done = self.session.sheet.done
        if done is None:
            self.talk.say(_("Nothing to take back."))
            return
        self._save(self.session.undo())
        self.talk.say(_("Taken back: {what}").format(what=sentences.done(self.panel, self.session, done)))

    def _restore(self) -> None:
        done = self.session.sheet.undone
        if done is None:
            self.talk.say(_("Nothing to restore."))
            return
        self._save(self.session.redo())
        self.talk.say(_("Restored: {what}").format(what=sentences.done(self.panel, self.session, done)))

    # Answers that contradict each other

    def _section(self, number: str) -> Section | None:
        """The section of that number in the list, else the one of the question; None once said that it is not pairs."""
        sections = self.session.ballot.sections
        section = self.session.section
        if number.isdecimal() and 1 <= int(number) <= len(sections):
            section = sections[int(number) - 1]
        if section is None or section.is_rating:
            self.talk.say(_("This is about pairs: write the number of their section in the list behind it."))
            return None
        return section

    def _picture(self, number: str) -> None:
        if (section := self._section(number)) is not None:
            from mcda.analysis.sitting import picture

            found = picture(self.panel, section.about, self.session.ratios(section), section.items)
            self.talk.say(*wording.pictured(self.panel, found))

    def _review_again(self, number: str) -> None:
        if (section := self._section(number)) is not None:
            if not self._contradictions(section):
                self.talk.say(_("Nothing contradicts here."))
            self._review(section)

    def _look_at(self, section: Section) -> None:
        """A section of pairs is complete: say how its answers agree, and review them if they contradict each other."""
        from mcda.analysis.sitting import picture

        found = picture(self.panel, section.about, self.session.ratios(section), section.items)
        if not found.checked:
            return
        self.talk.say(_("This section is complete."), wording.together(found.word))
        if self.session.sheet.reason(section.about):
            return
        if self.talk.person:
            self._review(section)
        elif left := self._contradictions(section):
            self.talk.say(*wording.contradicting(self.panel, section.about, left[0]))
            number = self.session.ballot.sections.index(section) + 1
            self.talk.say(_("review {number} asks about it.").format(number=number))

    def _contradictions(self, section: Section) -> tuple[Contradiction, ...]:
        from mcda.analysis.sitting import contradictions

        return contradictions(self.panel, section.about, self.session.ratios(section), section.items)

    def _review(self, section: Section) -> None:
        """Ask about one contradiction after the other, until each was changed, kept or passed over."""
        passed: set[tuple[str, str]] = set()
        while left := [found for found in self._contradictions(section) if found.pair not in passed]:
            found = left[0]
            pair = Pair(section.about, *found.pair)
            self.talk.say(*wording.contradicting(self.panel, section.about, found), *wording.sides(self.panel, pair))
            outcome = self._reviewed(pair)
            if outcome == "kept":
                return
            if outcome == "passed":
                passed.add(found.pair)

    def _reviewed(self, pair: Pair) -> str:
        """`changed`, `kept` or `passed`: what became of a contradiction."""
        draft: Answer | None = None
        while True:
            if draft is None:
                line = self.talk.ask(_("Another answer for A and B, k and why you keep it, or Enter to go on:"))
                if not line:
                    return "passed"
            else:
                self.talk.say(sentences.answer(self.panel, pair, draft.value))
                line = self.talk.ask(_("Enter to save, or another answer:"))
                if not line:
                    value = draft.value
                    skipped = self.session.go_to(pair).skip
                    self._save(skipped() if value is None else self.session.revise(pair, value))
                    return "changed"
            said = self._understood(line, self._reader(pair))
            if isinstance(said, Answer):
                draft = said
            elif said is not None and said.name == "quit":
                raise LeaveError
            elif said is not None and said.name == "keep":
                if self._kept(pair.node, said.rest):
                    return "kept"
            elif said is not None:
                self.talk.say(_("Here a3 or b3 changes the answer, k REASON keeps it, Enter goes on."))

    def _kept(self, node: str, reason: str) -> bool:
        """Whether the judgements of a node stay for a reason that can be kept."""
        if message := comment_fault(reason):
            self.talk.say(message)
        elif not reason:
            self.talk.say(_("Write why behind k, as in: k both hold in my region"))
        else:
            self._save(self.session.keep(node, reason))
            self.talk.say(_("Kept, with your reason."))
            return True
        return False


def _not_asked() -> str:
    return _("No question is asked here: go NUMBER asks one again.")


def _no_value(text: str) -> float:
    raise UnreadableError(_("{text} is nothing that can be done here").format(text=quoted(text)))
