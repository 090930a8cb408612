"""The command line: one parser, and a module for each command that is imported only when it runs."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

from triage_tui import __version__
from triage_tui.errors import ExitCode, TriageError, UsageError

PROGRAM = "triage"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"{self.prog} --help shows how")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(prog=PROGRAM, description="Offline terminal triage: pathways in YAML to a service and a summary.")
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _settings(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    walk = commands.add_parser(
        "walk", help="take a call in the app, in plain text (--plain) or from a file (--answers)"
    )
    walk.add_argument("pathway", metavar="PATHWAY")
    walk.add_argument("--plain", action="store_true", help="numbered prompts: screen readers, simple terminals")
    walk.add_argument(
        "--answers", metavar="FILE", help="a case in YAML (- for standard input): run it and print the result"
    )
    walk.add_argument("--json", action="store_true", help="print the case so far as one JSON object")
    walk.add_argument("--mode", choices=("telephone", "on_scene"))
    walk.add_argument("--at", metavar="TIME", help="decide as at this time, such as 2026-01-05 03:00")
    _settings(walk)

    check = commands.add_parser("check", help="find mistakes in pathways and the other files of a pack")
    check.add_argument(
        "paths", nargs="*", metavar="PATH", help="a pack folder, or files of one (default: the pack in use)"
    )
    check.add_argument("--format", choices=("text", "json", "github", "sarif"), default="text")
    check.add_argument("--compact", action="store_true", help="one line each, for editors")
    check.add_argument("--strict", action="store_true", help="warnings fail too")
    check.add_argument("--prove", action="store_true", help="prove the claims and the built-in safety of pathways too")
    check.add_argument("--tests", action="store_true", help="measure what scenarios leave out too, and run mutants")
    check.add_argument("--quick", action="store_true", help="leave out what proves something or runs scenarios")
    check.add_argument("--against", metavar="FOLDER", help="the pack as it was approved: what was lost since is named")
    check.add_argument("--fix", action="store_true", help="mend what is certain")
    check.add_argument("--dry-run", action="store_true", help="show what --fix would do, and change nothing")
    check.add_argument("--explain", metavar="CODE", help="say what a rule means, with examples")
    _settings(check)

    prove = commands.add_parser("prove", help="prove claims and built-in safety over every possible patient")
    prove.add_argument("pathways", nargs="*", metavar="PATHWAY")
    prove.add_argument("--all", action="store_true", help="also list what is proved")
    prove.add_argument(
        "--services", action="store_true", help="only whether everybody has a service in the directory, every minute"
    )
    prove.add_argument("--year", type=int, help="the year of which every minute is looked at (default: the coming one)")
    prove.add_argument("--format", choices=("text", "json"), default="text")
    prove.add_argument("--save", metavar="FILE", help="write the patients who break something as scenarios")
    _settings(prove)

    test = commands.add_parser("test", help="run the scenarios of pathways and show what they cover")
    test.add_argument("pathways", nargs="*", metavar="PATHWAY")
    test.add_argument("--missing", action="store_true", help="list what no scenario exercises, with file and line")
    test.add_argument("--unreachable", action="store_true", help="list what no patient can reach")
    test.add_argument(
        "--mutants",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="put small mistakes into the pathway, all of them or N, and see which no scenario notices",
    )
    test.add_argument("--seed", type=int, default=1, metavar="N", help="which N mutants (default: 1)")
    test.add_argument("--suggest", action="store_true", help="propose scenarios for what is not exercised")
    test.add_argument("--write", action="store_true", help="with --suggest: add them to the scenario files")
    test.add_argument(
        "--threshold", type=_percent, default=0, metavar="N", help="fail when a share is under N per cent"
    )
    _settings(test)

    _graph(commands.add_parser("graph", help="draw a pathway: a tree in the terminal, Mermaid, or DOT for Graphviz"))
    _diff(commands.add_parser("diff", help="what changed for patients between two versions of a pack, proved"))

    preview = commands.add_parser("preview", help="the app on a file being edited: read again on each save")
    preview.add_argument("file", metavar="FILE", help="a file of a pack: a pathway, module, instrument, shared file")
    preview.add_argument("--pathway", metavar="NAME", help="which pathway to walk, where several use the file")
    preview.add_argument("--at-step", metavar="STEP", help="begin at this step, as a scenario or a search gets there")
    preview.add_argument("--mode", choices=("telephone", "on_scene"))
    _settings(preview)

    new = commands.add_parser("new", help="begin a pathway, a module, an instrument, or a pack of your own")
    new.add_argument("pathway", nargs="?", metavar="PATHWAY", help="a pathway and its scenarios, in the pack in use")
    new.add_argument("--module", metavar="NAME", help="a fragment that pathways use")
    new.add_argument("--instrument", metavar="NAME", help="a score or a set of observations")
    new.add_argument("--copy-pack", metavar="FOLDER", help="copy the pack in use and its directory to a new folder")
    new.add_argument("--title", metavar="TEXT", help="its name in words")
    new.add_argument("--owner", metavar="NAME", default="pathway author", help="who answers for the text")
    new.add_argument("--ages", metavar="AGES", help='whom it is for, such as "50 years and over"')
    new.add_argument("--modes", metavar="MODES", help="telephone, on_scene, or telephone,on_scene (default: both)")
    _settings(new)

    schema = commands.add_parser("schema", help="JSON Schema of a pack's files, for editors that complete and explain")
    schema.add_argument(
        "kind",
        nargs="?",
        choices=("pathway", "module", "instrument", "scenarios", "dispositions", "advice", "pack", "directory"),
        metavar="KIND",
        help="pathway, module, instrument, scenarios, dispositions, advice, pack or directory: print its schema",
    )
    schema.add_argument("name", nargs="?", metavar="NAME", help="of one pathway or module, with its own steps")
    schema.add_argument(
        "--write",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="write all of them to a folder (default: .schema in the pack)",
    )
    _settings(schema)

    _find(commands.add_parser("find", help="search the directory of services, list it, or show one of them"))

    mark = commands.add_parser("mark", help="mark a service full, closed or busy for this shift; list what is marked")
    mark.add_argument("service", nargs="?", metavar="ID")
    mark.add_argument("state", nargs="?", choices=("full", "closed", "busy", "open"), help="open takes the mark away")
    mark.add_argument("--until", metavar="TIME", help="when the mark is over: 18:00, 4h or 90min")
    _settings(mark)

    records = commands.add_parser("records", help="encounters kept on this machine")
    records.add_argument("action", choices=("list", "show", "resume", "verify", "export"))
    records.add_argument("encounter", nargs="?", metavar="ENCOUNTER", help="its reference, or last")
    records.add_argument("-o", "--output", metavar="FILE")
    records.add_argument(
        "--scenario",
        nargs="?",
        const="",
        metavar="ENCOUNTER",
        help="export it as a scenario, without anything that identifies",
    )
    _settings(records)

    summary = commands.add_parser("summary", help="print the summary of an encounter")
    summary.add_argument("encounter", metavar="ENCOUNTER", help="its reference, or last")
    summary.add_argument("--copy", choices=("professional", "patient", "sbar", "atmister"), default="professional")
    summary.add_argument("--format", choices=("text", "html"), default="text")
    summary.add_argument("--language", metavar="CODE", help="advice in another language beside the English, such as pl")
    summary.add_argument("-o", "--output", metavar="FILE")
    summary.add_argument("--print", action="store_true", dest="to_printer", help="send it to the system's printer")
    _settings(summary)

    tables = commands.add_parser(
        "tables", help="work out now what can still happen in every call, which the app does in the background"
    )
    tables.add_argument("pathways", nargs="*", metavar="PATHWAY")
    tables.add_argument("--gently", action="store_true", help="at the lowest priority")
    _settings(tables)

    where = commands.add_parser("where", help="show which folders are used")
    _settings(where)
    return parser


def _graph(graph: argparse.ArgumentParser) -> None:
    graph.add_argument("pathway", metavar="PATHWAY")
    graph.add_argument("--format", choices=("tree", "mermaid", "dot"), default="tree")
    graph.add_argument("-o", "--output", metavar="FILE", help="write to a file; mermaid to .md is a page with fences")
    graph.add_argument(
        "--depth", type=int, choices=(1, 2, 3), help="of the tree: 1 sections, 2 their steps, 3 their answers (3)"
    )
    graph.add_argument(
        "--module", action="append", default=[], metavar="NAME", help="open only this module; may be repeated"
    )
    graph.add_argument("--section", metavar="NAME", help="open only this section, as --depth 1 names them")
    graph.add_argument(
        "--steps", metavar="FROM..TO", help="open only these steps, by id or number; an end may be left out"
    )
    graph.add_argument("--coverage", action="store_true", help="mark what no scenario exercises")
    graph.add_argument(
        "--diff", metavar="OLD", help="mark what changed since a pathway file, a pack folder or a git revision"
    )
    graph.add_argument(
        "--case",
        "--patient",
        metavar="CASE",
        help="mark and tell one walk: a file as for walk --answers, a scenario by name, FILE#NAME",
    )
    _settings(graph)


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
    _settings(find)


def _diff(diff: argparse.ArgumentParser) -> None:
    diff.description = (
        "Compare what two versions do, not what they say: who now ends elsewhere, and which lines did it. "
        "OLD and NEW are pack folders, files of one, or git revisions of the pack in use (HEAD~1, v1.4)."
    )
    diff.epilog = "Ends with 0 when nobody ends less urgent, 1 when somebody does or not everything could be decided."
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--pathway", metavar="NAME", help="compare this pathway alone")
    diff.add_argument("--against", choices=("records",), help="count stored encounters that would end elsewhere")
    diff.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    _settings(diff)


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


def _percent(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 100:
        raise argparse.ArgumentTypeError("a percentage is a number from 0 to 100")
    return int(text)


def _kilometres(text: str) -> float:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99):
        raise argparse.ArgumentTypeError("a distance is 1 to 99 kilometres")
    return float(text)


def _settings(parser: argparse.ArgumentParser) -> None:
    """Options that mean the same everywhere; given after a command they win."""
    parser.add_argument("--pack", metavar="FOLDER", default=argparse.SUPPRESS, help="the pack folder to use")
    parser.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS, help="where encounters are kept")
    parser.add_argument("--role", metavar="ROLE", default=argparse.SUPPRESS, help="call_handler, paramedic, …")
    parser.add_argument(
        "--no-mouse", action="store_true", default=argparse.SUPPRESS, help="leave the mouse to the terminal"
    )


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; TriageError says what went wrong."""
    options = build_parser().parse_args(arguments)
    name = options.command or "app"
    module = importlib.import_module(f"triage_tui.commands.{name}")
    return int(module.run(options))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and turn its errors into messages and exit codes."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # bytes of another encoding are no reason to stop
    try:
        code = run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        return _fail(error)
    except TriageError as error:
        return _fail(error)
    except KeyboardInterrupt:
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        if os.environ.get("TRIAGE_DEBUG"):
            raise
        return _fail(
            TriageError(f"internal error ({type(error).__name__}); nothing more is shown, to protect patients")
        )
    return code


def _fail(error: TriageError) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"{PROGRAM}: {error}\n")
    return int(error.exit_code)
