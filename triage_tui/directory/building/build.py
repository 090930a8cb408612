"""A directory file that was read, as the directory that is searched."""

from __future__ import annotations

from pathlib import Path

from triage_tui.content.directory_shape import CapacityShape, DirectoryShape, ServiceShape
from triage_tui.directory.building.entry import Entry
from triage_tui.directory.building.file import DirectoryFile, read_directory
from triage_tui.directory.clock import bank_holidays
from triage_tui.directory.model import Area, Directory, Provider, Service, ServiceType
from triage_tui.errors import ContentError

_YEARS_BACK, _YEARS_AHEAD = 1, 8


def load_directory(path: Path) -> Directory:
    """The directory in a file; ContentError with every problem when it cannot be used."""
    file, problems = read_directory(path)
    if file is None:
        raise ContentError("the directory cannot be used", problems, "correct the lines above")
    return build_directory(file)


def build_directory(file: DirectoryFile) -> Directory:
    """The directory that is searched, with the bank holidays of the years around its date."""
    shape = file.written.shape
    years = tuple(range(shape.updated.year - _YEARS_BACK, shape.updated.year + _YEARS_AHEAD + 1))
    pairs = zip(shape.services, file.entries, strict=True)
    return Directory(
        id=shape.directory,
        version=shape.version,
        title=shape.title,
        notice=shape.notice,
        updated=shape.updated.isoformat(),
        capabilities=dict(shape.capabilities),
        roles=dict(shape.roles),
        providers={name: Provider(name, one.name, one.source) for name, one in shape.providers.items()},
        types={
            name: ServiceType(name, one.label, one.dos_type, one.most_returned, one.at_once, one.instead)
            for name, one in shape.types.items()
        },
        areas=_areas(shape),
        ranks={area: dict(ranks) for area, ranks in shape.ranks.items()},
        services=tuple(_service(one, entry, shape) for one, entry in pairs),
        bank_holidays=tuple(day for year in years for day in bank_holidays(year)),
        holiday_years=years,
    )


def _areas(shape: DirectoryShape) -> dict[str, Area]:
    return {
        name: Area(
            id=name,
            name=one.name,
            parents=one.within,
            postcodes=one.postcodes,
            towns=one.towns,
            lat=one.centre[0],
            lon=one.centre[1],
            accuracy_km=one.accuracy_km,
            source=one.source or "",
        )
        for name, one in shape.areas.items()
    }


def _service(one: ServiceShape, entry: Entry, shape: DirectoryShape) -> Service:
    capacity = one.capacity.state if isinstance(one.capacity, CapacityShape) else one.capacity
    lat, lon = one.at or (None, None)
    return Service(
        id=one.id,
        name=one.name,
        type=one.type,
        hours=entry.hours,
        areas=one.areas,
        status=one.status,
        source=one.source,
        public_name=one.public_name or one.name,
        provides=one.provides,
        capabilities=tuple(dict.fromkeys((*one.capabilities, *shape.types[one.type].has))),
        only_for=one.only_for,
        limited_to=one.limited_to,
        promoted_to=one.promoted_to,
        postcode=one.postcode,
        lat=lat,
        lon=lon,
        accuracy_km=one.accuracy_km,
        phone=one.phone,
        professional_phone=one.professional_phone,
        web=one.web,
        how_to_refer=one.refer.how or "",
        roles=entry.roles,
        self_referral=one.refer.self_,
        referral_only_from=one.refer.only_from,
        ages=entry.ages,
        sexes=one.sexes or (),
        modes=one.modes,
        dispositions=one.dispositions,
        practices=one.practices,
        restricted=one.restricted,
        capacity=capacity,
        capacity_until=entry.capacity_until,
        only_if_open_within=one.only_if_open_within,
        accepts_ambulance=one.accepts_ambulance,
        signpost=one.signpost,
        active=one.active,
        ods=one.ods,
        provider=one.provider or "",
        last_verified=one.last_verified,
        next_check_due=one.next_check_due.isoformat() if one.next_check_due else None,
        note=one.note or "",
        line=entry.line,
    )
