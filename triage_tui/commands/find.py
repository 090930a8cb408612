"""triage find: search the directory of services."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from triage_tui.commands.settings import open_library, role_of, time_of, write_json
from triage_tui.directory.place import resolve_place
from triage_tui.directory.request import Found, Request
from triage_tui.directory.search import search
from triage_tui.errors import AnswerError, ExitCode, UsageError
from triage_tui.problems import did_you_mean
from triage_tui.walk.plan import NumberSpec
from triage_tui.walk.quantity import read_number


def run(options: argparse.Namespace) -> int:
    """Search, and print what is offered; with --explain also what is left out."""
    library = open_library(options)
    directory = library.directory
    if options.need not in directory.types:
        hint = did_you_mean(options.need, directory.types) or "types are listed in directory.yaml"
        raise UsageError(f'the directory has no service type "{options.need}"', hint)
    role = role_of(options, library.pack)
    typed = options.postcode or options.area
    place = resolve_place(directory, typed) if typed else None
    mode = options.mode or ("on_scene" if role == "paramedic" else "telephone")
    found = search(
        directory,
        Request(
            (options.need,),
            role,
            mode,
            time_of(options.at),
            area=place.area if place else None,
            point=place.point if place else None,
            age_days=_age(options.age),
            sex=options.sex if options.sex != "other" else None,
            minutes=options.minutes,
        ),
    )
    if place is not None:
        sys.stderr.write(f"{place.phrase}\n")
    if options.json:
        write_json(_json(found, options.explain))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, options.explain))
    return int(ExitCode.OK)


def _age(text: str | None) -> int | None:
    if not text:
        return None
    try:
        return read_number(text, NumberSpec("age", 0, 47_482, 0))
    except AnswerError as error:
        raise UsageError(f"--age: {error.message}") from None


def _lines(found: Found, explain: bool) -> list[str]:
    lines: list[str] = []
    for number, match in enumerate(found.offered, 1):
        far = f", about {match.distance_km:.0f} km" if match.distance_km is not None else ""
        lines.append(f"{number}. {match.name} ({match.service.id}){far}")
        lines += [
            f"   {text}" for text in (match.why, match.open, match.via, match.phone or "number not published here")
        ]
        lines += [f"   {text}" for text in (*match.checks, f"{match.freshness}; {match.service.source}")]
    lines += list(found.notes)
    if explain:
        lines += [f"left out: {item.service.name} ({item.service.id}): {item.why}" for item in found.excluded]
        lines += [f"would have fitted but: {item.service.name}: {item.why}" for item in found.near_misses]
    return lines


def _json(found: Found, explain: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "catch_all": found.catch_all,
        "services": [
            {
                "id": match.service.id,
                "name": match.name,
                "why": match.why,
                "open": match.open,
                "via": match.via,
                "phone": match.phone,
                "distance_km": match.distance_km,
                "freshness": match.freshness,
                "source": match.service.source,
            }
            for match in found.offered
        ],
        "notes": list(found.notes),
    }
    if explain:
        result["excluded"] = [{"id": item.service.id, "why": item.why} for item in found.excluded]
        result["near_misses"] = [{"id": item.service.id, "why": item.why} for item in found.near_misses]
    return result
