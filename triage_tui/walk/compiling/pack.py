"""Build the shared part of a pack from its files, and check the names its files use of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from triage_tui.content.pack_files import PackFiles
from triage_tui.content.pathway_file import Review as ReviewShape
from triage_tui.content.shared_files import AdviceShape
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem
from triage_tui.walk.compiling.shared import Shared
from triage_tui.walk.pack import Advice, Emergency, Pack, PathwayHeader, RejectReason, Role, Translation
from triage_tui.walk.plan import MODES
from triage_tui.walk.scale import Review


def check_shared(files: PackFiles, shared: Shared) -> Iterator[Problem]:
    """Names in dispositions.yaml that do not exist elsewhere in the pack."""
    if files.dispositions is None:
        return
    source, model = files.dispositions.source, files.dispositions.model
    for number, item in enumerate(model.dispositions):
        path: Path_ = ("dispositions", number)
        yield from _texts(source, path, item.advice, item.worsening, shared)
        yield from _services(source, (*path, "needs", "service"), item.needs.service, shared)
    for name, adjunct in model.adjuncts.items():
        if adjunct.needs is not None:
            yield from _services(source, ("adjuncts", name, "needs", "service"), adjunct.needs.service, shared)
    yield from _texts(source, ("emergency",), model.emergency.advice, model.emergency.worsening, shared)
    known = [item.id for item in shared.dispositions]
    if model.emergency.disposition not in known:
        word = model.emergency.disposition
        yield source.unknown(("emergency", "disposition"), word, known, f'there is no disposition "{word}"')


def _texts(
    source: Source, path: Path_, advice: tuple[str, ...], worsening: tuple[str, ...], shared: Shared
) -> Iterator[Problem]:
    for key, names, known in (("advice", advice, shared.advice), ("worsening", worsening, shared.worsening)):
        for place, name in enumerate(names):
            if name not in known:
                yield source.unknown((*path, key, place), name, known, f'advice.yaml has no {key} "{name}"')


def _services(source: Source, path: Path_, names: tuple[str, ...], shared: Shared) -> Iterator[Problem]:
    for place, name in enumerate(names):
        if shared.service_types and name not in shared.service_types:
            message = f'directory.yaml has no service type "{name}"'
            yield source.unknown((*path, place), name, shared.service_types, message)


def build_pack(files: PackFiles, shared: Shared, usable: tuple[str, ...]) -> Pack:
    """The pack at run time, listing the pathways that can be walked; needs the shared files to be whole."""
    assert files.pack is not None
    assert files.dispositions is not None
    assert files.advice is not None
    model, emergency = files.pack.model, files.dispositions.model.emergency
    roles = tuple(Role(name, role.label, role.clinician, role.modes) for name, role in model.roles.items())
    reasons = tuple(
        RejectReason(name, reason.label, reason.clinician, reason.comment)
        for name, reason in model.reject_reasons.items()
    )
    return Pack(
        model.pack,
        model.version,
        model.title,
        model.notice,
        files.hash,
        review_of(model.review),
        roles,
        reasons,
        shared.dispositions,
        shared.adjuncts,
        Emergency(
            emergency.disposition,
            emergency.title,
            emergency.because,
            tuple(emergency.reasons.items()),
            emergency.advice,
            emergency.worsening,
        ),
        _advice(files.advice.model.advice),
        _advice(files.advice.model.worsening),
        dict(files.advice.model.languages),
        tuple(_header(files, name) for name in usable),
    )


def review_of(shape: ReviewShape) -> Review:
    """A file's review state."""
    return Review(shape.state, shape.owner, shape.due.isoformat())


def _advice(shapes: Mapping[str, AdviceShape]) -> dict[str, Advice]:
    return {
        name: Advice(
            name,
            shape.title,
            shape.lines,
            shape.emergency,
            shape.modes or MODES,
            {code: Translation(other.title, other.lines, other.emergency) for code, other in shape.in_.items()},
        )
        for name, shape in shapes.items()
    }


def _header(files: PackFiles, name: str) -> PathwayHeader:
    model = files.pathways[name].model
    return PathwayHeader(
        name,
        model.title,
        model.about,
        model.version,
        model.modes,
        model.ages or "any",
        model.find,
        review_of(model.review),
    )
