"""A pathway to begin with: it passes every check, and each part says in a comment what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from triage_tui.author.new.habits import Habits
from triage_tui.content.plain_yaml import flow, scalar
from triage_tui.walk.plan import Disposition


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the author said about the new file."""

    name: str
    title: str
    owner: str
    modes: tuple[str, ...]
    ages: str
    today: date

    @property
    def due(self) -> str:
        """A year from today: when the text must be looked at again."""
        return self.today.replace(year=self.today.year + 1, day=min(self.today.day, 28)).isoformat()

    @property
    def review(self) -> str:
        """The review of a text that was just begun."""
        return f"{{state: draft, owner: {scalar(self.owner)}, due: {self.due}}}"

    @property
    def own_source(self) -> str:
        """The source that a new text has: its author."""
        return scalar(f"our own order and wording, {self.owner}, {self.today.year}, [design]")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a new pathway, all free in its pack."""

    worse: str
    signs: str
    sort: str
    now: str
    soon: str
    home: str
    outside: str


def ids_of(wanted: Wanted, habits: Habits) -> Ids:
    """Ids for the steps and outcomes of a new pathway."""
    free, name = habits.free, wanted.name
    return Ids(
        free("getting_worse"),
        free("main_signs"),
        free(f"sort_{name}"),
        free(f"{name}_now"),
        free(f"{name}_soon"),
        free(f"{name}_home"),
        free("not_this_pathway"),
    )


def pathway_text(wanted: Wanted, habits: Habits) -> str:
    """The pathway's file."""
    ids = ids_of(wanted, habits)
    parts = (_head(wanted, habits, ids), _steps(wanted, habits, ids), _outcomes(wanted, habits, ids))
    return "\n".join("\n".join(part) for part in (*parts, _claims(habits, ids))) + "\n"


def _head(wanted: Wanted, habits: Habits, ids: Ids) -> Iterator[str]:
    yield f"pathway: {wanted.name}  # the same as the file's name"
    yield "version: 0.1.0"
    yield f"title: {scalar(wanted.title)}"
    yield f"about: {scalar(f'A draft for people who ring about: {wanted.title}.')}  # and say who it is not for"
    yield f"modes: {flow(wanted.modes)}"
    if wanted.ages:
        yield f"ages: {scalar(wanted.ages)}"
        yield f"outside_ages: {ids.outside}  # the outcome for everyone else"
    yield f"interim: {habits.interim.id}  # if the call breaks off; a floor can only raise it"
    yield f"find: {flow([wanted.name.replace('_', ' ')])}  # words that find it at Home: add what people say"
    yield "sources:  # every step and outcome names where it comes from"
    yield f"  local: {wanted.own_source}"
    yield f"review: {wanted.review}"
    if habits.differences:
        yield "varies_by:  # what else makes a difference to somebody: say why, in words the meeting can agree to"
        for name, steps in habits.differences.items():
            words = f"It bears on what is asked or done at: {', '.join(steps)}."
            yield f"  {name}: {scalar(words)}"
    yield ""


