"""What can be typed at a question in place of an answer."""

from __future__ import annotations

from collections.abc import Callable

from triage_tui.plain import question
from triage_tui.plain.console import Leave, place_of
from triage_tui.plain.reading import prompt_for, read_typed
from triage_tui.plain.talk import Talk
from triage_tui.record.encounter import Kind
from triage_tui.walk.engine import change, path
from triage_tui.walk.outlook import interim_disposition
from triage_tui.walk.plan import Kind as StepKind
from triage_tui.walk.plan import Step
from triage_tui.walk.voice import shown_value, yes_and_no

HELP = """The emergency key, at any prompt at all:
  !          a reason, then the top of the scale

Commands, at any question:
  u          not known
  b          back one answer
  w          why this is asked
  n TEXT     write a note
  l          list the answers so far
  c NUMBER   change answer NUMBER of that list
  f          the floor, and what can still happen
  d          the line dropped: keep the safe interim outcome
  g          go on in another pathway with what is known
  o          the outcome again, when questions go on after an emergency
  r          the question again
  p          park the call and leave
  ?          this help
"""


class Commands:
    """The commands of a call's questions."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    def does(self, typed: str, step: Step, only: tuple[str, ...] = ()) -> bool:
        """Do a command; whether it was one."""
        word, _, rest = typed.partition(" ")
        if only and word not in only:
            return False
        commands: dict[str, Callable[[Step, str], None]] = {
            "b": self._back,
            "w": self._why,
            "n": self._note,
            "l": self._list,
            "c": self._change,
            "f": self._floor,
            "d": self._dropped,
            "g": self._go_on,
            "o": self._outcome,
            "r": self._again,
            "p": self._park,
            "?": self._help,
        }
        if word not in commands or (rest and word not in ("n", "c")):
            return False
        if step.kind == StepKind.CHOICE and word == "n" and not rest and "n" in yes_and_no(step).values():
            return False
        commands[word](step, rest)
        return True

    def _help(self, step: Step, rest: str) -> None:
        self.talk.console.say(HELP)

    def _again(self, step: Step, rest: str) -> None:
        question.show(self.talk, step, question.which(self.talk))

    def _back(self, step: Step, rest: str) -> None:
        if self.talk.open_call.state.before is None:
            self.talk.console.say("This is the first question.")
        else:
            self.talk.record(Kind.WENT_BACK)

    def _why(self, step: Step, rest: str) -> None:
        self.talk.console.say(step.why or "The pathway gives no reason for this question.")

    def _note(self, step: Step, rest: str) -> None:
        self.talk.note(step.id, rest)

    def _list(self, step: Step, rest: str) -> None:
        call = self.talk.open_call
        for number, entry in enumerate(path(call.state), 1):
            asked = call.plan.steps[entry.step]
            self.talk.console.say(f"{number}. {asked.short}: {shown_value(call.plan, asked, entry.value)}")

    def _change(self, step: Step, rest: str) -> None:
        call = self.talk.open_call
        entries = path(call.state)
        place = place_of(rest, len(entries))
        if place is None:
            self.talk.console.say("Type c and a number of the list; l shows the list.")
            return
        asked = call.plan.steps[entries[place].step]
        question.show(self.talk, asked, "Changing an earlier answer.")
        self.talk.asked = None
        value = (
            question.observations(self.talk, asked)
            if asked.kind == StepKind.MEASURE
            else read_typed(asked, self.talk.console.ask(prompt_for(asked)))
        )
        assert value is not None
        result = change(call.plan, call.state, call.plan.step_index[asked.id], value)
        for number, old in result.dropped:
            dropped = call.plan.steps[number]
            self.talk.console.say(f"Would no longer count: {dropped.short}: {shown_value(call.plan, dropped, old)}")
        if not result.dropped or self.talk.console.ask("Change it? y or n:") == "y":
            self.talk.record(Kind.CHANGED, step=asked.id, value=value)

    def _floor(self, step: Step, rest: str) -> None:
        call = self.talk.open_call
        floor = call.state.floor
        if floor is None:
            self.talk.console.say("No floor yet.")
        else:
            self.talk.console.say(f"At least: {call.plan.dispositions[floor.disposition].label}: {floor.because}.")
        ahead = question.ahead(self.talk)
        self.talk.console.say(
            ("Can still end: " if ahead.exact else "Can still end, at most: ")
            + "; ".join(call.plan.dispositions[number].label for number in ahead.dispositions)
        )

    def _dropped(self, step: Step, rest: str) -> None:
        call = self.talk.open_call
        disposition = call.plan.dispositions[interim_disposition(call.plan, call.state)]
        self.talk.console.say(f"The call will be kept with: {disposition.label}")
        if self.talk.console.ask("Did the line drop? y or n:") == "y":
            self.talk.record(Kind.CUT_OFF, disposition=disposition.id)

    def _park(self, step: Step, rest: str) -> None:
        self.talk.record(Kind.PARKED)
        raise Leave

    def _go_on(self, step: Step, rest: str) -> None:
        self.talk.go_on()

    def _outcome(self, step: Step, rest: str) -> None:
        if not self.talk.open_call.finished:
            self.talk.console.say("There is no outcome yet.")
        self.talk.asking_on = False
