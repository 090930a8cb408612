"""Take a call in plain text, from the first prompt to the last."""

from __future__ import annotations

from triage_tui.desk import Desk
from triage_tui.errors import ExitCode
from triage_tui.plain.after import After
from triage_tui.plain.console import Console, EmergencyCalled, Leave
from triage_tui.plain.talk import Talk
from triage_tui.plain.walk import Walk
from triage_tui.record.encounter import Kind
from triage_tui.walk.find import find_pathways


def run_plain(
    desk: Desk, mode: str, pathway: str | None, resume: str | None = None, console: Console | None = None
) -> int:
    """Take a call in plain text; the exit code."""
    console = console or Console()
    talk = Talk(desk, console, mode)
    try:
        _begin(talk, pathway, resume)
        After(talk, Walk(talk)).finish()
    except Leave:
        if talk.call is not None and talk.call.status != "closed":
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.OK)
    except KeyboardInterrupt:
        if talk.call is not None:
            console.say(f"\nThe call is kept. Take it up again with: triage records resume {talk.call.id}")
        return int(ExitCode.INTERRUPTED)
    return int(ExitCode.OK)


def _begin(talk: Talk, pathway: str | None, resume: str | None) -> None:
    """Open a call, or take one up again."""
    talk.console.say(talk.desk.pack.notice)
    if resume is not None:
        talk.call = talk.desk.load(resume)
        if talk.call.status in ("parked", "cut_off"):
            talk.record(Kind.RESUMED)
    else:
        _open(talk, pathway)
    header = talk.desk.library_of(talk.open_call).pack.header(talk.open_call.pathway)
    talk.console.say(f"\n{talk.open_call.plan.title}. Call {talk.open_call.id}.")
    if header is not None:
        talk.console.say(
            f"Review state: {header.review.state}, due {header.review.due}. Type ? for help, ! for emergency."
        )


def _open(talk: Talk, pathway: str | None) -> None:
    while talk.call is None:
        try:
            talk.call = talk.desk.open(pathway or _choose_pathway(talk), talk.mode)
        except EmergencyCalled:
            talk.attempt(talk.emergency)


def _choose_pathway(talk: Talk) -> str:
    headers = tuple(header for header in talk.desk.pack.pathways if talk.mode in header.modes)
    while True:
        found = find_pathways(headers, talk.console.ask("What has happened? A few letters:"))
        if not found:
            talk.console.say("No pathway matches.")
            continue
        place = talk.console.choose("Number, or Enter to look again:", [header.title for header in found])
        if place is not None:
            return found[place].id