def _steps(wanted: Wanted, habits: Habits, ids: Ids) -> Iterator[str]:
    yield "# Reading order is asking order. An answer that says nothing else goes on to the next step."
    yield "steps:"
    yield from (f"  - use: {name}" for name in habits.modules)
    yield ""
    yield "  # A question. A red flag sets a floor that no later answer lowers, and must say what not known does."
    yield "  # `say` is read aloud on the telephone, `look` is the wording on scene. Conditions read it by its id."
    yield f"  - id: {ids.worse}"
    yield "    short: Getting worse"
    yield "    ask: Is it getting worse quickly?"
    yield from _voices(wanted, ' "Is it getting worse quickly?"', "Getting worse from minute to minute?")
    yield "    why: What changes quickly is safer seen early."
    yield "    red_flag: true"
    yield "    answers:"
    yield f"      yes: {{floor: {habits.worst.id}, because: getting worse quickly, go: {ids.now}}}"
    yield "      no: next"
    yield f"      not known: {{floor: {habits.interim.id}, because: could not tell if it is getting worse}}"
    yield "    source: [local]"
    yield ""
    yield "  # A checklist: several can be true. Every ticked item's floor counts; a text alone is a label."
    yield f"  - id: {ids.signs}"
    yield "    short: Main signs"
    yield "    ask: Is any of these true now?"
    asked = "Does it stop {} from sleeping, eating or drinking? Has it lasted more than a week?"
    yield from _voices(wanted, _both(asked.format("you"), asked.format("them")), "Any of these now?")
    yield "    checklist:"
    label, because = scalar("It stops sleep, food or drink"), scalar("it stops sleep, food or drink")
    yield f"      stops_life: {{label: {label}, floor: {habits.interim.id}, because: {because}}}"
    yield "      lasting: It has lasted more than a week"
    yield "    none: next"
    yield f"    not known: {{floor: {habits.interim.id}, because: could not ask about the signs}}"
    yield "    source: [local]"
    yield ""
    yield "  # A decision: the first branch that is not certainly false is taken, so the most urgent comes first."
    yield f"  - id: {ids.sort}"
    yield "    decide:"
    yield f"      - {{when: {ids.signs} has stops_life or {ids.signs} has lasting, go: {ids.soon}}}"
    yield f"      - {{otherwise: {ids.home}}}"
    yield ""


def _voices(wanted: Wanted, say: str, look: str) -> Iterator[str]:
    """Words for each mode there is."""
    if "telephone" in wanted.modes:
        yield f"    say:{say}"
    if "on_scene" in wanted.modes:
        yield f"    look: {scalar(look)}"


def _both(self: str, other: str) -> str:
    """Words for the patient, and words for somebody who speaks for them."""
    return f"\n      self: {scalar(self)}\n      other: {scalar(other)}"


def _outcomes(wanted: Wanted, habits: Habits, ids: Ids) -> Iterator[str]:
    yield "# Where a walk can end: how urgent, why, what is said, and what to look out for."
    yield "outcomes:"
    title = wanted.title
    yield from _outcome(ids.now, f"{title}: worse quickly", habits.worst, "It is getting worse quickly.")
    yield from _outcome(
        ids.soon, f"{title}: to be seen", habits.soon, "It needs to be looked at, and can wait until then."
    )
    yield from _outcome(
        ids.home, f"{title}: at home", habits.home, "No sign was found that needs more than care at home."
    )
    if wanted.ages:
        because = f"This pathway is for people of this age: {wanted.ages}."
        yield from _outcome(ids.outside, "Another age", habits.interim, because, habits.general)


def _outcome(name: str, title: str, rung: Disposition, because: str, continue_in: str = "") -> Iterator[str]:
    yield f"  {name}:"
    yield f"    title: {scalar(title)}"
    yield f"    disposition: {rung.id}"
    yield f"    because: {scalar(because)}"
    if continue_in:
        yield f"    continue_in: {continue_in}  # the pathway to offer next"
    if rung.advice:
        yield f"    advice: {flow(rung.advice)}"
    yield f"    worsening: {flow(rung.worsening)}"
    yield "    source: [local]"
    yield ""


def _claims(habits: Habits, ids: Ids) -> Iterator[str]:
    yield "# What must hold for everybody, proved over every possible walk: triage prove"
    yield "claims:"
    yield f"  - {{if: {ids.worse} is yes, at least: {habits.worst.id}}}"
    yield f"  - {{if: {ids.worse} is not known, at least: {habits.interim.id}}}"
    yield f"  - {{if: {ids.signs} has stops_life, at least: {habits.interim.id}}}"
    yield f"  - {{if: {ids.signs} is not known, at least: {habits.interim.id}}}"
    yield f"  - {{if: {ids.signs} has lasting, at least: {habits.soon.id}}}"
