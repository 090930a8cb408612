"""triage diff on the command line: revisions, folders and files; what is said, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.diff.conftest import Repository
from triage_tui.desk import Desk
from triage_tui.library import Library
from triage_tui.record.kind import Kind
from triage_tui.record.location import record_path
from triage_tui.record.store import Store

Make = Callable[[], Repository]
GOLDENS = Path(__file__).parent / "goldens"


def same_as_golden(name: str, text: str) -> None:
    """The text is what somebody read; UPDATE_GOLDENS=1 writes it anew."""
    file = GOLDENS / name
    if os.environ.get("UPDATE_GOLDENS") == "1":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def test_a_raised_threshold(repository: Make) -> None:
    """Somebody ends less urgent: both reports tell who, how many, and which line; the exit code says so."""
    here = repository()
    here.write("hours >= 2", "hours >= 3")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 1
    same_as_golden("threshold.txt", text)
    code, text, _ = here.diff("HEAD", ".", "--format", "markdown")
    assert code == 1
    same_as_golden("threshold.md", text)
    _, text, _ = here.diff("HEAD", ".", "--format", "json")
    found = json.loads(text)["pathways"][0]
    assert found["deserves"] == "major"
    down = next(one for one in found["differences"] if one["kind"] == "less urgent")
    assert (down["old"], down["new"]) == ("ed_1h", "self_care")
    assert down["combinations"] == "3"  # hot: no; hours: 2; three settings
    assert down["share"] == 3 / 54
    assert down["example"]["answers"] == {"hot": "no", "hours": "2"}
    assert [(line["old_line"], line["new_line"]) for line in down["blame"]] == [(24, 24)]


def test_more_urgent_only(repository: Make) -> None:
    here = repository()
    here.write("hours >= 2", "hours >= 1")
    here.commit("second")
    code, text, _ = here.diff("first", "second")
    assert code == 0
    assert "nobody ends less urgent: proved" in text
    assert "minor change: at least 0.2.0; the file says 0.1.0, unchanged" in text
    code, text, _ = here.diff("second", "first")
    assert code == 1


def test_an_item_that_only_the_new_version_has(repository: Make) -> None:
    """A tick that the old version does not know is told as such, though nothing else is ticked."""
    here = repository()
    items = "    checklist:\n      one: One\n      two: Two\n    none: next\n    not known: next\n"
    checklist = "  - id: signs\n    ask: Any signs?\n" + items
    here.write("  - id: sort\n", checklist + "  - id: sort\n")
    here.commit("second")
    here.write("      two: Two\n", "      three: {label: Three, floor: ed_1h}\n      two: Two\n")
    code, text, error = here.diff("second", ".")
    assert (code, error) == (0, "")
    assert "ANSWER an answer that only the new version has" in text


def test_the_version_was_raised(repository: Make) -> None:
    here = repository()
    here.write("hours >= 2", "hours >= 1")
    here.write("version: 0.1.0", "version: 0.2.0")
    assert "0.1.0 -> 0.2.0 is right" in here.diff("first", ".")[1]


def test_wording_only(repository: Make) -> None:
    here = repository()
    here.write("What about hot?", "Do you feel hot?")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 0
    assert "wording only" in text
    assert "hot: ask" not in text.split("wording:")[0]
    assert "ask: What about -> Do you feel" in text
    assert "at least 0.1.1" in text


def test_nothing_changed(repository: Make) -> None:
    here = repository()
    code, text, _ = here.diff("HEAD", ".")
    assert (code, "nothing changed" in text) == (0, True)


def test_a_branch_that_nobody_takes(repository: Make) -> None:
    """Steps differ and nobody ends elsewhere: that is proved, and still a new version."""
    here = repository()
    here.write("hot is yes and hours < 1", "hot is yes and hours < 1 and hours < 2")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 0
    assert "no patient ends elsewhere: proved" in text


def test_folders_and_lone_files(repository: Make, tmp_path: Path) -> None:
    here = repository()
    shutil.copytree(tmp_path / "pathways", tmp_path / "was" / "pathways")
    shutil.copy(tmp_path / "pathways" / "example.yaml", tmp_path / "kept.yaml")
    here.write("hours >= 2", "hours >= 3")
    for old in ("was/pathways", "was", "kept.yaml", "HEAD:pathways/example.yaml"):
        for new in ("pathways", "pathways/example.yaml", "."):
            code, text, _ = here.diff(old, new)
            assert (code, "DOWN   ed_1h -> self_care" in text) == (1, True), (old, new)


def test_a_drawing_takes_the_same_versions(repository: Make, tmp_path: Path) -> None:
    here = repository()
    shutil.copytree(tmp_path / "pathways", tmp_path / "was" / "pathways")
    shutil.copy(tmp_path / "pathways" / "example.yaml", tmp_path / "kept.yaml")
    here.write("hours >= 2", "hours >= 3")
    here.commit("raised")
    for old in ("HEAD~1", "first", "HEAD~1:pathways/example.yaml", "was/pathways", "was", "kept.yaml"):
        code, drawn, _ = here.graph(old)
        assert (code, "[changed: rules]" in drawn) == (0, True), old
    for old in ("HEAD", "."):
        assert "[changed: rules]" not in here.graph(old)[1], old


def test_a_drawing_of_another_pathway_is_refused(repository: Make, tmp_path: Path) -> None:
    here = repository()
    other = (
        (tmp_path / "pathways" / "example.yaml")
        .read_text(encoding="utf-8")
        .replace("pathway: example", "pathway: other")
    )
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    code, _, said = here.graph("other.yaml")
    assert (code, '"other.yaml" is about "other", not "example"' in said) == (2, True)
    here.write("hours >= 2", "hours >=")
    here.commit("broken")
    here.write("hours >=", "hours >= 2")
    code, _, said = here.graph("HEAD")
    assert (code, 'has no pathway "example" that can be compiled' in said) == (3, True)


def test_mistakes_are_told(repository: Make, tmp_path: Path) -> None:
    here = repository()
    code, _, said = here.diff("nowhere", ".")
    assert (code, '"nowhere" is no file, no folder, and no git revision' in said) == (2, True)
    code, _, said = here.diff("HEAD", ".", "--pathway", "exampel")
    assert (code, "example" in said) == (2, True)
    code, _, said = here.diff("--pathway", "example", "HEAD", "-x")
    assert code == 2
    (tmp_path / "empty").mkdir()
    assert here.diff("HEAD", "empty")[0] == 3
    here.write("hours >= 2", "hours >=")
    code, text, _ = here.diff("HEAD", ".")
    assert (code, "cannot be compared" in text) == (3, True)


def test_another_order_of_the_scale_is_not_compared(repository: Make) -> None:
    """Urgency on scales that contradict one another is unknown, and unknown is not green."""
    here = repository()
    here.write("id: clinician_now, rank: 5", "id: clinician_now, rank: 2", "dispositions.yaml")
    code, text, _ = here.diff("HEAD", ".")
    assert (code, "UNKNOWN the scale of dispositions is in another order" in text) == (1, True)


def test_stored_encounters(repository: Make, tmp_path: Path) -> None:
    """Each kept encounter is walked through both versions; what cannot be is counted apart."""
    here = repository()
    with Store.open(record_path(tmp_path / "data")) as store:
        desk = Desk(Library(tmp_path / "pathways"), store, "call_handler")
        for hours in ("0", "2", "2", "4", ""):
            encounter = desk.open("example", "telephone")
            encounter = desk.record(encounter, Kind.ANSWERED, step="hot", value="no")
            if hours:
                desk.record(encounter, Kind.ANSWERED, step="hours", value=hours)
    here.write("hours >= 2", "hours >= 3")
    code, text, _ = here.diff("HEAD", ".", "--against", "records", "--data", "data")
    assert code == 1
    assert "5 stored encounters: 4 walked through both versions, 2 ended the same" in text
    assert "2 less urgent: example: ed_1h -> self_care" in text
    assert "1 not walked: ended before an outcome was reached" in text
    _, text, _ = here.diff("HEAD", ".", "--against", "records", "--data", "data", "--format", "json")
    assert json.loads(text)["records"]["counts"] == {"ended the same": 2, "less urgent": 2}


def test_check_does_not_take_what_was_too_hard_to_decide_for_nobody(
    repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pathway that left draft, unknown is said as loudly as somebody."""
    here = repository()
    here.write("state: draft", "state: in_review")
    here.commit("in_review")
    here.write("hours >= 2", "hours >= 3")
    assert "now ends in" in here.check()
    monkeypatch.setattr("triage_tui.proof.differences.ROOM_OF_ONE", 1)
    assert "too hard to decide" in here.check()


