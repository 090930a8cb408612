"""Put modules where pathways use them: one list of steps, each with the file and place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from triage_tui.content.pack_files import Loaded
from triage_tui.content.pathway_file import AnyStep, ClaimShape, Measure, ModuleFile, OutcomeShape, PathwayFile, Use
from triage_tui.content.source import Path_, Source
from triage_tui.problems import Problem

MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it stands: its model, file, path in it, the conditions around it, its modes and its module."""

    step: AnyStep
    source: Source
    path: Path_
    guards: tuple[tuple[str, Source, Path_], ...]
    modes: tuple[str, ...]
    module: str


@dataclass(frozen=True, slots=True)
class PlacedOutcome:
    """An outcome and where it stands."""

    id: str
    outcome: OutcomeShape
    source: Source
    path: Path_


@dataclass(slots=True)
class Flat:
    """A pathway with its modules in place."""

    steps: list[Placed]
    outcomes: dict[str, PlacedOutcome]
    derived: list[tuple[str, str, Source, Path_]]
    claims: list[tuple[ClaimShape, Source, Path_]]
    impossible: list[tuple[str, Source, Path_]]
    modules: list[str]
    problems: list[Problem]
    opening_end: int = 0

    @property
    def measured(self) -> frozenset[str]:
        """The instruments that a step measures."""
        return frozenset(placed.step.measure for placed in self.steps if isinstance(placed.step, Measure))


def flatten(loaded: Loaded[PathwayFile], modules: Mapping[str, Loaded[ModuleFile]]) -> Flat:
    """The pathway's steps with every `use` replaced by the module's own."""
    flat = Flat([], {}, [], [], [], [], [])
    for placed in _expand(flat, loaded, modules, (), tuple(loaded.model.modes), "", ()):
        flat.steps.append(placed)
    return flat


def _expand(
    flat: Flat,
    loaded: Loaded[PathwayFile] | Loaded[ModuleFile],
    modules: Mapping[str, Loaded[ModuleFile]],
    guards: tuple[tuple[str, Source, Path_], ...],
    modes: tuple[str, ...],
    module: str,
    trail: tuple[str, ...],
) -> Iterator[Placed]:
    source = loaded.source
    _collect(flat, loaded)
    for number, step in enumerate(loaded.model.steps):
        place: Path_ = ("steps", number)
        own = guards
        if step.when is not None:
            own = (*guards, (step.when, source, (*place, "when")))
        kept = tuple(mode for mode in modes if step.modes is None or mode in step.modes)
        if not isinstance(step, Use):
            yield Placed(step, source, place, own, kept, module)
            continue
        inner = modules.get(step.use)
        if inner is None:
            message = f'there is no module "{step.use}"'
            flat.problems.append(source.unknown((*place, "use"), step.use, modules, message))
        elif step.use in trail or len(trail) >= MAX_DEPTH:
            way = " -> ".join((*trail, step.use))
            flat.problems.append(
                source.problem((*place, "use"), f"modules use each other in a circle: {way}", "GRF001")
            )
        elif step.use in flat.modules:
            flat.problems.append(source.problem((*place, "use"), f'module "{step.use}" is used twice', "SCH004"))
        else:
            flat.modules.append(step.use)
            yield from _expand(flat, inner, modules, own, kept, step.use, (*trail, step.use))
            if step.use == "opening" and not trail:
                flat.opening_end = len(flat.steps)


def _collect(flat: Flat, loaded: Loaded[PathwayFile] | Loaded[ModuleFile]) -> None:
    for name, outcome in loaded.model.outcomes.items():
        place: Path_ = ("outcomes", name)
        if name in flat.outcomes:
            first = flat.outcomes[name]
            where = f"{first.source.name}:{first.source.place(first.path, key=True)[0]}"
            message = f'outcome "{name}" is already defined at {where}'
            there = first.source.related(first.path, "first here", key=True)
            flat.problems.append(loaded.source.problem(place, message, "SCH004", key=True, related=(there,)))
            continue
        flat.outcomes[name] = PlacedOutcome(name, outcome, loaded.source, place)
    for name, text in loaded.model.derive.items():
        flat.derived.append((name, text, loaded.source, ("derive", name)))
    flat.claims.extend((claim, loaded.source, ("claims", number)) for number, claim in enumerate(loaded.model.claims))
    for number, text in enumerate(loaded.model.impossible):
        flat.impossible.append((text, loaded.source, ("impossible", number)))
