"""The same walk as plain numbered prompts: for screen readers, simple terminals and scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from triage_tui.desk import Desk
from triage_tui.errors import AnswerError, ExitCode, TriageError
from triage_tui.plain_outcome import outcome_lines
from triage_tui.record.encounter import Encounter, Kind
from triage_tui.text import printable
from triage_tui.walk.engine import change, path
from triage_tui.walk.find import find_pathways
from triage_tui.walk.outlook import interim_disposition, outlook
from triage_tui.walk.plan import NOT_KNOWN, Field, Step, Value
from triage_tui.walk.plan import Kind as StepKind
from triage_tui.walk.quantity import describe
from triage_tui.walk.score import read_field
from triage_tui.walk.voice import say_words, shown_value

HELP = """Commands, at any prompt:
  !          emergency: a reason, then the top of the scale
  u          not known
  b          back one answer
  w          why this is asked
  n TEXT     write a note
  l          list the answers so far
  c NUMBER   change answer NUMBER of that list
  f          the floor, and what can still happen
  d          the line dropped: keep the safe interim outcome
  p          park the call and leave
  ?          this help
"""


class Leave(Exception):
    """The user leaves; the call is kept."""


@dataclass
class Console:
    """Where words go and come from; one prompt, one line."""

    read: Callable[[], str] = field(default=lambda: sys.stdin.readline())
    out: TextIO = field(default_factory=lambda: sys.stdout)

    def say(self, text: str = "") -> None:
        """Write lines, safe to show."""
        self.out.write("\n".join(printable(line) for line in text.split("\n")) + "\n")
        self.out.flush()

    def ask(self, prompt: str) -> str:
        """One line of input; Leave at its end."""
        self.out.write(f"{prompt} ")
        self.out.flush()
        line = self.read()
        if not line:
            raise Leave
        return printable(line.strip()[:2000])


def run_plain(
    desk: Desk, mode: str, pathway: str | None, resume: str | None = None, console: Console | None = None
) -> int:
    """Take a call in plain text; the exit code."""
    console = console or Console()
    talk = _Talk(desk, console, mode)
    try:
        talk.begin(pathway, resume)
        talk.walk()
        talk.finish()
    except Leave:
        if talk.call is not None and talk.call.status != "closed":
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.OK)
    except KeyboardInterrupt:
        if talk.call is not None:
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.INTERRUPTED)
    return int(ExitCode.OK)


class _Talk:
    def __init__(self, desk: Desk, console: Console, mode: str) -> None:
        self.desk = desk
        self.console = console
        self.mode = mode
        self.call: Encounter | None = None

    @property
    def open_call(self) -> Encounter:
        """The call that is open."""
        assert self.call is not None
        return self.call

    def record(self, kind: Kind, **payload: object) -> None:
        """Record what happened; it counts once this returns."""
        self.call = self.desk.record(self.open_call, kind, **payload)

    def begin(self, pathway: str | None, resume: str | None) -> None:
        """Open a call, or take one up again."""
        self.console.say(self.desk.pack.notice)
        if resume is not None:
            self.call = self.desk.load(resume)
            if self.call.status in ("parked", "cut_off"):
                self.record(Kind.RESUMED)
        else:
            self.call = self.desk.open(pathway or self._choose_pathway(), self.mode)
        header = self.desk.library_of(self.open_call).pack.header(self.open_call.pathway)
        self.console.say(f"\n{self.open_call.plan.title}. Call {self.open_call.id}.")
        if header is not None:
            self.console.say(
                f"Review state: {header.review.state}, due {header.review.due}. Type ? for help, ! for emergency."
            )

    def _choose_pathway(self) -> str:
        headers = tuple(header for header in self.desk.pack.pathways if self.mode in header.modes)
        while True:
            typed = self.console.ask("What has happened? A few letters:")
            found = find_pathways(headers, typed)
            for number, header in enumerate(found, 1):
                self.console.say(f"{number}. {header.title}")
            if not found:
                self.console.say("No pathway matches.")
                continue
            chosen = self.console.ask("Number, or Enter to look again:")
            if chosen.isascii() and chosen.isdigit() and 0 < int(chosen) <= len(found):
                return found[int(chosen) - 1].id

    def walk(self) -> None:
        """Ask until there is an outcome."""
        while not self.open_call.finished:
            step = self.open_call.plan.steps[self.open_call.state.at]
            try:
                self._ask(step)
            except AnswerError as error:
                self.console.say(f"Not taken: {error.message}. {error.hint}".rstrip(". ") + ".")

    def _ask(self, step: Step) -> None:
        self._show(step)
        if step.kind == StepKind.MEASURE:
            self._measure(step)
            return
        typed = self.console.ask(_prompt(step))
        if self._command(typed, step):
            return
        self.record(Kind.ANSWERED, step=step.id, value=_read(step, typed))

    def _show(self, step: Step) -> None:
        call = self.open_call
        number = len(path(call.state)) + 1
        ahead = outlook(call.plan, call.state)
        on_scene = call.mode == "on_scene"
        say = self.console.say
        say(f"\nQuestion {number}, {ahead.fewest} to {ahead.most} to come. {step.short}")
        say(
            ("Do now: " if step.kind == StepKind.INSTRUCTION else "")
            + (step.look if on_scene and step.look else step.ask)
        )
        if words := say_words(step, patient=call.patient_is_caller, on_scene=on_scene):
            say(f"Say: {words}")
        for place, option in enumerate(step.options, 1):
            say(f"{place}. {option.label}")
        if step.kind == StepKind.CHECKLIST:
            say("0. None of these")
        if step.number is not None:
            say(f"A number, {describe(step.number)}")

    def _measure(self, step: Step) -> None:
        """Ask each field; Enter leaves one not measured."""
        instrument = self.open_call.plan.instruments[step.instrument]
        self.console.say(f"{instrument.title}. Enter alone: not measured. u: nothing could be measured.")
        values: dict[str, str] = {}
        for item in instrument.fields:
            while True:
                for place, choice in enumerate(item.choices, 1):
                    self.console.say(f"{place}. {choice.label}")
                typed = self.console.ask(f"{item.label}{f' ({item.unit})' if item.unit else ''}:")
                if typed == "u" and not values:
                    self.record(Kind.ANSWERED, step=step.id, value=NOT_KNOWN)
                    return
                if self._command(typed, step, only=("!", "?", "b", "w")):
                    return
                try:
                    values[item.id] = self._field(item, typed)
                    break
                except AnswerError as error:
                    self.console.say(f"Not taken: {error.message}.")
        self.record(Kind.ANSWERED, step=step.id, value=values)

    def _field(self, item: Field, typed: str) -> str:
        if typed in ("", "-"):
            return NOT_KNOWN
        if not item.choices:
            read_field(item, typed)
            return typed
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(item.choices)):
            raise AnswerError(f"type a number from 1 to {len(item.choices)}")
        choice = item.choices[int(typed) - 1]
        if choice.confirm:
            role = self.desk.pack.role(self.desk.role)
            if role is None or not role.clinician:
                raise AnswerError(f"{choice.label} can only be chosen by a clinician")
            if self.console.ask("Has a clinician recorded the reason for it? y or n:") != "y":
                raise AnswerError("not confirmed")
        return choice.id

    def _command(self, typed: str, step: Step, only: tuple[str, ...] = ()) -> bool:
        """Do a command; whether it was one."""
        word, _, rest = typed.partition(" ")
        if only and word not in only:
            return False
        commands: dict[str, Callable[[Step, str], None]] = {
            "!": self._emergency,
            "b": self._back,
            "w": self._why,
            "n": self._note,
            "l": self._list,
            "c": self._change,
            "f": self._floor,
            "d": self._dropped,
            "p": self._park,
            "?": self._help,
        }
        if word not in commands or (rest and word not in ("n", "c")):
            return False
        if step.kind == StepKind.CHOICE and word == "n" and not rest and any(item.id == "no" for item in step.options):
            return False
        commands[word](step, rest)
        return True

    def _help(self, step: Step, rest: str) -> None:
        self.console.say(HELP)

    def _emergency(self, step: Step, rest: str) -> None:
        reasons = self.desk.pack.emergency.reasons
        self.console.say("EMERGENCY: what is happening?")
        for place, (_, label) in enumerate(reasons, 1):
            self.console.say(f"{place}. {label}")
        typed = self.console.ask("Number (anything else goes back):")
        if typed.isascii() and typed.isdigit() and 0 < int(typed) <= len(reasons):
            self.record(Kind.EMERGENCY, reason=reasons[int(typed) - 1][0])

    def _back(self, step: Step, rest: str) -> None:
        if self.open_call.state.before is None:
            self.console.say("This is the first question.")
        else:
            self.record(Kind.WENT_BACK)

    def _why(self, step: Step, rest: str) -> None:
        self.console.say(step.why or "The pathway gives no reason for this question.")

    def _note(self, step: Step, rest: str) -> None:
        text = rest or self.console.ask("Note:")
        if text:
            self.record(Kind.NOTED, step=step.id, text=text)
            self.console.say("Note kept.")

    def _list(self, step: Step, rest: str) -> None:
        call = self.open_call
        for number, entry in enumerate(path(call.state), 1):
            asked = call.plan.steps[entry.step]
            self.console.say(f"{number}. {asked.short}: {shown_value(call.plan, asked, entry.value)}")

    def _change(self, step: Step, rest: str) -> None:
        call = self.open_call
        entries = path(call.state)
        if not (rest.isascii() and rest.isdigit() and 0 < int(rest) <= len(entries)):
            self.console.say("Type c and a number of the list; l shows the list.")
            return
        asked = call.plan.steps[entries[int(rest) - 1].step]
        self._show(asked)
        value = (
            self._values(asked) if asked.kind == StepKind.MEASURE else _read(asked, self.console.ask(_prompt(asked)))
        )
        result = change(call.plan, call.state, call.plan.step_index[asked.id], value)
        for number, old in result.dropped:
            dropped = call.plan.steps[number]
            self.console.say(f"Would no longer count: {dropped.short}: {shown_value(call.plan, dropped, old)}")
        if not result.dropped or self.console.ask("Change it? y or n:") == "y":
            self.record(Kind.CHANGED, step=asked.id, value=value)

    def _values(self, step: Step) -> Value:
        instrument = self.open_call.plan.instruments[step.instrument]
        return {item.id: self._field(item, self.console.ask(f"{item.label}:")) for item in instrument.fields}

    def _floor(self, step: Step, rest: str) -> None:
        call = self.open_call
        floor = call.state.floor
        if floor is None:
            self.console.say("No floor yet.")
        else:
            self.console.say(f"At least: {call.plan.dispositions[floor.disposition].label}. {floor.because}.")
        ahead = outlook(call.plan, call.state)
        self.console.say(
            "Can still end: " + "; ".join(call.plan.dispositions[number].label for number in ahead.dispositions)
        )

    def _dropped(self, step: Step, rest: str) -> None:
        call = self.open_call
        disposition = call.plan.dispositions[interim_disposition(call.plan, call.state)]
        self.console.say(f"The call will be kept with: {disposition.label}")
        if self.console.ask("Did the line drop? y or n:") == "y":
            self.record(Kind.CUT_OFF, disposition=disposition.id)

    def _park(self, step: Step, rest: str) -> None:
        self.record(Kind.PARKED)
        raise Leave

    def finish(self) -> None:
        """Read out the outcome, and what can be done with it."""
        while True:
            self.console.say("\n".join(outcome_lines(self.desk, self.open_call)))
            typed = self.console.ask(
                "\nr reject the service, v change the urgency, n note, s summary, b back, p park, c close:"
            )
            try:
                if self._after(typed):
                    return
            except TriageError as error:
                self.console.say(f"Not done: {error}")
            if not self.open_call.finished:
                self.walk()

    def _after(self, typed: str) -> bool:
        from triage_tui.plain_outcome import change_urgency, reject_service

        word, _, rest = typed.partition(" ")
        if word == "c":
            service = self.desk.services_of(self.open_call).offered[0].service.id
            self.record(Kind.CLOSED, service=service)
            self.console.say(f"Closed. Summary: triage summary {self.open_call.id}")
            return True
        if word == "r":
            self.call = reject_service(self.desk, self.open_call, self.console)
        elif word == "v":
            self.call = change_urgency(self.desk, self.open_call, self.console)
        elif word == "n":
            text = rest or self.console.ask("Note:")
            if text:
                self.record(Kind.NOTED, step="outcome", text=text)
        elif word == "s":
            self._summary("patient" if rest == "patient" else "professional")
        elif word == "b":
            resumed = self.open_call.status in ("cut_off", "closed")
            self.record(Kind.RESUMED if resumed else Kind.WENT_BACK)
        elif word == "p":
            self.record(Kind.PARKED)
            raise Leave
        return False

    def _summary(self, copy: str) -> None:
        from triage_tui.summaries import copy_as_text, summary_of

        self.console.say(copy_as_text(summary_of(self.desk, self.open_call, self.desk.clock.now()), copy))


def _prompt(step: Step) -> str:
    if step.kind == StepKind.CHECKLIST:
        return "Numbers with commas, 0 for none of these, u for not known:"
    if step.kind == StepKind.INSTRUCTION:
        return "1 done, 2 not done:"
    if step.kind == StepKind.NUMBER:
        return "Number, or u for not known:"
    if step.kind == StepKind.TEXT:
        return "Words, or u for not known:"
    return "Number, or u for not known:"


def _read(step: Step, typed: str) -> Value:
    """The answer meant by what was typed; AnswerError when there is none."""
    if typed == "u" and step.kind != StepKind.INSTRUCTION:
        return NOT_KNOWN
    if step.kind == StepKind.NUMBER:
        return typed
    if step.kind == StepKind.TEXT:
        return typed or NOT_KNOWN
    if step.kind == StepKind.CHECKLIST:
        return _ticked(step, typed)
    words = {"y": "yes", "n": "no"}
    named = words.get(typed.lower(), typed.lower())
    for place, option in enumerate(step.options, 1):
        if typed == str(place) or named == option.id:
            return option.id
    raise AnswerError(f"type a number from 1 to {len(step.options)}")


def _ticked(step: Step, typed: str) -> Value:
    if typed == "0":
        return ()
    parts = [part for part in typed.replace(",", " ").split() if part]
    if not parts or not all(part.isascii() and part.isdigit() and 0 < int(part) <= len(step.options) for part in parts):
        raise AnswerError(f"type numbers from 1 to {len(step.options)} with commas, or 0 for none of these")
    return tuple(
        option.id for place, option in enumerate(step.options, 1) if str(place) in {str(int(part)) for part in parts}
    )
