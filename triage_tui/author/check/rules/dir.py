"""DIR: the directory of services. Found in `directory/building/`."""

from __future__ import annotations

from collections.abc import Iterator

from triage_tui.author.check.context import Context
from triage_tui.author.check.registry import known, rule
from triage_tui.problems import Problem

TYPES = """# directory.yaml
types:
  ambulance: {label: 999 ambulance, most_returned: 1}
  emergency_department: {label: Emergency department}
  clinical_hub: {label: Clinical hub}
  pharmacy: {label: Pharmacy}
  safeguarding_adult: {label: Adult safeguarding}
"""
SERVICES = """services:
  - {id: ambulance_999, name: 999, type: ambulance, areas: england, hours: always, refer: {self: yes}, status: national,
     source: test}
  - {id: find_ed, name: Find an ED, type: emergency_department, areas: england, hours: always, refer: {self: yes},
     status: national, source: test}
  - {id: hub, name: Hub, type: clinical_hub, areas: england, hours: always, refer: {self: yes}, status: national,
     source: test}
  - {id: pharmacies, name: Find a pharmacy, type: pharmacy, areas: england, hours: always, refer: {self: yes},
     status: national, source: test}
  - {id: safeguarding, name: Safeguarding, type: safeguarding_adult, areas: england, hours: always, refer: {self: yes},
     status: national, source: test}
"""
_LOCAL = (
    "  - {id: town, name: Town pharmacy, type: pharmacy, areas: england, status: demonstration,\n     source: test, "
)


def services_with(rest: str, more: str = "") -> str:
    """An example of a directory: the small one, and a local pharmacy with these keys."""
    return f"# directory.yaml\n{SERVICES}{_LOCAL}{rest}}}\n{more}"


_GOOD = services_with("hours: {daily: 09:00-17:00}, refer: {self: yes}")

known(
    "DIR003",
    "hours-unclear",
    "error",
    "Opening hours cannot be read, overlap, end before they start, or go past midnight where that is not clear.",
    bad=services_with("hours: {mon: 17:00-13:00}, refer: {self: yes}"),
    good=_GOOD,
)
known(
    "DIR005",
    "contact-malformed",
    "error",
    "A telephone number, web address or postcode cannot be right. A number that is not published is left out.",
    bad=services_with("hours: always, refer: {self: yes}, phone: '12'"),
    good=services_with("hours: always, refer: {self: yes}, phone: '111'"),
)
known(
    "DIR008",
    "date-unresolved",
    "error",
    "A dated exception to the opening hours is not a date of the calendar, so nobody knows which day is meant.",
    bad=services_with("hours: {daily: 09:00-17:00, dates: {2026-02-30: closed}}, refer: {self: yes}"),
    good=services_with("hours: {daily: 09:00-17:00, dates: {2026-02-28: closed}}, refer: {self: yes}"),
)
known(
    "DIR009",
    "referral-circle",
    "error",
    "Services that may be referred to by each other alone: nobody can start.",
    bad=services_with(
        "hours: always, refer: {only_from: [village]}",
        _LOCAL.replace("town", "village") + "hours: always, refer: {only_from: [town]}}\n",
    ),
    good=services_with(
        "hours: always, refer: {only_from: [village]}",
        _LOCAL.replace("town", "village") + "hours: always, refer: {self: yes}}\n",
    ),
)
known(
    "DIR010",
    "nobody-can-refer",
    "error",
    "No role may refer to the service and no patient may go to it or ring it, so it can never be used.",
    bad=services_with("hours: always, refer: {how: by letter}"),
    good=services_with("hours: always, refer: {how: by letter, roles: [paramedic]}"),
)
known(
    "DIR011",
    "never-open",
    "error",
    "Nothing in the whole directory is ever open.",
    bad="""
# directory.yaml
services:
  - {id: hub, name: Hub, type: clinical_hub, areas: england, hours: {daily: closed}, refer: {self: yes},
     status: national, source: test}
""",
    good=_GOOD,
)
known(
    "DIR012",
    "no-ambulance",
    "error",
    "There is no ambulance for the whole of England, always, for everybody: the last resort of every search.",
    bad="# directory.yaml\n" + SERVICES.replace("hours: always", "hours: {mon-fri: 09:00-17:00}", 1),
    good=_GOOD,
)
known(
    "DIR013",
    "no-national-entry",
    "warning",
    "A type of service has no entry for the whole of England, so that in some places nobody but 999 is left.",
    bad=TYPES + "  dentist: {label: Dentist}\n",
    good=TYPES,
)
known(
    "DIR014",
    "area-not-inside",
    "error",
    "An area is inside itself through others, or is not inside England, so that national services do not reach it.",
    bad="""
# directory.yaml
areas:
  england: {name: England, centre: [52.6, -1.5], accuracy_km: 300}
  north: {name: North, within: south, centre: [52.6, 0.1], accuracy_km: 10}
  south: {name: South, within: north, centre: [52.1, 0.1], accuracy_km: 10}
""",
    good="""
# directory.yaml
areas:
  england: {name: England, centre: [52.6, -1.5], accuracy_km: 300}
  north: {name: North, within: england, centre: [52.6, 0.1], accuracy_km: 10}
  south: {name: South, within: england, centre: [52.1, 0.1], accuracy_km: 10}
""",
)
known(
    "DIR015",
    "rank-out-of-range",
    "error",
    "A commissioner's rank is a whole number from 1 (offered first) to 10.",
    bad="# directory.yaml\nranks: {england: {pharmacy: 11}}",
    good="# directory.yaml\nranks: {england: {pharmacy: 2}}",
)
known(
    "DIR016",
    "place-outside-england",
    "error",
    "A latitude and longitude outside England; most often the two were swapped.",
    bad="# directory.yaml\nareas:\n  england: {name: England, centre: [-1.5, 52.6], accuracy_km: 300}",
    good="# directory.yaml\nareas:\n  england: {name: England, centre: [52.6, -1.5], accuracy_km: 300}",
)
known(
    "DIR017",
    "checked-backwards",
    "error",
    "The next check of an entry is due before its last one was made.",
    bad=services_with("hours: always, refer: {self: yes}, last_verified: 2026-05-01, next_check_due: 2026-01-01"),
    good=services_with("hours: always, refer: {self: yes}, last_verified: 2026-05-01, next_check_due: 2027-05-01"),
)
known(
    "DIR018",
    "restricted-to-nobody",
    "error",
    "A service for the patients of some GP practices lists none, so that nobody is ever sent there.",
    bad=services_with("hours: always, refer: {self: yes}, restricted: yes"),
    good=services_with("hours: always, refer: {self: yes}, restricted: yes, practices: [D81001]"),
)


