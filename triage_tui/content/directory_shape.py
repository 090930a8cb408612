"""The shapes of directory.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from triage_tui.content.lint_shape import LintShape
from triage_tui.content.pathway_file import Mode
from triage_tui.content.shape import Day, Ident, Idents, Number, Shape, Text, Version, Whole, Words, YesNo, kind_of

Point = tuple[Number, Number]
Needed = Annotated[Idents, Field(min_length=1)]
CapacityState = Literal["green", "amber", "red"]


class ProviderShape(Shape):
    """An organisation that runs services."""

    name: Text
    source: Text


class TypeShape(Shape):
    """A kind of service."""

    label: Text
    dos_type: Whole | None = None
    most_returned: Annotated[Whole, Field(ge=1, le=2)] = 2
    at_once: Ident | None = None
    instead: Idents = ()
    has: Idents = ()


class AreaShape(Shape):
    """A place people live in."""

    name: Text
    within: Idents = ()
    postcodes: Words = ()
    towns: Words = ()
    centre: Point
    accuracy_km: Number
    source: Text | None = None


class ReferShape(Shape):
    """Who may refer, and how."""

    roles: Idents = ()
    self_: YesNo = Field(default=False, alias="self")
    only_from: Idents = ()
    how: Text | None = None


class CapacityShape(Shape):
    """How busy a service is, and until when (UK time)."""

    state: CapacityState
    until: Text


Capacity = Annotated[
    Annotated[CapacityShape, Tag("<map>")] | Annotated[CapacityState, Tag("<text>")],
    Discriminator(kind_of),
]


class ServiceShape(Shape):
    """One service."""

    id: Ident
    name: Text
    public_name: Text | None = None
    type: Ident
    provides: Idents = ()
    capabilities: Idents = ()
    only_for: Idents = ()
    areas: Needed
    limited_to: Idents = ()
    promoted_to: Idents = ()
    postcode: Text | None = None
    at: Point | None = None
    accuracy_km: Number | None = None
    hours: Any
    ages: Words = ()
    sexes: Annotated[tuple[Literal["female", "male"], ...], Field(min_length=1)] | None = None
    modes: tuple[Mode, ...] = ()
    dispositions: Idents = ()
    refer: ReferShape
    practices: Words = ()
    restricted: YesNo = False
    phone: Text | None = None
    professional_phone: Text | None = None
    web: Text | None = None
    capacity: Capacity = "green"
    only_if_open_within: Whole | None = None
    accepts_ambulance: YesNo = False
    signpost: YesNo = False
    active: YesNo = True
    ods: Text | None = None
    provider: Ident | None = None
    status: Literal["historical", "national", "demonstration"]
    source: Text
    last_verified: Text | None = None
    next_check_due: Day | None = None
    note: Text | None = None


class PartShape(Shape):
    """A further file of a folder: services alone."""

    services: tuple[ServiceShape, ...]


class DirectoryShape(Shape):
    """The main file."""

    directory: Ident
    version: Version
    title: Text
    notice: Text
    updated: Day
    sources: dict[Text, Text] = Field(default_factory=dict)
    capabilities: dict[Ident, Text]
    roles: dict[Ident, Text]
    role_groups: dict[Ident, Idents] = Field(default_factory=dict)
    providers: dict[Ident, ProviderShape] = Field(default_factory=dict)
    types: dict[Ident, TypeShape]
    areas: dict[Ident, AreaShape]
    ranks: dict[Ident, dict[Ident, Whole]] = Field(default_factory=dict)
    services: tuple[ServiceShape, ...]
    lint: LintShape | None = None
