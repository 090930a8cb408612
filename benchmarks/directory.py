"""How fast the directory answers: the shipped one, and a made-up national one, beside a plain scan and an SQL query.

    python benchmarks/directory.py [--services 100000] [--requests 1000] [--folder FOLDER] [--seed 1]

The made-up directory has realistic numbers of each type, crowded where people live, with hours, ages, areas and
referral rules of the kinds that the shipped one has. Nothing in it is a real service. Times are processor time, since
others may be using the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from triage_tui.directory.ask import Ask
from triage_tui.directory.building.build import build_directory, load_directory
from triage_tui.directory.building.file import read_directory
from triage_tui.directory.building.store import open_compiled, write_compiled
from triage_tui.directory.clock import uk_time
from triage_tui.directory.index import Entry, index_of
from triage_tui.directory.judge import judge
from triage_tui.directory.model import Directory, Hours, Service
from triage_tui.directory.place import KM_PER_DEGREE
from triage_tui.directory.request import Request
from triage_tui.directory.search import search

SHIPPED = Path(__file__).resolve().parents[1] / "directory.yaml"
SERVICES_A_FILE = 2_500
SHARES = {
    "pharmacy": 0.12, "minor_ailment_pharmacy": 0.06, "gp_practice": 0.08, "dental": 0.12, "eye_care": 0.07,
    "community_nursing": 0.06, "social_care": 0.03, "voluntary": 0.1, "mental_health_community": 0.04,
    "urgent_treatment_centre": 0.006, "minor_injury_unit": 0.006, "emergency_department": 0.003, "maternity": 0.004,
    "urgent_community_response": 0.01, "gp_out_of_hours": 0.01, "gp_access_hub": 0.02, "clinical_hub": 0.004,
    "mental_health_crisis": 0.006, "safe_place": 0.004, "falls_service": 0.01, "intermediate_care": 0.03,
    "carers_support": 0.02, "care_home_line": 0.01, "healthy_living": 0.05, "dementia_support": 0.03,
    "professional_line": 0.01, "telecare": 0.02, "transport": 0.01, "talking_therapies": 0.02, "hospital_at_home": 0.01,
}  # fmt: skip
COMES_TO_PEOPLE = {"community_nursing", "social_care", "urgent_community_response", "mental_health_crisis", "telecare"}
CITIES = {  # where people live, roughly, and how many in every hundred
    (51.51, -0.12): 30, (53.48, -2.24): 9, (52.48, -1.9): 9, (53.8, -1.55): 7, (53.41, -2.98): 4, (54.97, -1.61): 4,
    (51.45, -2.59): 4, (53.38, -1.47): 4, (52.95, -1.15): 4, (50.91, -1.4): 4, (52.63, -1.13): 3, (52.57, -0.24): 3,
    (50.37, -4.14): 3, (51.75, -1.26): 3, (52.63, 1.29): 3, (53.74, -0.33): 3, (50.72, -3.53): 3,
}  # fmt: skip
REQUESTS = (
    (("gp_practice", "gp_out_of_hours", "gp_access_hub", "urgent_treatment_centre", "clinical_hub"), 120),
    (("pharmacy",), 720),
    (("minor_ailment_pharmacy", "pharmacy"), 1440),
    (("urgent_treatment_centre", "minor_injury_unit"), 240),
    (("emergency_department",), 60),
    (("mental_health_crisis", "cyp_crisis", "mental_health_line"), 240),
    (("urgent_community_response", "home_visiting", "clinical_hub"), 120),
    (("dental",), 1440),
    (("social_care", "voluntary", "carers_support", "telecare", "warm_homes", "gp_practice"), 10080),
    (("ambulance", "emergency_department"), 0),
    (("falls_service", "frailty_service", "gp_practice"), 20160),
)


def timetables(chance: Random, count: int) -> list[Hours]:
    """Weeks as services keep them: day shifts with and without lunch, evenings, nights, some unknown, some always."""
    made = [Hours(always=True), Hours(known=False)]
    while len(made) < count:
        opens, closes = chance.randrange(420, 600, 15), chance.randrange(990, 1260, 15)
        day = ((opens, closes),) if chance.random() < 0.7 else ((opens, 750), (810, closes))
        saturday = ((opens + 30, 780),) if chance.random() < 0.6 else ()
        sunday = ((600, 960),) if chance.random() < 0.2 else ()
        own = ((600, 840),) if chance.random() < 0.2 else ()
        rule = chance.choice(("own", "own", "not_known", "as_usual"))
        dates = {"2026-12-25": (), "2027-01-01": ()} if chance.random() < 0.3 else {}
        made.append(Hours(week=(day,) * 5 + (saturday, sunday), holiday=rule, holiday_sessions=own, dates=dates))
    return made


def national(size: int, chance: Random) -> Directory:
    """The shipped directory with this many made-up services more."""
    shipped = load_directory(SHIPPED)
    hours = timetables(chance, 1200)
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=size)
    cities = chance.choices(list(CITIES), list(CITIES.values()), k=size)
    areas = [area for area in shipped.areas.values() if area.postcodes]
    return replace(
        shipped,
        services=shipped.services + tuple(made_up(n, kinds[n], cities[n], areas, hours, chance) for n in range(size)),
    )


def made_up(
    number: int, kind: str, city: tuple[float, float], areas: list[object], hours: list[Hours], chance: Random
) -> Service:
    """One service near a city."""
    lat, lon = city[0] + chance.gauss(0, 0.25), city[1] + chance.gauss(0, 0.35)
    near = min(areas, key=lambda area: (area.lat - lat) ** 2 + (area.lon - lon) ** 2)  # type: ignore[attr-defined]
    comes = kind in COMES_TO_PEOPLE
    self_referral = chance.random() < 0.7
    return Service(
        id=f"made_up_{number}",
        name=f"Made-up {kind.replace('_', ' ')} {number}",
        type=kind,
        hours=chance.choice(hours),
        areas=(near.id,),  # type: ignore[attr-defined]
        status="demonstration",
        source="made up",
        public_name=f"Made-up {number}",
        capabilities=chance.choice(((), (), ("xray",), ("suturing", "xray"), ("catheter",), ("paediatric",))),
        limited_to=(near.id,) if chance.random() < 0.1 else (),  # type: ignore[attr-defined]
        lat=None if comes else round(min(max(lat, 50), 55.5), 5),
        lon=None if comes else round(min(max(lon, -5.5), 1.7), 5),
        phone="111",
        how_to_refer="Ring first.",
        roles=()
        if self_referral
        else chance.choice((("gp",), ("gp", "paramedic"), ("call_handler", "gp", "paramedic"))),
        self_referral=self_referral,
        ages=chance.choice(((), (), (), ((0, 6573),), ((6574, 47483),), ((23741, 47483),))),
        sexes=chance.choice(((),) * 19 + (("female",),)),
        practices=(f"P{chance.randrange(6500)}",) if chance.random() < 0.05 else (),
        restricted=chance.random() < 0.02,
        capacity=chance.choice(("green",) * 18 + ("amber", "red")),
        ods=f"P{number}" if kind == "gp_practice" else None,
        last_verified="2025-10-01",
        next_check_due=chance.choice(("2025-12-31", "2026-12-31", "2027-06-30")),
    )


def varied(count: int, directory: Directory, chance: Random) -> list[Request]:
    """Requests from where people live, at all hours, for all ages."""
    found = []
    start = uk_time(2026, 1, 1)
    areas = [area for area in directory.areas.values() if area.postcodes]
    for types, minutes in chance.choices(REQUESTS, k=count):
        city = chance.choices(list(CITIES), list(CITIES.values()))[0]
        point = (city[0] + chance.gauss(0, 0.15), city[1] + chance.gauss(0, 0.2))
        area = min(areas, key=lambda one: (one.lat - point[0]) ** 2 + (one.lon - point[1]) ** 2)  # type: ignore[operator]
        found.append(
            Request(
                types,
                chance.choice(("call_handler", "paramedic", "gp")),
                chance.choice(("telephone", "on_scene")),
                start + timedelta(minutes=chance.randrange(525_600)),
                capabilities=("xray",) if chance.random() < 0.1 else (),
                area=area.id,
                point=point,
                age_days=chance.choice((None, 700, 4000, 12000, 30000)),
                sex=chance.choice(("female", "male")),
                minutes=minutes,
                gp_practice=f"P{chance.randrange(6500)}" if chance.random() < 0.5 else None,
            )
        )
    return found


def as_yaml(service: Service) -> str:
    """A made-up service as an author would write it."""
    ages = {(): "", ((0, 6573),): "under 18 years", ((6574, 47483),): "18 years and over"}
    written: dict[str, object] = {
        "id": service.id,
        "name": service.name,
        "type": service.type,
        "capabilities": list(service.capabilities),
        "areas": list(service.areas),
        "limited_to": list(service.limited_to),
        "hours": _hours(service.hours),
        "ages": ages.get(service.ages, "65 years and over"),
        "sexes": list(service.sexes),
        "refer": {"roles": list(service.roles), "self": "yes" if service.self_referral else "no", "how": "Ring first."},
        "practices": list(service.practices),
        "phone": service.phone,
        "capacity": service.capacity,
        "ods": service.ods,
        "status": service.status,
        "source": service.source,
        "last_verified": service.last_verified,
        "next_check_due": service.next_check_due,
    }
    if service.lat is not None:
        written["at"] = [f"{service.lat:.5f}", f"{service.lon:.5f}"]
    if service.restricted and service.practices:
        written["restricted"] = "yes"
    kept = {key: value for key, value in written.items() if value}
    return f"  - {json.dumps(kept)}\n"


def _hours(hours: Hours) -> object:
    """Hours as written."""
    if hours.always or not hours.known:
        return "always" if hours.always else "not known"
    days = zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), hours.week, strict=True)
    written: dict[str, object] = {day: _sessions(sessions) for day, sessions in days}
    written["bank_holidays"] = {"own": _sessions(hours.holiday_sessions), "as_usual": "as usual"}.get(
        hours.holiday, "not known"
    )
    written["dates"] = {day: _sessions(sessions) for day, sessions in hours.dates.items()}
    return written


def _sessions(sessions: tuple[tuple[int, int], ...]) -> str:
    return ", ".join("-".join(f"{m // 60:02}:{m % 60:02}" for m in one) for one in sessions) or "closed"


def write_yaml(folder: Path, large: Directory) -> int:
    """The directory as a folder of files that the strict reader takes; how many bytes."""
    folder.mkdir()
    (folder / "directory.yaml").write_bytes(SHIPPED.read_bytes())
    made = [one for one in large.services if one.status == "demonstration"]
    size = 0
    for start in range(0, len(made), SERVICES_A_FILE):
        text = "services:\n" + "".join(map(as_yaml, made[start : start + SERVICES_A_FILE]))
        (folder / f"services_{start:06}.yaml").write_text(text, encoding="utf-8")
        size += len(text)
    return size


def bar(done: int, of: int) -> None:
    """A progress bar on stderr."""
    sys.stderr.write(f"\rreading [{'#' * (30 * done // of):30}] {done} of {of} files" + ("\n" if done == of else ""))


def milliseconds(label: str, seconds: list[float]) -> None:
    """Print the median, the tail and the worst."""
    cuts = statistics.quantiles(seconds, n=100)
    numbers = f"median {cuts[49] * 1e3:8.2f} ms   p99 {cuts[98] * 1e3:8.2f} ms   worst {max(seconds) * 1e3:8.2f} ms"
    print(f"{label:46} {numbers}", flush=True)


def each(action: Callable[[Request], object], requests: list[Request]) -> list[float]:
    """Processor seconds that each request takes: others may be using this machine."""
    taken = []
    for one in requests:
        begin = time.process_time()
        action(one)
        taken.append(time.process_time() - begin)
    return taken


def fresh_memory(code: str) -> tuple[float, float]:
    """Seconds and resident megabytes that some code adds in a fresh interpreter that has the search loaded."""
    script = f"""
