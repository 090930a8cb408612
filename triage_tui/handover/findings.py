"""Sort the answers that count: what is so, what is not, what nobody knows, and what was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage_tui.handover.answers import NONE_OF_THESE, answer_words, parts, says, sets_words
from triage_tui.handover.history import Earlier, Given
from triage_tui.handover.model import Finding, Findings
from triage_tui.record.encounter import Encounter
from triage_tui.walk.outlook import askable_steps
from triage_tui.walk.plan import NOT_KNOWN, Action, Kind, Plan, Step

OWN_HEADING = frozenset(
    {
        "place",
        "call_back",
        "caller",
        "age",
        "sex",
        "pregnant",
        "area",
        "complaint",
        "access_needs",
        "alerts",
        "scene_safe",
    }
)
"""Steps of the opening that the summary gives a heading of their own."""

SAFEGUARDING = "safeguarding"
"""The module, and the beginning of the step and adjunct ids, that stay under the safeguarding heading."""

AGREED = "agreed"
"""The kind of open question whose answer the patient's copy prints too."""

_SETS_NOTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing said, with the rank of the floor it set; `mild` is the reassuring answer."""

    step: Step
    finding: Finding
    rank: int
    known: bool
    mild: bool

    @property
    def positive(self) -> bool:
        """Whether it says that something is so: it set something, or it is not the reassuring answer."""
        if self.finding.sets:
            return True
        return self.known and not self.mild and self.step.kind != Kind.MEASURE and self.step.id not in OWN_HEADING


def findings(encounter: Encounter, answers: tuple[Given, ...], earlier: tuple[Earlier, ...]) -> Findings:
    """The answers that stand, in the order a clinician needs them: what set most first."""
    every = [piece for given in answers for piece in _pieces(given, earlier, encounter.mode)]
    kept = [piece for piece in every if piece.step.kind not in (Kind.TEXT, Kind.INSTRUCTION)]
    shown = [piece for piece in kept if not piece.finding.private]
    written = [piece for piece in every if _is_written(piece) and not piece.finding.private]
    positive = sorted((piece for piece in shown if piece.known and piece.positive), key=lambda piece: piece.rank)
    negative = [piece for piece in shown if piece.known and not piece.positive and _is_question(piece)]
    return Findings(
        positive=_of(positive),
        in_words=_of(written),
        agreed=_of([piece for piece in written if piece.step.text_kind == AGREED]),
        red_flags_absent=(*_of([piece for piece in negative if _one_red_flag(piece)]), *_unticked(answers)),
        other_negative=_of([piece for piece in negative if not piece.step.red_flag]),
        not_known=_of([piece for piece in shown if not piece.known and (piece.finding.sets or _is_question(piece))]),
        red_flags_not_asked=_not_asked(encounter),
        safeguarding=_of([piece for piece in kept if piece.finding.private]),
    )


def done_on_the_call(answers: tuple[Given, ...]) -> tuple[Finding, ...]:
    """The instructions given, and whether they were carried out."""
    instructions = (given for given in answers if given.step.kind == Kind.INSTRUCTION)
    done = ((given.step.ask, answer_words(given.step, given.value)) for given in instructions)
    return tuple(Finding(asked, words, f"{asked} {words}.", f"{asked} {words}.") for asked, words in done)


def was_words(step: Step, earlier: tuple[Earlier, ...]) -> str:
    """What this question was answered before, or "" when it never was."""
    given = (item.given for item in earlier if item.given.step.id == step.id)
    return ", then ".join(answer_words(item.step, item.value) for item in given)


def only_said_privately(answers: tuple[Given, ...]) -> Mapping[str, bool]:
    """For each adjunct that an answer set, whether every answer that set it is one the patient's copy keeps silent."""
    found: dict[str, bool] = {}
    for given in answers:
        hidden = {item.id for item in given.plan.adjuncts if not item.patient_copy}
        for _, action in parts(given.plan, given.step, given.value):
            names = _adjuncts(given.plan, action)
            private = _is_private(given.plan, given.step, action) or bool(names & hidden)
            for name in names:
                found[name] = found.get(name, True) and private
    return found


def _pieces(given: Given, earlier: tuple[Earlier, ...], mode: str) -> list[_Piece]:
    """What one answer says, each ticked item by itself."""
    plan, step, value = given.plan, given.step, given.value
    was = was_words(step, tuple(item for item in earlier if item.given is not given))
    known = value != NOT_KNOWN
    mild = value == step.mildest if step.kind == Kind.CHOICE else value in ((), "")
    found = []
    for words, action in parts(plan, step, value):
        rank = plan.ranks[action.floor] if action.floor >= 0 else _SETS_NOTHING
        whole = says(step, words, mode)
        sets = sets_words(plan, action)
        finding = Finding(step.short, words, whole, whole, sets, was, _is_private(plan, step, action))
        found.append(_Piece(step, finding, rank, known, mild))
    return found


def _adjuncts(plan: Plan, action: Action) -> set[str]:
    return {item.id for bit, item in enumerate(plan.adjuncts) if action.also >> bit & 1}


def _is_private(plan: Plan, step: Step, action: Action) -> bool:
    """Whether an answer is about safeguarding."""
    return _is_about_harm(step) or any(name.startswith(SAFEGUARDING) for name in _adjuncts(plan, action))


def _is_about_harm(step: Step) -> bool:
    return SAFEGUARDING in (step.module, step.id.partition("_")[0])


def _of(pieces: list[_Piece]) -> tuple[Finding, ...]:
    return tuple(piece.finding for piece in pieces)


def _is_question(piece: _Piece) -> bool:
    return piece.step.kind != Kind.MEASURE and piece.step.id not in OWN_HEADING


def _is_written(piece: _Piece) -> bool:
    """Whether somebody wrote words in answer to an open question."""
    return piece.step.kind == Kind.TEXT and piece.known and not piece.mild and piece.step.id not in OWN_HEADING


def _one_red_flag(piece: _Piece) -> bool:
    return piece.step.red_flag and piece.step.kind != Kind.CHECKLIST


def _unticked(answers: tuple[Given, ...]) -> tuple[Finding, ...]:
    """The red flags of checklists that were read out and not ticked, one line a checklist."""
    found = []
    for given in answers:
        step, ticked = given.step, given.value
        if not step.red_flag or not isinstance(ticked, tuple) or step.id in OWN_HEADING or _is_about_harm(step):
            continue
        flags = [
            option
            for option, action in zip(step.options, step.actions[2:], strict=True)
            if action.floor >= 0 or action.go < 0
        ]
        left = [option.label for option in flags or step.options if option.id not in ticked]
        if left:
            whole = f"{step.short}, none of: {'; '.join(left)}"
            brief = f"{step.short}: {'none other of these' if ticked else NONE_OF_THESE}"
            found.append(Finding(step.short, whole, whole, brief))
    return tuple(found)


def _not_asked(encounter: Encounter) -> tuple[str, ...]:
    """Red flags that a walk which stopped early had still to ask about."""
    plan, state = encounter.plan, encounter.state
    ahead = (plan.steps[number] for number in sorted(askable_steps(plan, state)))
    return tuple(step.short for step in ahead if step.red_flag and step.module != SAFEGUARDING)