def test_check_says_when_the_version_says_less(repository: Make) -> None:
    """Against the last commit, where there is one."""
    here = repository()
    assert "GOV002" not in here.check()
    here.write("hours >= 2", "hours >= 3")
    assert "GOV002" in here.check()
    here.write("version: 0.1.0", "version: 1.0.0")
    assert "GOV002" not in here.check()


def test_a_file_that_cannot_be_read_is_no_pathway_removed(repository: Make) -> None:
    """It cannot be compared, and the line to mend is said."""
    here = repository()
    here.write("    ask:", "\t    ask:")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 3
    assert "example: cannot be compared" in text
    assert "pathways/example.yaml:12:1: error[YML001]" in text


def test_a_pathway_that_is_gone_needs_a_decision(repository: Make) -> None:
    here = repository()
    here.files["another.yaml"] = here.files["example.yaml"].replace("pathway: example", "pathway: another")
    here.write()
    here.commit("two")
    (here.folder / "pathways" / "another.yaml").unlink()
    code, text, _ = here.diff("HEAD", ".")
    assert code == 1
    assert "another: pathway removed" in text


def test_a_call_that_breaks_off_less_urgent_is_told(repository: Make) -> None:
    """The same end for everybody, and less until then."""
    here = repository()
    here.write("not known: {floor: ed_1h}", "not known: {floor: clinician_now}")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 1
    assert 'after "not known" at "hot": floor ed_1h -> clinician_now' in text
    _, text, _ = here.diff("HEAD", ".", "--format", "markdown")
    assert "### A call that breaks off may count as less urgent" in text
    _, text, _ = here.diff("HEAD", ".", "--format", "json")
    assert json.loads(text)["pathways"][0]["cut_off"] == ['after "not known" at "hot": floor ed_1h -> clinician_now']


def test_advice_that_a_patient_may_be_given_is_wording(repository: Make) -> None:
    here = repository()
    here.write("You get worse.", "You feel worse.", file="advice.yaml")
    code, text, _ = here.diff("HEAD", ".")
    assert code == 0
    assert "wording only" in text
    assert "pathways/advice.yaml:4 (was HEAD:pathways/advice.yaml:4): worsening lines: You: get -> feel" in text
