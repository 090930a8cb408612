"""The schemas an editor reads: they take every file that is right, refuse wrong shapes, and complete the pack's ids."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.content.editor import read
from tests.source_tree import ROOT
from triage_tui.content.schema.files import SHAPES, every_schema, file_name, modelines, schema, write_schemas
from triage_tui.content.schema.hover import explained
from triage_tui.content.schema.ids import PackIds, read_ids
from triage_tui.content.schema.refers import INSTEAD, OFFERED, REFERS
from triage_tui.content.schema.shapes import Shapes
from triage_tui.content.shape import Shape

PACK = ROOT / "pathways"
SHIPPED = [*sorted(PACK.rglob("*.yaml")), ROOT / "directory.yaml"]
BAD = ROOT / "tests" / "content" / "bad"
WRONG_SHAPE = ("a_list", "empty", "missing_keys", "unknown_keys", "wrong_kinds", "no_worsening")
RIGHT_SHAPE = ("bad_conditions", "bad_targets", "cycle", "falls_off", "no_otherwise", "silent_red_flag", "unreached")


@pytest.fixture(scope="module")
def ids() -> PackIds:
    return read_ids(PACK)


def kind_of(path: Path) -> tuple[str, str | None]:
    """The kind of a shipped file, and its name where it has a schema of its own."""
    if path.parent.name in ("modules", "instruments"):
        kind = path.parent.name[:-1]
        return kind, path.stem if kind == "module" else None
    if path.parent.name == "scenarios":
        return "scenarios", path.stem
    return (path.stem, None) if path.stem in SHAPES else ("pathway", path.stem)


def faults(found: dict[str, Any], data: Any) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in Draft7Validator(found).iter_errors(data)]


@pytest.mark.parametrize("version", ["1.2", "1.1"])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_shipped_file_is_right(path: Path, version: str, ids: PackIds) -> None:
    kind, name = kind_of(path)
    data = read(path, version)
    assert faults(schema(kind, ids, name), data) == []


def test_a_file_is_right_without_a_schema_of_its_own(ids: PackIds) -> None:
    assert faults(schema("pathway", ids), read(PACK / "falls_risk.yaml", "1.2")) == []
    assert faults(schema("module", ids), read(PACK / "modules" / "opening.yaml", "1.2")) == []


@pytest.mark.parametrize("name", WRONG_SHAPE)
def test_a_wrong_shape_is_refused(name: str, ids: PackIds) -> None:
    assert faults(schema("pathway", ids), read(BAD / f"{name}.yaml", "1.2"))


@pytest.mark.parametrize("name", RIGHT_SHAPE)
def test_what_check_alone_can_judge_is_left_to_it(name: str, ids: PackIds) -> None:
    assert faults(schema("pathway", ids), read(BAD / f"{name}.yaml", "1.2")) == []


def test_a_wrong_directory_is_refused(ids: PackIds) -> None:
    folder = ROOT / "tests" / "directory" / "bad"
    assert faults(schema("directory", ids), read(folder / "wrong_shape.yaml", "1.2"))
    assert faults(schema("directory", ids), read(folder / "referral_circle.yaml", "1.2")) == []


def test_every_schema_is_a_schema(ids: PackIds) -> None:
    names = []
    for name, found in every_schema(ids):
        Draft7Validator.check_schema(found)
        assert set(re.findall(r"#/definitions/(\w+)", json.dumps(found))) <= set(found["definitions"]), name
        names.append(name)
    assert {"pathway.json", "pathway-falls_risk.json", "module-opening.json", "scenarios-falls_risk.json"} <= set(names)
    assert len(names) == len(set(names))


def offers(found: dict[str, Any], *path: str) -> set[str]:
    """Every word that an editor offers for a key of a definition."""
    node: Any = found["definitions"]
    for part in path:
        node = node[part]
    return set(_offered(found, node))


def _offered(found: dict[str, Any], node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _offered(found, item)
    elif isinstance(node, dict):
        yield from node.get("enum", ())
        if "$ref" in node:
            yield from _offered(found, found["definitions"][node["$ref"].rpartition("/")[2]])
        for key in ("anyOf", "allOf", "items", "additionalProperties"):
            yield from _offered(found, node.get(key))


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ("ActionShape.go", {"next", "vital_signs", "falls_assessment", "life_threat", "breathing"}),
        ("Branch.go", {"next", "very_unwell"}),
        ("ActionShape.floor", {"resus", "ed_1h", "self_care"}),
        ("ActionShape.also", {"safeguarding_adult", "police_999"}),
        ("OutcomeShape.disposition", {"ucr_2h"}),
        ("OutcomeShape.advice", {"fall_care"}),
        ("OutcomeShape.worsening", {"after_a_fall"}),
        ("OutcomeShape.continue_in", {"hear_and_treat"}),
        ("OutcomeShape.call_first", {"clinical_hub"}),
        ("NeedsShape.service", {"urgent_community_response"}),
        ("NeedsShape.capabilities", {"xray"}),
        ("Use.use", {"core_red_flags"}),
        ("Measure.measure", {"news2"}),
        ("Question.source", {"NG249", "local"}),
        ("Question.interim", {"amb_urgent"}),
        ("Question.when", {"caller is professional", "alerts has blood_thinner", "minutes_down is not known"}),
        ("ClaimShape.ends in", {"life_threat", "falls_assessment"}),
        ("PathwayFile.outside_ages", {"not_this_pathway"}),
    ],
)
def test_a_pathway_completes_the_ids_there_are(path: str, some: set[str], ids: PackIds) -> None:
    shape, _, key = path.partition(".")
    found = schema("pathway", ids, "falls_risk")
    assert some <= offers(found, shape, "properties", key)


def test_answers_of_a_question_lead_to_targets_and_labels_do_not(ids: PackIds) -> None:
    found = schema("pathway", ids, "falls_risk")
    assert "very_unwell" in offers(found, "Question", "properties", "answers")
    assert {"yes", "no", "not known"} <= set(found["definitions"]["Question"]["properties"]["answers"]["properties"])
    labels = found["definitions"]["Checklist"]["properties"]["checklist"]["additionalProperties"]
    assert {"type": ["string", "number", "boolean"], "minLength": 1} in labels["anyOf"]


def test_scenarios_complete_steps_and_their_answers(ids: PackIds) -> None:
    found = schema("scenarios", ids, "falls_risk")
    case = found["definitions"]["CaseShape"]["properties"]
    answers = case["answers"]["properties"]
    assert answers["still_down"]["description"] == "Have they fallen, and are they still on the floor?"
    assert {"helped_up", "not known"} <= set(_offered(found, answers["still_down"]))
    assert {"neck", "not known"} <= set(_offered(found, answers["fall_check"]))
    consciousness = answers["vital_signs"]["anyOf"][1]["properties"]["consciousness"]
    assert "alert" in set(_offered(found, consciousness))
    assert "paramedic" in set(_offered(found, case["given"]["properties"]["role"]))
    assert "fenland" in set(_offered(found, case["given"]["properties"]["area"]))
    assert {"falls_assessment"} <= offers(found, "ExpectShape", "properties", "outcome")
    assert {"urgent_community_response", "tendring_careline"} <= offers(found, "ExpectShape", "properties", "service")


def test_ids_are_explained(ids: PackIds) -> None:
    known = schema("pathway", ids)["definitions"]["disposition"]["anyOf"][0]
    words = dict(zip(known["enum"], known["enumDescriptions"], strict=True))
    assert words["self_care"] == "Home care with worsening advice"


def shapes_met() -> dict[str, type[Shape]]:
    """Every shape that a file may hold."""
    shapes = Shapes()
    for shape in SHAPES.values():
        shapes.of(shape)
    known: dict[str, type[Shape]] = {}
    waiting: list[type[Shape]] = [Shape]
    while waiting:
        shape = waiting.pop()
        known[shape.__name__] = shape
        waiting.extend(shape.__subclasses__())
    return {name: known[name] for name in shapes.definitions}


def test_every_key_is_explained() -> None:
    """A new key needs a line of text beneath it in its class: editors show it."""
    silent = [
        f"{name}.{key}"
        for name, shape in shapes_met().items()
        for key in shape.model_fields
        if key not in explained(shape)
    ]
    assert silent == []


def test_the_table_of_references_names_keys_there_are() -> None:
    shapes = {
        name: shape for shape in shapes_met().values() for name, shape in ((one.__name__, one) for one in shape.__mro__)
    }
    stale = [key for key in (*REFERS, *INSTEAD, *OFFERED) if key[1] not in getattr(shapes[key[0]], "model_fields", {})]
    assert stale == []


def test_a_broken_pack_still_has_schemas(tmp_path: Path) -> None:
    shutil.copytree(PACK, tmp_path / "pathways")
    (tmp_path / "pathways" / "dispositions.yaml").write_text(
        "dispositions: [{id: one}, two, {id: [x]}]\n", encoding="utf-8"
    )
    (tmp_path / "pathways" / "falls_risk.yaml").write_text(
        "pathway: falls_risk\nsteps: {a: b}\noutcomes: [x]\n", encoding="utf-8"
    )
    (tmp_path / "pathways" / "advice.yaml").write_text("advice: [\n", encoding="utf-8")
    found = schema("pathway", read_ids(tmp_path / "pathways"), "falls_risk")
    assert offers(found, "OutcomeShape", "properties", "disposition") == {"one"}
    assert faults(found, read(PACK / "falls_risk.yaml", "1.2")) == []


def test_files_cut_short_or_spoilt_still_have_schemas(tmp_path: Path) -> None:
    small = ROOT / "tests" / "packs" / "small"
    random = Random("spoilt")
    for number in range(12):
        pack = tmp_path / str(number)
        shutil.copytree(small, pack)
        for file in random.sample(sorted(pack.rglob("*.yaml")), 4):
            text = file.read_text(encoding="utf-8")
            at = random.randrange(len(text))
            rest = text[at + 30 :] if random.random() < 0.7 else ""
            file.write_text(
                text[:at] + random.choice(["[]", "{a: [b]}", "- x", ": ", "\n", "{id: [x]}"]) + rest, encoding="utf-8"
            )
        assert {name for name, _ in every_schema(read_ids(pack / "pathways"))} >= {"pathway.json", "directory.json"}


def test_written_schemas_stand_where_the_modelines_say(tmp_path: Path, ids: PackIds) -> None:
    shutil.copytree(PACK, tmp_path / "pathways")
    count = write_schemas(ids, tmp_path / "pathways" / ".schema")
    files = sorted((tmp_path / "pathways" / ".schema").glob("*.json"))
    assert len(files) == count
    assert json.loads((tmp_path / "pathways" / ".schema" / file_name("pathway")).read_text(encoding="utf-8"))
    for path in sorted((tmp_path / "pathways").rglob("*.yaml")):
        kind, name = kind_of(path)
        depth = len(path.relative_to(tmp_path / "pathways").parts) - 1
        targets = re.findall(r"\$schema[=:] ?(\S+)", modelines(kind, name, depth * "../"))
        assert [(path.parent / target).is_file() for target in targets] == [True, True], path
