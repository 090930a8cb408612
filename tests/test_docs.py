"""What the documents show is true: commands run, YAML examples are accepted, links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel, create_model

from triage_tui.cli import build_parser, main
from triage_tui.content.pathway_file import AnyStep, ClaimShape, OutcomeShape
from triage_tui.content.shape import validate
from triage_tui.content.shared_files import AdviceFile, DispositionsFile, InstrumentFile, PackFile, ScenariosFile
from triage_tui.content.source import Map, parse_source

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGE = ROOT / "docs" / "pathway-language.md"

Steps = create_model("Steps", steps=(tuple[AnyStep, ...], ...))
Claims = create_model("Claims", claims=(tuple[ClaimShape, ...], ...))
Outcomes = create_model("Outcomes", outcomes=(dict[str, OutcomeShape], ...))


def blocks(document: Path, language: str) -> list[str]:
    """The fenced blocks of a language in a document."""
    return re.findall(rf"^```{language}\n(.*?)^```", document.read_text(encoding="utf-8"), flags=re.M | re.S)


def model_of(block: str) -> tuple[type[BaseModel], str] | None:
    """What a YAML block of the language page shows, and the block as a whole file of that kind."""
    kinds: dict[str, type[BaseModel]] = {
        "instrument:": InstrumentFile,
        "scenarios:": ScenariosFile,
        "# pack.yaml": PackFile,
        "# dispositions.yaml": DispositionsFile,
        "# advice.yaml": AdviceFile,
        "claims:": Claims,
    }
    for start, model in kinds.items():
        if block.startswith(start):
            return model, block
    if block.startswith("- id:"):
        return Steps, "steps:\n" + re.sub("^", "  ", block, flags=re.M)
    if block.startswith("long_lie:"):
        return Outcomes, "outcomes:\n" + re.sub("^", "  ", block, flags=re.M)
    return None


@pytest.mark.parametrize("block", blocks(LANGUAGE, "yaml"), ids=lambda block: block.split("\n")[0][:30])
def test_yaml_examples_are_accepted(block: str) -> None:
    source = parse_source(block.encode(), "example")
    if not block.lstrip().startswith("- {when"):
        assert [problem.line() for problem in source.problems] == []
    known = model_of(block)
    if known is not None:
        model, text = known
        _, problems = validate(model, parse_source(text.encode(), "example"))
        assert [problem.line() for problem in problems] == []


def test_most_examples_are_checked_for_shape() -> None:
    assert sum(model_of(block) is not None for block in blocks(LANGUAGE, "yaml")) >= 10


def test_the_pathway_example_has_only_known_keys() -> None:
    from triage_tui.content.pathway_file import PathwayFile

    example = next(block for block in blocks(LANGUAGE, "yaml") if block.startswith("pathway:"))
    source = parse_source(example.encode(), "example")
    assert isinstance(source.root, Map)
    known = {field.alias or name for name, field in PathwayFile.model_fields.items()}
    assert set(source.root) <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_command_shown_can_be_parsed() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"`triage ([^`]+)`", text)
    assert len(shown) >= 12
    for line in shown:
        words = shlex.split(re.sub(r"\b(PATHWAY|NEED|ENCOUNTER)\b", "falls_risk", line))
        if words[:1] == ["records"] and len(words) == 1:
            words.append("list")
        build_parser().parse_args(words)


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for file in sorted((ROOT / "triage_tui" / "commands").glob("*.py")):
        if file.stem != "app" and "\ndef run(" in file.read_text(encoding="utf-8"):
            assert f"`triage {file.stem}" in text, f"README does not say what triage {file.stem} does"


def test_the_readme_pipe_example_says_what_is_asked_next(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import json

    line = next(block for block in blocks(ROOT / "README.md", "sh") if block.startswith("echo"))
    case, command = line.split("|")
    monkeypatch.setattr("sys.stdin", io.StringIO(shlex.split(case)[1]))
    assert main(shlex.split(command)[1:]) == 0
    assert json.loads(capsys.readouterr().out)["next"]["step"] == "place"


def test_the_evidence_for_each_hazard_is_there() -> None:
    text = (ROOT / "docs" / "clinical-safety.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`]+)`", text)
    assert len(named) >= 16
    assert [path for path in named if not (ROOT / path).exists()] == []
