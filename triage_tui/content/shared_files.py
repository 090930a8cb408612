"""The shapes of pack.yaml, dispositions.yaml, advice.yaml, instruments and scenarios."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from triage_tui.content.lint_shape import LintShape
from triage_tui.content.pathway_file import Care, Mode, NeedsShape, Review
from triage_tui.content.shape import Ident, Idents, Number, Shape, Text, Version, Whole, Words, YesNo, kind_of


class RoleShape(Shape):
    """Who may use the program, and how."""

    label: Text
    """The role in words."""
    clinician: YesNo
    """yes: may lower the urgency, with a reason."""
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    """Where this role works; the first is the usual one."""


class ReasonShape(Shape):
    """Why a recommended service was not used."""

    label: Text
    """The reason in words."""
    clinician: YesNo = False
    """yes: only a clinician may give it."""
    comment: YesNo = False
    """yes: words must be added."""


class PackFile(Shape):
    """pack.yaml."""

    pack: Ident
    """The pack's id."""
    format: Whole = 1
    """The version of the pathway language (1)."""
    version: Version
    """The pack's version."""
    title: Text
    """The pack's name in words."""
    notice: Text
    """What is printed on screen and on paper about the state of this content."""
    sources: dict[Text, Text]
    """Where the content comes from, by a short key."""
    review: Review
    """Who owns the pack, its state, and when it is due."""
    roles: Annotated[dict[Ident, RoleShape], Field(min_length=1)]
    """Who may use the program, by id."""
    reject_reasons: Annotated[dict[Ident, ReasonShape], Field(min_length=1)]
    """Why a recommended service was not used, by id."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""


class CareShape(Shape):
    """The model of care in each mode."""

    telephone: Care
    """The model of care on the telephone."""
    on_scene: Care
    """The model of care on scene."""


class DispositionShape(Shape):
    """One rung of the ordered scale."""

    id: Ident
    """The id that pathways use."""
    rank: Whole
    """1 is the most urgent; equal ranks are equally urgent."""
    minutes: Whole | None = None
    """How soon; it drives the directory's opening window. Leave out for none."""
    word: Annotated[Text, Field(max_length=16)]
    """At most 16 letters, never colour alone."""
    symbol: Annotated[Text, Field(max_length=3)]
    """One to three characters."""
    label: Text
    """The disposition in words, as professionals read it."""
    target: Text
    """What is aimed for; a target, never a promise."""
    patient: Text
    """What the patient's copy says."""
    patient_on_scene: Text | None = None
    """What the patient's copy says where a crew is there."""
    three_way: Literal["emergent", "non-emergent", "self-care"]
    """emergent, non-emergent or self-care."""
    care: CareShape
    """The model of care in each mode."""
    needs: NeedsShape
    """The services that could take the patient."""
    advice: Idents = ()
    """Advice when a floor or a user brings this disposition."""
    worsening: Annotated[Idents, Field(min_length=1)]
    """What to look out for then; at least one."""
    validate_: YesNo = Field(default=False, alias="validate")
    """yes: a clinician may validate before dispatch."""
    gp_copy: YesNo = True
    """no: no copy for the GP."""
    dx_hint: Text | None = None
    """A published disposition code it is near."""


class AdjunctShape(Shape):
    """Something that must happen as well."""

    label: Text
    """The adjunct in words."""
    needs: NeedsShape | None = None
    """The services that could do it."""
    patient_copy: YesNo = True
    """no: never on the patient's copy."""


class EmergencyShape(Shape):
    """What the emergency key ends in."""

    disposition: Ident
    """What the emergency key ends in."""
    title: Text
    """Its title."""
    because: Text
    """Its reason."""
    reasons: Annotated[dict[Ident, Text], Field(min_length=1)]
    """What the user can say about it, by id."""
    advice: Idents = ()
    """Advice to give."""
    worsening: Annotated[Idents, Field(min_length=1)]
    """What to look out for; at least one."""


class DispositionsFile(Shape):
    """dispositions.yaml."""

    dispositions: Annotated[tuple[DispositionShape, ...], Field(min_length=1)]
    """The one ordered scale, most urgent first."""
    adjuncts: dict[Ident, AdjunctShape]
    """What must happen as well, by id."""
    emergency: EmergencyShape
    """What the emergency key does."""
    sources: dict[Text, Text] = {}
    """Where the content comes from, by a short key."""
    review: Review | None = None
    """Who owns the scale, its state, and when it is due."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""


class TranslationShape(Shape):
    """A piece of advice in another language."""

    of: Text
    """The fingerprint of the English text that was translated: triage check says it."""
    title: Text
    """The title in the other language."""
    lines: Words
    """As many lines as the English has."""
    emergency: Words = ()
    """As many emergency lines as the English has."""


class AdviceShape(Shape):
    """One piece of advice."""

    title: Text
    """The advice in a few words."""
    lines: Words
    """What is said, one line each."""
    emergency: Words = ()
    """Lines printed under "Call 999 if"."""
    modes: Annotated[tuple[Mode, ...] | None, Field(min_length=1)] = None
    """Given only in these modes."""
    sources: Words = ()
    """Keys of this file's sources."""
    in_: Annotated[dict[Ident, TranslationShape], Field(alias="in")] = {}
    """The same in other languages, by their codes, such as pl."""


class AdviceFile(Shape):
    """advice.yaml."""

    languages: dict[Ident, Text] = {}
    """The languages every text is translated into: a code, such as pl, and the language's own name for itself."""

    advice: dict[Ident, AdviceShape]
    """What is said now and ticked as given, by id."""
    worsening: dict[Ident, AdviceShape]
    """What to look out for, by id."""
    sources: dict[Text, Text]
    """Where the content comes from, by a short key."""
    review: Review
    """Who owns the texts, their state, and when they are due."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""


class RangeShape(Shape):
    """A field's plausible range."""

    from_: Number = Field(alias="from")
    """The lowest plausible value."""
    to: Number
    """The highest plausible value."""
    decimals: Whole = 0
    """How many decimals may be typed (default: 0)."""


