"""Compile what every pathway of a pack stands on: the scale, adjuncts, instruments, and the names pathways may use."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage_tui.content.pack_files import Loaded, PackFiles
from triage_tui.content.pathway_file import NeedsShape
from triage_tui.content.shared_files import DispositionsFile, DispositionShape
from triage_tui.problems import Problem
from triage_tui.walk.compiling.instrument import compile_instrument
from triage_tui.walk.plan import Instrument
from triage_tui.walk.scale import Adjunct, Disposition, Needs


@dataclass(slots=True)
class Shared:
    """What every pathway of a pack stands on, compiled once."""

    dispositions: tuple[Disposition, ...]
    adjuncts: tuple[Adjunct, ...]
    instruments: dict[str, Instrument]
    roles: tuple[str, ...]
    clinicians: tuple[str, ...]
    advice: frozenset[str]
    worsening: frozenset[str]
    pathways: frozenset[str]
    service_types: frozenset[str]
    broken_instruments: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def needs_of(shape: NeedsShape | None) -> Needs | None:
    """The needs of an outcome, a disposition or an adjunct."""
    return None if shape is None else Needs(shape.service, shape.capabilities)


def compile_shared(files: PackFiles, service_types: frozenset[str] = frozenset()) -> Shared:
    """Dispositions, adjuncts, instruments and the names that pathways may use."""
    problems: list[Problem] = []
    instruments, broken = {}, set[str]()
    for name, loaded in files.instruments.items():
        instruments[name], found = compile_instrument(loaded)
        problems.extend(found)
        if any(problem.severity == "error" for problem in found):
            broken.add(name)
    roles = files.pack.model.roles if files.pack else {}
    advice = files.advice.model if files.advice else None
    return Shared(
        _scale(files.dispositions, problems) if files.dispositions else (),
        _adjuncts(files.dispositions.model) if files.dispositions else (),
        instruments,
        tuple(roles),
        tuple(name for name, role in roles.items() if role.clinician),
        frozenset(advice.advice) if advice else frozenset(),
        frozenset(advice.worsening) if advice else frozenset(),
        frozenset(files.pathways),
        service_types,
        frozenset(broken),
        problems,
    )


def _scale(loaded: Loaded[DispositionsFile], problems: list[Problem]) -> tuple[Disposition, ...]:
    """Every disposition, most urgent first."""
    found: dict[str, Disposition] = {}
    for number, shape in enumerate(loaded.model.dispositions):
        if shape.id in found:
            message = f'disposition "{shape.id}" is defined twice'
            problems.append(loaded.source.problem(("dispositions", number, "id"), message, "SCH004"))
        found.setdefault(shape.id, _disposition(shape))
    return tuple(sorted(found.values(), key=lambda item: item.rank))


def _disposition(shape: DispositionShape) -> Disposition:
    return Disposition(
        shape.id,
        shape.rank,
        shape.minutes,
        shape.word,
        shape.symbol,
        shape.label,
        shape.target,
        (shape.patient, shape.patient_on_scene or shape.patient),
        shape.three_way,
        (shape.care.telephone, shape.care.on_scene),
        Needs(shape.needs.service, shape.needs.capabilities),
        shape.advice,
        shape.worsening,
        shape.validate_,
        shape.gp_copy,
        shape.dx_hint or "",
    )


def _adjuncts(model: DispositionsFile) -> tuple[Adjunct, ...]:
    return tuple(
        Adjunct(name, shape.label, needs_of(shape.needs), shape.patient_copy) for name, shape in model.adjuncts.items()
    )
