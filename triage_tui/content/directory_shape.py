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
    """The organisation's name."""
    source: Text
    """Where this is from."""


class TypeShape(Shape):
    """A kind of service."""

    label: Text
    """The kind of service in words."""
    dos_type: Whole | None = None
    """The published type number of the national directory."""
    most_returned: Annotated[Whole, Field(ge=1, le=2)] = 2
    """How many of this type one search offers (1 or 2)."""
    at_once: Ident | None = None
    """The type to use instead when it is needed at once."""
    instead: Idents = ()
    """Types that can stand in for this one."""
    has: Idents = ()
    """Capabilities every service of this type has."""


class AreaShape(Shape):
    """A place people live in."""

    name: Text
    """The area's name."""
    within: Idents = ()
    """The areas around it."""
    postcodes: Words = ()
    """Outward postcodes, such as CB6."""
    towns: Words = ()
    """Towns that people may name."""
    centre: Point
    """Latitude and longitude of its middle."""
    accuracy_km: Number
    """How far from that middle people may live."""
    source: Text | None = None
    """Where this is from."""


class ReferShape(Shape):
    """Who may refer, and how."""

    roles: Idents = ()
    """Roles or groups that may refer."""
    self_: YesNo = Field(default=False, alias="self")
    """yes: the patient can go or ring."""
    only_from: Idents = ()
    """Services alone that may refer."""
    how: Text | None = None
    """How to refer, in words."""


class CapacityShape(Shape):
    """How busy a service is, and until when (UK time)."""

    state: CapacityState
    """green, amber or red."""
    until: Text
    """Until when, UK time, such as 2026-01-05 18:00."""


Capacity = Annotated[
    Annotated[CapacityShape, Tag("<map>")] | Annotated[CapacityState, Tag("<text>")],
    Discriminator(kind_of),
]


class ServiceShape(Shape):
    """One service."""

    id: Ident
    """The service's id."""
    name: Text
    """Its name, as professionals know it."""
    public_name: Text | None = None
    """Its name for patients."""
    type: Ident
    """Its type."""
    provides: Idents = ()
    """What it provides: capabilities."""
    capabilities: Idents = ()
    """What it can do as well: capabilities."""
    only_for: Idents = ()
    """Only for these needs."""
    areas: Needed
    """Where it works or stands."""
    limited_to: Idents = ()
    """Only for people who live in these areas."""
    promoted_to: Idents = ()
    """Put first for people who live in these areas."""
    postcode: Text | None = None
    """Its postcode."""
    at: Point | None = None
    """Latitude and longitude."""
    accuracy_km: Number | None = None
    """How exact that is."""
    hours: Any
    """always, not known, or sessions by day: {mon-fri: "09:00-17:30", bank_holidays: closed}"""
    ages: Words = ()
    """Whom it takes, such as 18 years and over; or a list of these."""
    sexes: Annotated[tuple[Literal["female", "male"], ...], Field(min_length=1)] | None = None
    """Only for these."""
    modes: tuple[Mode, ...] = ()
    """Offered only in these modes."""
    dispositions: Idents = ()
    """Offered only for these dispositions."""
    refer: ReferShape
    """Who may refer, and how."""
    practices: Words = ()
    """GP practices it serves."""
    restricted: YesNo = False
    """yes: only patients of these practices."""
    phone: Text | None = None
    """The number for the public. Left out when no source gives it."""
    professional_phone: Text | None = None
    """The number for professionals alone."""
    web: Text | None = None
    """Its web page."""
    capacity: Capacity = "green"
    """How busy it is: green, amber or red."""
    only_if_open_within: Whole | None = None
    """Offered only if it opens within this many minutes."""
    accepts_ambulance: YesNo = False
    """yes: ambulances may bring patients."""
    signpost: YesNo = False
    """yes: people are told of it, not referred."""
    active: YesNo = True
    """no: kept in the file, never offered."""
    ods: Text | None = None
    """Its organisation code."""
    provider: Ident | None = None
    """Who runs it."""
    status: Literal["historical", "national", "demonstration"]
    """historical, national or demonstration."""
    source: Text
    """Where this is from."""
    last_verified: Text | None = None
    """When somebody last checked it."""
    next_check_due: Day | None = None
    """When it must be checked again."""
    note: Text | None = None
    """Anything a call handler should know."""


class PartShape(Shape):
    """A further file of a folder: services alone."""

    services: tuple[ServiceShape, ...]
    """The services of this file."""


class DirectoryShape(Shape):
    """The main file."""

    directory: Ident
    """The directory's id."""
    version: Version
    """Its version."""
    title: Text
    """Its name in words."""
    notice: Text
    """What is said about the state of these entries."""
    updated: Day
    """The day it was last changed."""
    sources: dict[Text, Text] = Field(default_factory=dict)
    """Where entries come from, by a short key."""
    capabilities: dict[Ident, Text]
    """Every capability by id, in words."""
    roles: dict[Ident, Text]
    """Every role by id, in words."""
    role_groups: dict[Ident, Idents] = Field(default_factory=dict)
    """A short way to write several roles."""
    providers: dict[Ident, ProviderShape] = Field(default_factory=dict)
    """Organisations that run services."""
    types: dict[Ident, TypeShape]
    """Kinds of service by id."""
    areas: dict[Ident, AreaShape]
    """Places people live in, by id."""
    ranks: dict[Ident, dict[Ident, Whole]] = Field(default_factory=dict)
    """Puts one type before another for an area: {area: {type: 1 to 10}}."""
    services: tuple[ServiceShape, ...]
    """The services."""
    lint: LintShape | None = None
    """Findings of triage check that the owner accepts, each with a reason and an end."""
