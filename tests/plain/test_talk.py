"""Plain mode as it is heard: what is said once, what is said again, and what can be typed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.desks import FALL, answered, make_small_pack, opened
from triage_tui.plain.console import Console
from triage_tui.plain.run import run_plain
from triage_tui.walk.plan import NOT_KNOWN, Value


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack's pathways."""
    return make_small_pack(tmp_path_factory.mktemp("small"))


class Listener:
    """Somebody who types lines and hears what is said."""

    def __init__(self, pack: Path, data: Path) -> None:
        self.pack = pack
        self.data = data
        self.answers: Mapping[str, Value] = {}
        self.details: Mapping[str, str] = {}

    def hear(
        self, answers: Mapping[str, Value], until: str, *typed: str, role: str = "call_handler", mode: str = "telephone"
    ) -> str:
        """Everything that is said from a step on while these lines are typed."""
        out = io.StringIO()
        lines = iter([f"{line}\n" for line in typed])
        with opened(self.pack, self.data, role) as desk:
            call = answered(desk, "fall", mode, answers, until)
            run_plain(desk, mode, None, call.id, Console(read=lambda: next(lines, ""), out=out))
            kept = desk.load(call.id)
            self.answers, self.details = kept.answers, kept.details
        return out.getvalue()


@pytest.fixture
def listener(small: Path, tmp_path: Path) -> Listener:
    """Somebody at plain mode with the small pack."""
    return Listener(small, tmp_path / "data")


def test_a_question_is_read_once_and_again_when_asked(listener: Listener) -> None:
    """A line that is not taken does not bring all of it again."""
    heard = listener.hear(FALL, "head_hit", "what", "w", "r", "n")
    assert heard.count("Did they hit their head") == 2
    assert "Not taken: type a number from 1 to" in heard
    assert "y, n, number, or u for not known:" in heard
    assert listener.answers["head_hit"] == "no"


def test_a_floor_is_said_once_when_it_comes(listener: Listener) -> None:
    """Nobody who listens sees the line that is always in sight in the app."""
    heard = listener.hear(FALL, "bleeding", "2", "n", "10")
    assert heard.count("From now on at least: ") == 1
    assert "bleeding that does not stop." in heard


def test_a_set_is_scored_and_compared_with_the_first(listener: Listener) -> None:
    """The total is said when the set is complete or not, and then what changed."""
    heard = listener.hear(
        FALL, "first_set", "16", "98", "", "37.0", "25", "98", "", "-", role="paramedic", mode="on_scene"
    )
    assert "Small score 0: low" in heard
    assert "Small score INCOMPLETE: between 3 and " in heard
    assert "Breaths: 25, first 16\nTemperature: not measured, first 37.0" in heard
    assert "Oxygen saturation: 98" not in heard
    assert listener.answers["second_set"] == {
        "breaths": "25",
        "saturation": "98",
        "oxygen_scale": NOT_KNOWN,
        "temperature": NOT_KNOWN,
    }


def test_details_are_taken_and_what_does_not_fit_is_said(listener: Listener) -> None:
    """As in the app: kept all the same."""
    heard = listener.hear(FALL, "", "d", "3", "943 476 5918", "d", "")
    assert "The check digit does not fit" in heard
    assert "3. NHS number: 943 476 5918" in heard
    assert listener.details["nhs_number"] == "943 476 5918"


def test_other_services_are_read_when_asked_for(listener: Listener) -> None:
    """The outcome says how many there are."""
    heard = listener.hear({**FALL, "head_hit": "yes"}, "", "x")
    first, then = heard.split("other services,", 1)
    assert "more services, and" in first
    assert "Or: " not in first
    assert "Or: Community team by 111" in then


def test_services_are_listed_told_about_and_marked(listener: Listener) -> None:
    """By number of the list that was said last; a mark brings the next service at once."""
    heard = listener.hear({**FALL, "head_hit": "yes"}, "", "i", "l", "l west community", "i 1", "m 1", "1", "4h", "i 7")
    assert heard.count("\nSource: test.") >= 2
    assert "1. West Community Team (staff line): " in heard
    assert "Staff number: 01632 960222 (staff only)." in heard
    assert "Until when? A time such as 18:00, or 2 hours, 4 hours, 12 hours:" in heard
    assert "Marked, on this machine alone." in heard
    assert "Not taken: type a number of the list; x or l shows one." in heard
    heard = listener.hear({**FALL, "head_hit": "yes"}, "", "l west community", "m 1", "4", "m", "1", "soon", "m", "9")
    assert "1. West Community Team (staff line): open now until 20:00; marked full by call handler 10:00" in heard
    assert "The mark is taken away." in heard
    assert '"soon" is no end of a mark' in heard


def test_the_outcome_is_read_again_when_its_service_was_marked(listener: Listener) -> None:
    heard = listener.hear(FALL, "", "m", "2", "18:00")
    assert heard.count("OUTCOME:") == 2
    services = [line for line in heard.splitlines() if line.startswith("Service: ")]
    assert services[0] != services[1]
