"""Where the patient is: area chains, distances, and the area meant by what somebody types."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from triage_tui.directory.model import EVERYWHERE, Area, Directory, Service

EARTH_KM: Final = 6371.0
KM_PER_DEGREE: Final = EARTH_KM * math.pi / 180

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*(?:([0-9][A-Z]{2})|([0-9]))?")
_OUTSIDE: Final = {
    "Scotland": "AB DD DG EH FK G HS IV KA KW KY ML PA PH ZE",
    "Wales": "CF LD LL NP SA",
    "Northern Ireland": "BT",
    "the Isle of Man": "IM",
    "Jersey": "JE",
    "Guernsey": "GY",
}
_ELSEWHERE: Final = {letters: country for country, found in _OUTSIDE.items() for letters in found.split()}
_ENGLISH = """AL B BA BB BD BH BL BN BR BS CA CB CH CM CO CR CT CV CW DA DE DH DL DN DT DY E EC EN EX FY GL GU HA HD HG
HP HR HU HX IG IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OL OX PE PL PO PR RG RH RM S SE SG SK SL SM SN SO SP SR
SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO"""
ENGLISH_LETTERS: Final = frozenset(_ENGLISH.split())
_CHOOSE: Final = "choose an area, or only national services are shown"


@dataclass(frozen=True, slots=True)
class Place:
    """What a text meant: an area and the middle of it, or neither, and a phrase that says which and how sure."""

    area: str | None
    point: tuple[float, float] | None
    phrase: str


def area_chain(directory: Directory, area: str | None) -> tuple[str, ...]:
    """An area and every area around it, nearest first, ending in England; England alone when it is not known."""
    found: list[str] = []
    waiting = [area] if area in directory.areas else []
    for one in waiting:
        if one not in found and one != EVERYWHERE:
            found.append(one)
            waiting.extend(directory.areas[one].parents if one in directory.areas else ())
    return (*found, EVERYWHERE)


def chord(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The square of half the straight line through the ground between two points: the order of distances, sooner."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b[1] - a[1]) / 2
    return math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres over ground in a straight line (great circle) between two points in degrees."""
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord(a, b))))


def in_box(centre: tuple[float, float], point: tuple[float, float], reach_km: float) -> bool:
    """Whether a point is in the square (as published) that reaches so far north, south, east and west of a centre."""
    north = abs(point[0] - centre[0]) * KM_PER_DEGREE
    east = abs(point[1] - centre[1]) * KM_PER_DEGREE * math.cos(math.radians(centre[0]))
    return north <= reach_km and east <= reach_km


def point_of(place: Service | Area) -> tuple[float, float] | None:
    """Where a service or an area's centre is, in degrees."""
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def foreign_postcode(text: str) -> str | None:
    """The country of a UK postcode that is not in England, or None."""
    return _ELSEWHERE.get(_letters(text.strip().upper()))


def postcode_parts(text: str) -> tuple[str, str | None] | None:
    """Outward and inward part of a UK postcode, the inward None for a district alone; None when it is not one."""
    match = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return None
    outward, inward, _sector = match.groups()
    known = _letters(outward) in ENGLISH_LETTERS or foreign_postcode(outward) is not None
    return (outward, inward) if known else None


def _letters(outward: str) -> str:
    return re.sub(r"[^A-Z].*", "", outward)


def resolve_place(directory: Directory, text: str) -> Place:
    """The area meant by a postcode, its outward part, an area, a town or an id; says so when it is none of them."""
    wanted = _plain(text)
    if not wanted:
        return Place(None, None, "place not known: only services for the whole of England are shown")
    for area in directory.areas.values():
        if wanted in _names(area):
            return _found(area, area.name)
    parts = postcode_parts(text)
    if parts is not None:
        return _by_postcode(directory, *parts)
    for area in directory.areas.values():
        town = next((town for town in area.towns if _plain(town) == wanted), None)
        if town is not None:
            return _found(area, f"{town}, {area.name}")
    what = "a British postcode" if re.search("[0-9]", wanted) else "a place in this directory"
    return Place(None, None, f'"{text.strip()}" is not {what}{_suggestion(directory, wanted)}')


def areas_like(directory: Directory, text: str) -> list[Area]:
    """Every area to choose from: those that what was typed may begin first, then by name, all of England last."""
    wanted = _plain(text)
    near = _near(directory, wanted)

    def order(area: Area) -> tuple[bool, bool, str]:
        names = [_plain(name) for name in (area.name, *area.towns)]
        meant = any(name in near or (wanted and name.startswith(wanted)) for name in names)
        return area.id == EVERYWHERE, not meant, area.name

    return sorted(directory.areas.values(), key=order)


def _by_postcode(directory: Directory, outward: str, inward: str | None) -> Place:
    written = f"{outward} {inward}" if inward else outward
    country = foreign_postcode(outward)
    if country is not None:
        return Place(None, None, f"{written} is in {country}: this directory is for England; {_CHOOSE}")
    areas = [area for area in directory.areas.values() if outward in area.postcodes]
    if areas:
        shared = f"; {outward} is shared with {areas[1].name}" if len(areas) > 1 else ""
        return _found(areas[0], f"{written}, {areas[0].name}{shared}")
    return Place(None, None, f"{written} is not in an area of this directory; {_CHOOSE}")


def _found(area: Area, name: str) -> Place:
    within = f" (distances are from its centre, good to {area.accuracy_km:g} km)" if area.accuracy_km else ""
    return Place(area.id, point_of(area), f"{name}{within}")


def _names(area: Area) -> tuple[str, str]:
    return _plain(area.id), _plain(area.name)


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", "", text.lower().replace("_", " ").replace("-", " ").replace("&", " and "))
    return " ".join(word for word in words.split() if word not in ("the", "and", "city", "of"))


def _suggestion(directory: Directory, wanted: str) -> str:
    near = _near(directory, wanted)
    return f"; did you mean {dict(_known_names(directory))[near[0]]}?" if near else f"; {_CHOOSE}"


def _near(directory: Directory, wanted: str) -> list[str]:
    """The known name that a text begins, or else is spelt like."""
    known = dict(_known_names(directory))
    begun = [name for name in known if wanted and name.startswith(wanted)]
    return begun[:1] or difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)


def _known_names(directory: Directory) -> Iterator[tuple[str, str]]:
    for area in directory.areas.values():
        yield _plain(area.name), area.name
        yield from ((_plain(town), town) for town in area.towns)
