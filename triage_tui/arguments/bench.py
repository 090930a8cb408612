"""The author's bench: writing pathways, and finding out what they do."""

from __future__ import annotations

import argparse

from triage_tui.arguments.command import Command


def _check(check: argparse.ArgumentParser) -> None:
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


def _prove(prove: argparse.ArgumentParser) -> None:
    prove.add_argument("pathways", nargs="*", metavar="PATHWAY")
    prove.add_argument("--all", action="store_true", help="also list what is proved")
    prove.add_argument(
        "--services", action="store_true", help="only whether everybody has a service in the directory, every minute"
    )
    prove.add_argument("--year", type=int, help="the year of which every minute is looked at (default: the coming one)")
    prove.add_argument("--format", choices=("text", "json"), default="text")
    prove.add_argument("--save", metavar="FILE", help="write the patients who break something as scenarios")


def _test(test: argparse.ArgumentParser) -> None:
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


def _verify(verify: argparse.ArgumentParser) -> None:
    verify.description = "What has to hold before anyone signs: check --strict, test --threshold 100, and prove."
    verify.add_argument("pathways", nargs="*", metavar="PATHWAY")
    verify.set_defaults(format="text", strict=True, compact=False)  # of check
    verify.set_defaults(all=False, save=None, year=None)  # of prove
    verify.set_defaults(missing=True, unreachable=False, mutants=None, suggest=False, threshold=100)  # of test


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


def _preview(preview: argparse.ArgumentParser) -> None:
    preview.add_argument("file", metavar="FILE", help="a file of a pack: a pathway, module, instrument, shared file")
    preview.add_argument("--pathway", metavar="NAME", help="which pathway to walk, where several use the file")
    preview.add_argument("--at-step", metavar="STEP", help="begin at this step, as a scenario or a search gets there")
    preview.add_argument("--mode", choices=("telephone", "on_scene"))


def _new(new: argparse.ArgumentParser) -> None:
    new.add_argument("pathway", nargs="?", metavar="PATHWAY", help="a pathway and its scenarios, in the pack in use")
    new.add_argument("--module", metavar="NAME", help="a fragment that pathways use")
    new.add_argument("--instrument", metavar="NAME", help="a score or a set of observations")
    new.add_argument("--copy-pack", metavar="FOLDER", help="copy the pack in use and its directory to a new folder")
    new.add_argument("--title", metavar="TEXT", help="its name in words")
    new.add_argument("--owner", metavar="NAME", default="pathway author", help="who answers for the text")
    new.add_argument("--ages", metavar="AGES", help='whom it is for, such as "50 years and over"')
    new.add_argument("--modes", metavar="MODES", help="telephone, on_scene, or telephone,on_scene (default: both)")


def _schema(schema: argparse.ArgumentParser) -> None:
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


def _percent(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 100:
        raise argparse.ArgumentTypeError("a percentage is a number from 0 to 100")
    return int(text)


COMMANDS = (
    Command("check", "find mistakes in pathways and the other files of a pack", _check),
    Command("prove", "prove claims and built-in safety over every possible patient", _prove),
    Command("test", "run the scenarios of pathways and show what they cover", _test),
    Command("verify", "check, prove and test a pack at once: what has to hold before anyone signs", _verify),
    Command("graph", "draw a pathway: a tree in the terminal, Mermaid, or DOT for Graphviz", _graph),
    Command("diff", "what changed for patients between two versions of a pack, proved", _diff),
    Command("preview", "the app on a file being edited: read again on each save", _preview),
    Command("new", "begin a pathway, a module, an instrument, or a pack of your own", _new),
    Command("schema", "JSON Schema of a pack's files, for editors that complete and explain", _schema),
)