class ChoiceShape(Shape):
    """One choice of a field."""

    label: Text
    """The choice in words."""
    confirm: Literal["clinician"] | None = None
    """clinician: only a clinician may choose it."""


Choice = Annotated[Annotated[ChoiceShape, Tag("<map>")] | Annotated[Text, Tag("<text>")], Discriminator(kind_of)]


class FieldShape(Shape):
    """One thing to measure."""

    label: Text
    """The field in words."""
    short: Text | None = None
    """One or two words for narrow screens."""
    unit: Text | None = None
    """Its unit."""
    number: RangeShape | None = None
    """The plausible range, for a number."""
    choices: Annotated[dict[Text, Choice] | None, Field(min_length=1)] = None
    """The choices by id, for a choice."""
    usual: Text
    """A value that needs no action; scenarios use it."""
    assumed: Text | None = None
    """The value when nothing is said; only where that is safe."""
    why: Text | None = None
    """What to know when measuring."""


class PointBand(Shape):
    """Points up to and including a value."""

    to: Number | None = None
    """Up to and including this value; leave out in the last band."""
    points: Whole
    """The points it scores."""


class PointRule(Shape):
    """Bands that apply when a condition on other fields holds."""

    when: Text | None = None
    """A condition on other fields."""
    bands: tuple[PointBand, ...] = ()
    """The bands that then apply, from low to high."""
    otherwise: tuple[PointBand, ...] | None = None
    """The bands when no condition holds; last."""


def _points_kind(value: Any) -> str:
    if isinstance(value, dict):
        return "<choices>"
    if (
        isinstance(value, list)
        and value
        and isinstance(value[0], dict)
        and not {"when", "otherwise"}.isdisjoint(value[0])
    ):
        return "<rules>"
    return "<bands>"


Points = Annotated[
    Annotated[dict[Text, Whole], Tag("<choices>")]
    | Annotated[tuple[PointRule, ...], Tag("<rules>")]
    | Annotated[tuple[PointBand, ...], Tag("<bands>")],
    Discriminator(_points_kind),
]


class BandShape(Shape):
    """A named range of the total (or of the single field, where there are no points)."""

    to: Number | None = None
    """Up to and including this total; leave out in the last band."""
    band: Text
    """The band's id."""
    means: Text | None = None
    """What the band means."""


class BandRule(Shape):
    """A band that a single value decides, while the total is at most `up_to`."""

    when: Text
    """A condition that decides the band alone, such as: news2_highest >= 3"""
    up_to: Whole
    """While the total is at most this."""
    band: Text
    """The band's id."""
    means: Text | None = None
    """What the band means."""


class InstrumentFile(Shape):
    """One published score or set of observations."""

    instrument: Ident
    """The same as the file's name."""
    version: Version
    """The instrument's version."""
    title: Text
    """The instrument's name."""
    about: Text | None = None
    """One sentence: what it measures."""
    ages: Text | None = None
    """Whom it is for, such as "16 years and over"."""
    not_for: Text | None = None
    """Whom it is not for."""
    credit: Text | None = None
    """Whom the score comes from."""
    sources: dict[Text, Text]
    """Where the score comes from, by a short key."""
    review: Review
    """Who owns the text, its state, and when it is due."""
    fields: Annotated[dict[Ident, FieldShape], Field(min_length=1)]
    """What is measured, by id; each is a fact."""
    points: dict[Ident, Points] = {}
    """The points of each field: bands for a number, points by choice for a choice."""
    total: Ident | None = None
    """The fact that holds the total."""
    highest: Ident | None = None
    """The fact that holds the highest single part."""
    bands: tuple[BandShape, ...] = ()
    """Names for ranges of the total, from low to high."""
    band_rules: tuple[BandRule, ...] = ()
    """Bands that a single value decides, tried before bands."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""


CaseValue = Annotated[
    Annotated[dict[str, str], Tag("<map>")] | Annotated[tuple[str, ...], Tag("<list>")] | Annotated[str, Tag("<text>")],
    Discriminator(kind_of),
]


class ExpectShape(Shape):
    """What a case must reach."""

    disposition: Ident | None = None
    """The final disposition."""
    outcome: Ident | None = None
    """The outcome the walk ends in."""
    service: Ident | None = None
    """The service that comes first: its id or its type."""
    floor: Ident | None = None
    """The floor at the end."""
    care: Care | None = None
    """The model of care."""
    also: Idents | None = None
    """The adjuncts, all of them."""
    asked: Idents = ()
    """Steps that must be asked."""
    not_asked: Idents = ()
    """Steps that must not be asked."""


class CaseShape(Shape):
    """One worked case: facts, not clicks."""

    scenario: Text = "case"
    """The case in a sentence."""
    source: Text | None = None
    """Where the case comes from."""
    default: Literal["mildest", "fail"] | None = None
    """mildest: steps the case does not answer take their mildest answer (default). fail: they are an error."""
    given: dict[Ident, CaseValue] = {}
    """role, mode, at, and answers of the opening such as age and area."""
    answers: dict[Ident, CaseValue] = {}
    """Answers by step id. A checklist's answer is a list, [] for none of these; any answer may be not known."""
    expect: ExpectShape | None = None
    """What the case must reach."""


class ScenariosFile(Shape):
    """The worked cases of one pathway."""

    scenarios: Ident
    """The pathway these cases are for."""
    cases: Annotated[tuple[CaseShape, ...], Field(min_length=1)]
    """The worked cases."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""