@rule(
    "DIR004",
    "service-never-used",
    "warning",
    bad=TYPES
    + """  dentist: {label: Dentist}
"""
    + SERVICES.rstrip("\n")
    + """
  - {id: dentists, name: Find a dentist, type: dentist, areas: england, hours: always, refer: {self: yes},
     status: national, source: test}
""",
    good=_GOOD,
)
def _service_never_used(context: Context) -> Iterator[Problem]:
    """No disposition, outcome, adjunct or other type asks for this type of service, so no walk can ever lead to
    one. Name it under `needs`, or say under `instead` of another type what it can stand in for. It can still be
    found by hand.
    """
    written = context.written
    if written is None or not context.files.whole or not context.wants(written.source):
        return
    asked = context.said.get("service", set()) | context.said.get("call_first", set())
    shape = written.shape
    asked |= {name for one in shape.types.values() for name in (*one.instead, one.at_once or "")}
    for name in shape.types:
        if name not in asked:
            message = f'no pathway, disposition or adjunct asks for "{name}"'
            hint = "name it under needs somewhere, or delete it"
            yield written.source.problem(("types", name), message, "DIR004", key=True, hint=hint)


@rule(
    "DIR006",
    "past-its-check",
    "warning",
    bad=services_with("hours: always, refer: {self: yes}, last_verified: 2025-05-01, next_check_due: 2026-05-01"),
    good=services_with("hours: always, refer: {self: yes}, last_verified: 2026-05-01, next_check_due: 2027-05-01"),
)
def _past_its_check(context: Context) -> Iterator[Problem]:
    """The day on which an entry was to be checked again is over. Ring the service, correct the entry, and move the
    date.
    """
    written = context.written
    if written is None:
        return
    for number, service in enumerate(written.shape.services):
        due = service.next_check_due
        if due is not None and due < context.today:
            message = f"{service.name} was to be checked again by {due.isoformat()}"
            hint = "check it with the service and move the date"
            yield written.problem(("services", number, "next_check_due"), message, "DIR006", hint=hint)
