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
    """How far the text has come: draft, in_review, approved or retired. Shown on screen and on paper."""
    owner: Text
    """Who answers for the text."""
    due: Day
    """The day it must be looked at again, such as 2027-06-30."""
    reviewed: Day | None = None
    """The day it was last reviewed."""
    approver: Text | None = None
    """Who signed it. Needed when the state is approved."""
    fingerprint: Text | None = None
    """The fingerprint of the text that was approved."""
    change: Text | None = None
    """The change request under which somebody ends less urgent than before: its number, and who agreed it."""
    from_: Day | None = Field(default=None, alias="from")
    """The day it comes into use."""
    until: Day | None = None
    """The last day it is in use."""


class ActionShape(Shape):
    """What an answer does."""

    floor: Ident | None = None
    """The least urgent disposition still allowed from here on. It can rise, never fall."""
    because: Text | None = None
    """The short reason shown beside the floor."""
    go: Ident | None = None
    """Where next: next, a step further down, or an outcome."""
    also: Idents = ()
    """Adjuncts of dispositions.yaml that must happen as well."""
    label: Text | None = None
    """The answer's words on screen (default: the id in words)."""


Action = Annotated[
    Annotated[ActionShape, Tag("<map>")] | Annotated[Text, Tag("<text>")],
    Discriminator(kind_of),
]


class Voices(Shape):
    """Words to say to the patient, and to somebody speaking for them."""

    self_: Text = Field(alias="self")
    """Words to say when the patient is on the line: Do you …"""
    other: Text
    """Words to say to somebody speaking for them: Do they …"""


Say = Annotated[Annotated[Voices, Tag("<map>")] | Annotated[Text, Tag("<text>")], Discriminator(kind_of)]


class Step(Shape):
    """Keys every asking step may have."""

    id: Ident
    """Lower case with underscores; also the name of the fact that conditions read."""
    short: Text | None = None
    """Two to five words for lists and the summary (default: the id in words)."""
    say: Say | None = None
    """Words to read aloud on the telephone: a text, or one for the patient (self) and one for others (other)."""
    look: Text | None = None
    """The wording on scene, instead of ask and say."""
    why: Text | None = None
    """One or two sentences: why it is asked."""
    modes: Modes | None = None
    """Asked only in these modes."""
    when: Text | None = None
    """Asked only when this condition holds, such as: head_hit is yes and age >= 65 years"""
    red_flag: YesNo = False
    """yes: about a threat to life. What not known does must then be written."""
    interim: Ident | None = None
    """A more urgent disposition if the call breaks off at this step."""
    sensitive: YesNo = False
    """yes: hard to be asked about, so asked no earlier than it matters."""
    source: Words = ()
    """Keys of this file's sources."""


class Question(Step):
    """One answer of several."""

    ask: Text
    """The question as the user sees it."""
    answers: Annotated[dict[Text, Action], Field(min_length=1)]
    """The answers by id, and what each does. not known is always offered."""
    mildest: Text | None = None
    """The reassuring answer (default: no, where there is one). Scenarios use it for what they do not say."""


class Checklist(Step):
    """Several answers at once, or none of these."""

    ask: Text
    """The question as the user sees it."""
    checklist: Annotated[dict[Ident, Action], Field(min_length=1)]
    """The items by id; several can be ticked."""
    none: Action = "next"
    """What none of these does (default: next)."""
    not_known: Action | None = Field(default=None, alias="not known")
    """What not known does. Needed where an item sets a floor or the step is a red flag."""
    mildest: Annotated[tuple[Ident, ...] | None, BeforeValidator(lambda value: [] if value == "none" else value)] = None
    """The reassuring answer: none, or a list of items (default: none)."""


class NumberShape(Shape):
    """A number's unit and plausible range."""

    unit: Text
    """What is counted. minutes, hours, days and weeks take what people type (1h 15); age: days, months, years."""
    from_: Number = Field(alias="from")
    """The lowest plausible value."""
    to: Number
    """The highest plausible value."""
    decimals: Whole = 0
    """How many decimals may be typed (default: 0)."""


