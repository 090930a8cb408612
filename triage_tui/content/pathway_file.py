"""The shapes of pathway and module files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from triage_tui.content.lint_shape import LintShape
from triage_tui.content.shape import Day, Ident, Idents, Number, Shape, Text, Version, Whole, Words, YesNo, kind_of

Mode = Literal["telephone", "on_scene"]
Care = Literal["hear_and_treat", "see_and_treat", "see_treat_and_convey"]
Modes = Annotated[tuple[Mode, ...], Field(min_length=1)]


class Review(Shape):
    """Who owns the text, what state it is in, and when it is due."""

    state: Literal["draft", "in_review", "approved", "retired"]
    owner: Text
    due: Day
    reviewed: Day | None = None
    approver: Text | None = None
    fingerprint: Text | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None


class ActionShape(Shape):
    """What an answer does."""

    floor: Ident | None = None
    because: Text | None = None
    go: Ident | None = None
    also: Idents = ()
    label: Text | None = None


Action = Annotated[
    Annotated[ActionShape, Tag("<map>")] | Annotated[Text, Tag("<text>")],
    Discriminator(kind_of),
]


class Voices(Shape):
    """Words to say to the patient, and to somebody speaking for them."""

    self_: Text = Field(alias="self")
    other: Text


Say = Annotated[Annotated[Voices, Tag("<map>")] | Annotated[Text, Tag("<text>")], Discriminator(kind_of)]


class Step(Shape):
    """Keys every asking step may have."""

    id: Ident
    short: Text | None = None
    say: Say | None = None
    look: Text | None = None
    why: Text | None = None
    modes: Modes | None = None
    when: Text | None = None
    red_flag: YesNo = False
    interim: Ident | None = None
    source: Words = ()


class Question(Step):
    """One answer of several."""

    ask: Text
    answers: Annotated[dict[Text, Action], Field(min_length=1)]
    mildest: Text | None = None


class Checklist(Step):
    """Several answers at once, or none of these."""

    ask: Text
    checklist: Annotated[dict[Ident, Action], Field(min_length=1)]
    none: Action = "next"
    not_known: Action | None = Field(default=None, alias="not known")
    mildest: Annotated[tuple[Ident, ...] | None, BeforeValidator(lambda value: [] if value == "none" else value)] = None


class NumberShape(Shape):
    """A number's unit and plausible range."""

    unit: Text
    from_: Number = Field(alias="from")
    to: Number
    decimals: Whole = 0


class NumberStep(Step):
    """One number."""

    ask: Text
    number: NumberShape
    not_known: Action | None = Field(default=None, alias="not known")
    mildest: Text | None = None
    then: Action = "next"


class Measure(Step):
    """The fields of an instrument."""

    ask: Text
    measure: Ident
    as_: Ident | None = Field(default=None, alias="as")
    not_known: Action | None = Field(default=None, alias="not known")
    then: Action = "next"


class Instruction(Step):
    """Something to do now."""

    instruct: Text
    done: Action = "next"
    not_done: Action = Field(default="next", alias="not done")


class TextShape(Shape):
    """What kind of words are kept."""

    kind: Literal["free", "place", "phone", "area", "agreed"] = "free"
    needed: YesNo = False
    hint: Text | None = None


class TextStep(Step):
    """Words to keep; no condition can read them."""

    ask: Text
    text: TextShape
    then: Action = "next"


class Branch(Shape):
    """One branch of a decision."""

    when: Text | None = None
    otherwise: Action | None = None
    floor: Ident | None = None
    because: Text | None = None
    go: Ident | None = None
    also: Idents = ()


class Decision(Shape):
    """A place where nothing is asked."""

    id: Ident | None = None
    decide: Annotated[tuple[Branch, ...], Field(min_length=1)]
    modes: Modes | None = None
    when: Text | None = None
    source: Words = ()


class Use(Shape):
    """A module's steps, put here."""

    use: Ident
    when: Text | None = None
    modes: Modes | None = None


_KINDS = {
    "answers": "<question>",
    "checklist": "<checklist>",
    "number": "<number>",
    "measure": "<measure>",
    "instruct": "<instruction>",
    "text": "<text step>",
    "decide": "<decision>",
    "use": "<use>",
}
STEP_KINDS = tuple(_KINDS)


def step_kind(value: Any) -> str:
    """The tag of a step, by the key only that kind has."""
    if isinstance(value, dict):
        for key, tag in _KINDS.items():
            if key in value:
                return tag
    return "<question>"


AnyStep = Annotated[
    Annotated[Question, Tag("<question>")]
    | Annotated[Checklist, Tag("<checklist>")]
    | Annotated[NumberStep, Tag("<number>")]
    | Annotated[Measure, Tag("<measure>")]
    | Annotated[Instruction, Tag("<instruction>")]
    | Annotated[TextStep, Tag("<text step>")]
    | Annotated[Decision, Tag("<decision>")]
    | Annotated[Use, Tag("<use>")],
    Discriminator(step_kind),
]
AskingStep = Question | Checklist | NumberStep | Measure | Instruction | TextStep


class NeedsShape(Shape):
    """The services that could take the patient, best first, and what they must be able to do."""

    service: Annotated[Idents, Field(min_length=1)]
    capabilities: Idents = ()


class OutcomeShape(Shape):
    """Where a walk ends."""

    title: Text
    disposition: Ident
    because: Text
    worsening: Annotated[Idents, Field(min_length=1)]
    advice: Idents = ()
    care: Care | None = None
    needs: NeedsShape | None = None
    call_first: Ident | None = None
    continue_in: Ident | None = None
    also: Idents = ()
    say: Text | None = None
    source: Words = ()


class ClaimShape(Shape):
    """A safety property over every possible walk."""

    if_: Text | None = Field(default=None, alias="if")
    at_least: Ident | None = Field(default=None, alias="at least")
    ends_in: Annotated[Idents | None, Field(alias="ends in")] = None
    also: Ident | None = None
    because: Text | None = None
    source: Words = ()


class ModuleFile(Shape):
    """A fragment that pathways use."""

    module: Ident
    version: Version
    title: Text
    about: Text
    sources: dict[Text, Text]
    review: Review
    derive: dict[Ident, Text] = {}
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]
    outcomes: dict[Ident, OutcomeShape] = {}
    claims: tuple[ClaimShape, ...] = ()
    impossible: Words = ()
    lint: LintShape | None = None


class PathwayFile(Shape):
    """One pathway."""

    pathway: Ident
    version: Version
    title: Text
    about: Text
    modes: Modes
    ages: Text | None = None
    outside_ages: Ident | None = None
    interim: Ident
    find: Words
    sources: dict[Text, Text]
    review: Review
    derive: dict[Ident, Text] = {}
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]
    outcomes: dict[Ident, OutcomeShape] = {}
    claims: tuple[ClaimShape, ...] = ()
    impossible: Words = ()
    lint: LintShape | None = None
