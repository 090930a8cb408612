"""The directory of services."""

from __future__ import annotations

import argparse

from triage_tui.arguments.command import Command


def _find(find: argparse.ArgumentParser) -> None:
    find.add_argument("need", nargs="*", metavar="NEED", help="service types, best first: urgent_community_response")
    find.add_argument("--list", action="store_true", help="list services instead of choosing one")
    find.add_argument("--service", metavar="ID", help="all that is known of one service")
    find.add_argument("--name", metavar="TEXT", help="list services with this in their name")
    find.add_argument("--page", type=_page, default=1, metavar="N", help="which page of the list")
    find.add_argument("--open-now", action="store_true", help="only those known to be open now")
    find.add_argument("--capability", action="append", default=[], metavar="WHAT", help="such as xray; may be repeated")
    find.add_argument("--area", metavar="AREA", help="an area or a town")
    find.add_argument("--postcode", metavar="POSTCODE", help="whole, or its first half")
    find.add_argument("--near", type=_point, metavar="LAT,LON", help="distances from this point: --near 52.664,0.160")
    find.add_argument("--distance", type=_kilometres, metavar="KM", help="how far to look, 1 to 99 (60)")
    find.add_argument("--age", metavar="AGE", help='such as "82 years"')
    find.add_argument("--sex", choices=("female", "male", "other"))
    find.add_argument("--at", metavar="TIME", help="as at this time, such as 2026-01-05 03:00")
    find.add_argument("--mode", choices=("telephone", "on_scene"))
    find.add_argument("--minutes", type=int, metavar="N", help="how soon, as the disposition's minutes")
    find.add_argument("--disposition", metavar="ID", help="how urgent, such as gp_2h")
    find.add_argument("--practice", metavar="ODS", help="the patient's GP practice, by its code")
    find.add_argument("--tried", action="append", default=[], metavar="ID", help="a service not to be offered again")
    find.add_argument("--speaking-for", action="append", default=[], metavar="ID", help="a service you may refer for")
    find.add_argument("--ignore-marks", action="store_true", help="as if nothing were marked full or closed here")
    find.add_argument("--explain", action="store_true", help="also show what was left out, and why")
    find.add_argument("--json", action="store_true")


def _mark(mark: argparse.ArgumentParser) -> None:
    mark.add_argument("service", nargs="?", metavar="ID")
    mark.add_argument("state", nargs="?", choices=("full", "closed", "busy", "open"), help="open takes the mark away")
    mark.add_argument("--until", metavar="TIME", help="when the mark is over: 18:00, 4h or 90min")


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError("a page is a number from 1")
    return int(text)


def _point(text: str) -> tuple[float, float]:
    """Degrees north and east of a point in or near England."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("write latitude and longitude in degrees, such as 52.664,0.160") from None
    if not (49 <= lat <= 56 and -7 <= lon <= 2):
        raise argparse.ArgumentTypeError(f"{text} is not in England; the latitude comes first")
    return lat, lon


def _kilometres(text: str) -> float:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99):
        raise argparse.ArgumentTypeError("a distance is 1 to 99 kilometres")
    return float(text)


COMMANDS = (
    Command("find", "search the directory of services, list it, or show one of them", _find),
    Command("mark", "mark a service full, closed or busy for this shift; list what is marked", _mark),
)