class NumberStep(Step):
    """One number."""

    ask: Text
    """The question as the user sees it."""
    number: NumberShape
    """The unit and the plausible range."""
    not_known: Action | None = Field(default=None, alias="not known")
    """What not known does."""
    mildest: Text | None = None
    """The reassuring value, for scenarios that do not say."""
    then: Action = "next"
    """What a value does (default: next)."""


class Measure(Step):
    """The fields of an instrument."""

    ask: Text
    """The question as the user sees it."""
    measure: Ident
    """The instrument whose fields are asked."""
    as_: Ident | None = Field(default=None, alias="as")
    """A name for a second set; its facts begin with it, such as repeat_news2."""
    not_known: Action | None = Field(default=None, alias="not known")
    """What no set at all does."""
    then: Action = "next"
    """What a set does (default: next)."""


class Instruction(Step):
    """Something to do now."""

    instruct: Text
    """What to do now."""
    done: Action = "next"
    """Where done leads (default: next)."""
    not_done: Action = Field(default="next", alias="not done")
    """Where not done leads (default: next)."""


class TextShape(Shape):
    """What kind of words are kept."""

    kind: Literal["free", "place", "phone", "area", "agreed"] = "free"
    """free, place, phone, area, or agreed (printed on the patient's copy)."""
    needed: YesNo = False
    """yes: an empty answer is refused."""
    hint: Text | None = None
    """What to type, in grey."""


class TextStep(Step):
    """Words to keep; no condition can read them."""

    ask: Text
    """The question as the user sees it."""
    text: TextShape
    """What kind of words are kept."""
    then: Action = "next"
    """Where next (default: next)."""


class Branch(Shape):
    """One branch of a decision."""

    when: Text | None = None
    """Taken unless this is certainly false, so the most urgent branch comes first."""
    otherwise: Action | None = None
    """The last branch: what happens when no other is taken."""
    floor: Ident | None = None
    """The least urgent disposition still allowed from here on."""
    because: Text | None = None
    """The short reason shown beside the floor."""
    go: Ident | None = None
    """Where next: next, a step further down, or an outcome."""
    also: Idents = ()
    """Adjuncts of dispositions.yaml that must happen as well."""


class Decision(Shape):
    """A place where nothing is asked."""

    id: Ident | None = None
    """A name, where something refers to it."""
    decide: Annotated[tuple[Branch, ...], Field(min_length=1)]
    """The branches, tried from the top; otherwise is last."""
    modes: Modes | None = None
    """Decided only in these modes."""
    when: Text | None = None
    """Decided only when this condition holds."""
    source: Words = ()
    """Keys of this file's sources."""


class Use(Shape):
    """A module's steps, put here."""

    use: Ident
    """The module whose steps stand here."""
    when: Text | None = None
    """Used only when this condition holds."""
    modes: Modes | None = None
    """Used only in these modes."""


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
    """Types of directory.yaml, best first."""
    capabilities: Idents = ()
    """What the service must be able to do: capabilities of directory.yaml."""


class OutcomeShape(Shape):
    """Where a walk ends."""

    title: Text
    """The outcome in a few words."""
    disposition: Ident
    """How urgent: a disposition of dispositions.yaml."""
    because: Text
    """The reason, as the user reads it."""
    worsening: Annotated[Idents, Field(min_length=1)]
    """What to look out for: worsening texts of advice.yaml, at least one."""
    advice: Idents = ()
    """What is said now and ticked as given: advice texts of advice.yaml."""
    care: Care | None = None
    """The model of care (default: the disposition's)."""
    needs: NeedsShape | None = None
    """The service it needs (default: the disposition's)."""
    call_first: Ident | None = None
    """A professional line to ring before conveying: a type of directory.yaml."""
    continue_in: Ident | None = None
    """The pathway to offer next."""
    also: Idents = ()
    """Adjuncts of dispositions.yaml that must happen as well."""
    say: Text | None = None
    """Words to close with."""
    say_on_scene: Text | None = None
    """The same where somebody is with the patient (default: `say`)."""
    source: Words = ()
    """Keys of this file's sources."""