import resource, time, json
from pathlib import Path
from triage_tui.directory.building.store import open_compiled
from triage_tui.directory.search import search
def resident():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
before, begin = resident(), time.perf_counter()
{code}
print(json.dumps([time.perf_counter() - begin, resident() - before]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def plain_scan(directory: Directory, request: Request) -> list[Service]:
    """Every service of the types, judged one after another."""
    ask = Ask(index_of(directory), request)
    found = (judge(Entry(one, 0), ask) for one in directory.services if one.type in request.types)
    return [verdict.entry.service for verdict in found if verdict and verdict.fits]


def sql_table(directory: Directory) -> sqlite3.Connection:
    """The services as rows, without an index."""
    table = sqlite3.connect(":memory:")
    table.execute("create table service (id, type, lat, lon, low, high, active)")
    rows = ((s.id, s.type, s.lat, s.lon, *(s.ages[0] if s.ages else (0, 50_000)), s.active) for s in directory.services)
    table.executemany("insert into service values (?, ?, ?, ?, ?, ?, ?)", rows)
    return table


def sql_query(table: sqlite3.Connection, request: Request) -> list[tuple[str]]:
    """Type, box and age alone: hours and referral rules are not even asked."""
    assert request.point is not None
    reach = request.distance_km / KM_PER_DEGREE
    lat, lon = request.point
    marks = ",".join("?" * len(request.types))
    box = (lat - reach, lat + reach, lon - 1.6 * reach, lon + 1.6 * reach)
    return table.execute(
        f"select id from service where type in ({marks}) and active and ? between low and high"  # noqa: S608
        " and lat between ? and ? and lon between ? and ? order by (lat - ?) * (lat - ?) + (lon - ?) * (lon - ?)",
        (*request.types, request.age_days or 12000, *box, lat, lat, lon, lon),
    ).fetchall()


def main() -> None:
    """Measure everything and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--services", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=1_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    chance = Random(chosen.seed)

    begin = time.process_time()
    file, _ = read_directory(SHIPPED)
    assert file is not None
    shipped = build_directory(file)
    taken = (time.process_time() - begin) * 1e3
    print(f"{'shipped directory from YAML':46} {taken:8.1f} ms, {len(shipped.services)} services")
    requests = varied(chosen.requests, shipped, chance)
    search(shipped, requests[0])
    milliseconds("shipped, one search with explanations", each(lambda one: search(shipped, one), requests))

    large = national(chosen.services, chance)
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="triage-directory-"))
    gc.freeze()
    path = folder / "national.triage"
    source = folder / "yaml"
    megabytes = write_yaml(source, large) / 1e6
    begin = time.perf_counter()
    file, problems = read_directory(source, progress=bar)
    assert file is not None, [problem.line() for problem in problems[:5]]
    built = build_directory(file)
    taken = time.perf_counter() - begin
    print(
        f"{f'{megabytes:.0f} MB of YAML read, checked and built':46} {taken:8.1f} s, {len(built.services):,} services"
    )
    del file, built
    gc.collect()
    begin = time.process_time()
    write_compiled(path, large)
    size = path.stat().st_size / 1e6
    print(f"{f'{len(large.services):,} services compiled':46} {time.process_time() - begin:8.1f} s, {size:.0f} MB")
    seconds, megabytes = fresh_memory(f"index = open_compiled(Path({str(path)!r}))")
    print(f"{'opening the compiled directory':46} {seconds * 1e3:8.1f} ms, {megabytes:.1f} MB more memory")
    index = open_compiled(path)
    milliseconds("compiled, first time through", each(lambda one: search(index, one), requests))
    milliseconds("compiled, second time through", each(lambda one: search(index, one), requests))
    few = requests[:20]
    milliseconds("plain scan in Python, judging each", each(lambda one: plain_scan(large, one), few))
    table = sql_table(large)
    milliseconds("SQL without an index: type, box, age only", each(lambda one: sql_query(table, one), few))
    agree = sum(search(index, one).offered == search(large, one).offered for one in few)
    print(f"{'compiled and in memory agree':46} {agree} of {len(few)}")


if __name__ == "__main__":
    main()
