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
    clinician: YesNo
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]


class ReasonShape(Shape):
    """Why a recommended service was not used."""

    label: Text
    clinician: YesNo = False
    comment: YesNo = False


class PackFile(Shape):
    """pack.yaml."""

    pack: Ident
    format: Whole = 1
    version: Version
    title: Text
    notice: Text
    sources: dict[Text, Text]
    review: Review
    roles: Annotated[dict[Ident, RoleShape], Field(min_length=1)]
    reject_reasons: Annotated[dict[Ident, ReasonShape], Field(min_length=1)]
    lint: LintShape | None = None


class CareShape(Shape):
    """The model of care in each mode."""

    telephone: Care
    on_scene: Care


class DispositionShape(Shape):
    """One rung of the ordered scale."""

    id: Ident
    rank: Whole
    minutes: Whole | None = None
    word: Annotated[Text, Field(max_length=16)]
    symbol: Annotated[Text, Field(max_length=3)]
    label: Text
    target: Text
    patient: Text
    patient_on_scene: Text | None = None
    three_way: Literal["emergent", "non-emergent", "self-care"]
    care: CareShape
    needs: NeedsShape
    advice: Idents = ()
    worsening: Annotated[Idents, Field(min_length=1)]
    validate_: YesNo = Field(default=False, alias="validate")
    gp_copy: YesNo = True
    dx_hint: Text | None = None


class AdjunctShape(Shape):
    """Something that must happen as well."""

    label: Text
    needs: NeedsShape | None = None
    patient_copy: YesNo = True


class EmergencyShape(Shape):
    """What the emergency key ends in."""

    disposition: Ident
    title: Text
    because: Text
    reasons: Annotated[dict[Ident, Text], Field(min_length=1)]
    advice: Idents = ()
    worsening: Annotated[Idents, Field(min_length=1)]


class DispositionsFile(Shape):
    """dispositions.yaml."""

    dispositions: Annotated[tuple[DispositionShape, ...], Field(min_length=1)]
    adjuncts: dict[Ident, AdjunctShape]
    emergency: EmergencyShape
    sources: dict[Text, Text] = {}
    review: Review | None = None
    lint: LintShape | None = None


class AdviceShape(Shape):
    """One piece of advice."""

    title: Text
    lines: Words
    emergency: Words = ()
    modes: Annotated[tuple[Mode, ...] | None, Field(min_length=1)] = None
    sources: Words = ()


class AdviceFile(Shape):
    """advice.yaml."""

    advice: dict[Ident, AdviceShape]
    worsening: dict[Ident, AdviceShape]
    sources: dict[Text, Text]
    review: Review
    lint: LintShape | None = None


class RangeShape(Shape):
    """A field's plausible range."""

    from_: Number = Field(alias="from")
    to: Number
    decimals: Whole = 0


class ChoiceShape(Shape):
    """One choice of a field."""

    label: Text
    confirm: Literal["clinician"] | None = None


Choice = Annotated[Annotated[ChoiceShape, Tag("<map>")] | Annotated[Text, Tag("<text>")], Discriminator(kind_of)]


class FieldShape(Shape):
    """One thing to measure."""

    label: Text
    short: Text | None = None
    unit: Text | None = None
    number: RangeShape | None = None
    choices: Annotated[dict[Text, Choice] | None, Field(min_length=1)] = None
    usual: Text
    assumed: Text | None = None
    why: Text | None = None


class PointBand(Shape):
    """Points up to and including a value."""

    to: Number | None = None
    points: Whole


class PointRule(Shape):
    """Bands that apply when a condition on other fields holds."""

    when: Text | None = None
    bands: tuple[PointBand, ...] = ()
    otherwise: tuple[PointBand, ...] | None = None


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
    band: Text
    means: Text | None = None


class BandRule(Shape):
    """A band that a single value decides, while the total is at most `up_to`."""

    when: Text
    up_to: Whole
    band: Text
    means: Text | None = None


class InstrumentFile(Shape):
    """One published score or set of observations."""

    instrument: Ident
    version: Version
    title: Text
    about: Text | None = None
    ages: Text | None = None
    not_for: Text | None = None
    credit: Text | None = None
    sources: dict[Text, Text]
    review: Review
    fields: Annotated[dict[Ident, FieldShape], Field(min_length=1)]
    points: dict[Ident, Points] = {}
    total: Ident | None = None
    highest: Ident | None = None
    bands: tuple[BandShape, ...] = ()
    band_rules: tuple[BandRule, ...] = ()
    lint: LintShape | None = None


CaseValue = Annotated[
    Annotated[dict[str, str], Tag("<map>")] | Annotated[tuple[str, ...], Tag("<list>")] | Annotated[str, Tag("<text>")],
    Discriminator(kind_of),
]


class ExpectShape(Shape):
    """What a case must reach."""

    disposition: Ident | None = None
    outcome: Ident | None = None
    service: Ident | None = None
    floor: Ident | None = None
    care: Care | None = None
    also: Idents | None = None
    asked: Idents = ()
    not_asked: Idents = ()


class CaseShape(Shape):
    """One worked case: facts, not clicks."""

    scenario: Text = "case"
    source: Text | None = None
    default: Literal["mildest", "fail"] | None = None
    given: dict[Ident, CaseValue] = {}
    answers: dict[Ident, CaseValue] = {}
    expect: ExpectShape | None = None


class ScenariosFile(Shape):
    """The worked cases of one pathway."""

    scenarios: Ident
    cases: Annotated[tuple[CaseShape, ...], Field(min_length=1)]
    lint: LintShape | None = None