class ClaimShape(Shape):
    """A safety property over every possible walk."""

    if_: Text | None = Field(default=None, alias="if")
    """Whom the claim is about; it counts when this is certain."""
    at_least: Ident | None = Field(default=None, alias="at least")
    """They never end less urgent than this disposition."""
    ends_in: Annotated[Idents | None, Field(alias="ends in")] = None
    """They end in one of these outcomes."""
    also: Ident | None = None
    """They always get this adjunct."""
    because: Text | None = None
    """Why it must be so."""
    source: Words = ()
    """Keys of this file's sources."""


class ModuleFile(Shape):
    """A fragment that pathways use."""

    module: Ident
    """The same as the file's name."""
    version: Version
    """Three numbers: less urgent for anyone raises the first, any outcome or question the second, wording the third."""
    title: Text
    """The module's name in words."""
    about: Text
    """One or two sentences: what it is for."""
    sources: dict[Text, Text]
    """Where the content comes from, by a short key."""
    review: Review
    """Who owns the text, its state, and when it is due."""
    derive: dict[Ident, Text] = {}
    """Facts worked out from others, such as shock_index: pulse / systolic"""
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]
    """The steps; reading order is asking order."""
    outcomes: dict[Ident, OutcomeShape] = {}
    """Where a walk can end in this module."""
    claims: tuple[ClaimShape, ...] = ()
    """Safety properties, proved over every possible walk."""
    impossible: Words = ()
    """Conditions no patient can meet, such as: sex is male and pregnant is yes"""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""


class LimitsShape(Shape):
    """How long walks may be."""

    emergency_within: Whole | None = None
    """The most questions asked in any walk that ends in an emergency."""
    questions: Whole | None = None
    """The most questions asked in any walk."""
    facts: Whole | None = None
    """The most facts known at a step that it, or a step after it, still reads (default: 100)."""


class PathwayFile(Shape):
    """One pathway."""

    pathway: Ident
    """The same as the file's name."""
    version: Version
    """Three numbers: less urgent for anyone raises the first, any outcome or question the second, wording the third."""
    title: Text
    """The pathway's name in words, as Home shows it."""
    about: Text
    """One or two sentences: who it is for, and who it is not for."""
    modes: Modes
    """Where it can be used: telephone, on_scene."""
    ages: Text | None = None
    """Whom it is for, such as "50 years and over", "under 18 years" or "16 years to 64 years"."""
    outside_ages: Ident | None = None
    """The outcome for everyone else. Needed when ages is given."""
    interim: Ident
    """The disposition if the call breaks off; the floor can only raise it."""
    find: Words
    """Words that find it at Home."""
    sources: dict[Text, Text]
    """Where the content comes from, by a short key."""
    review: Review
    """Who owns the text, its state, and when it is due."""
    derive: dict[Ident, Text] = {}
    """Facts worked out from others, such as shock_index: pulse / systolic"""
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=1)]
    """The steps; reading order is asking order."""
    outcomes: dict[Ident, OutcomeShape] = {}
    """Where a walk can end."""
    claims: tuple[ClaimShape, ...] = ()
    """Safety properties, proved over every possible walk."""
    impossible: Words = ()
    """Conditions no patient can meet, such as: sex is male and pregnant is yes"""
    not_for: Words = ()
    """Patients who are never asked this pathway's own questions, such as: pregnant is yes"""
    limits: LimitsShape | None = None
    """How long walks may be."""
    varies_by: dict[Literal["sex", "area", "access_needs"], Text] = {}
    """Why sex, area or access needs change where a walk ends; those not named change nothing."""
    scores_for: dict[Ident, Text] = {}
    """For whom more points of a score are always worse, such as news2: pregnant is not yes"""
    asked_first: dict[Ident, Text] = {}
    """Routine questions that may come before questions about threats to life, each with the reason."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""
