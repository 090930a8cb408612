"""What a rule looks at: the files of a pack with their positions, what they compiled to, and today's date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from triage_tui.compiler import Compiled, compile_pack
from triage_tui.content.directory_written import Written
from triage_tui.content.kept import Kept
from triage_tui.content.pack_files import Loaded, PackFiles, StepsFile, display_name
from triage_tui.content.shape import validate
from triage_tui.content.shared_files import InstrumentFile, ScenariosFile
from triage_tui.content.source import Map, Path_, Seq, Source, parse_source
from triage_tui.problems import Problem, Related
from triage_tui.walk.compiling.flatten import Flat, flatten
from triage_tui.walk.plan import NOT_KNOWN, Kind, Plan, Step

Made = TypeVar("Made")


def _go_on() -> None:
    """Nobody waits: nothing is stopped."""


@dataclass
class Context:
    """A checked pack. `only` names the files whose problems are wanted (empty: all), so that rules do no more."""

    folder: Path
    compiled: Compiled
    scenarios: dict[str, Loaded[ScenariosFile]]
    today: date
    only: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    """What was found while reading and compiling."""
    store: Kept = field(default_factory=Kept)
    """What was made of files that did not change."""
    before: Context | None = None
    """The pack as it was approved, where one was given to compare with."""
    cache: Path | None = None
    """A folder where proofs are kept between runs; None: none are."""
    pause: Callable[[], None] = _go_on
    """Called again and again by what takes long; it may raise to stop it."""

    @property
    def files(self) -> PackFiles:
        """Every file that has the right shape, with its source."""
        return self.compiled.files

    @property
    def written(self) -> Written | None:
        """directory.yaml as it was written, or None when it has errors."""
        return self.compiled.directory_file.written if self.compiled.directory_file else None

    def wants(self, source: Source) -> bool:
        """Whether problems of this file are wanted."""
        return not self.only or source.name in self.only

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source that has the right shape, by its name for messages."""
        found = [loaded.source for loaded in self.loaded()]
        if self.written is not None:
            found.append(self.written.source)
        return {source.name: source for source in found}

    def loaded(self) -> Iterator[Loaded[Any]]:
        """Every file of the pack and its scenarios, but for the directory."""
        files = self.files
        yield from (one for one in (files.pack, files.dispositions, files.advice) if one is not None)
        for group in (files.instruments, files.modules, files.pathways, self.scenarios):
            yield from group.values()

    def step_files(self) -> Iterator[StepsFile]:
        """The pathways and modules that are wanted."""
        yield from (one for one in self.files.with_steps if self.wants(one.source))

    def instruments(self) -> Iterator[Loaded[InstrumentFile]]:
        """The instruments that are wanted."""
        yield from (one for one in self.files.instruments.values() if self.wants(one.source))

    def plans(self) -> Iterator[Plan]:
        """The compiled pathways that have a wanted file in them and no error in anything they stand on."""
        for name, plan in self.compiled.plans.items():
            sources = {placed.source.name: placed.source for placed in self.flat(name).steps}
            sources[self.files.pathways[name].source.name] = self.files.pathways[name].source
            if self.sound(name) and any(self.wants(source) for source in sources.values()):
                yield plan

    def sound(self, pathway: str) -> bool:
        """Whether a pathway was compiled and nothing it stands on has an error."""
        flat = self.flat(pathway) if pathway in self.compiled.plans else None
        if flat is None or self.compiled.pack is None:
            return False
        instruments = {one.source.name for name, one in self.files.instruments.items() if name in flat.measured}
        return self._broken.isdisjoint({placed.source.name for placed in flat.steps} | instruments)

    @cached_property
    def _broken(self) -> set[str]:
        return {problem.file for problem in self.problems if problem.severity == "error"}

    def wanted(self) -> Iterator[Loaded[Any]]:
        """Every file of the pack and its scenarios that is wanted, but for the directory."""
        yield from (one for one in self.loaded() if self.wants(one.source))

    @cached_property
    def said(self) -> dict[str, set[str]]:
        """For every key of a mapping anywhere in the pack, the words written under it."""
        found: dict[str, set[str]] = {}
        for source in self.sources.values():
            for key, words in self.said_in(source).items():
                found.setdefault(key, set()).update(words)
        return found

    def said_in(self, source: Source) -> dict[str, set[str]]:
        """For every key of a mapping in one file, the words written under it."""
        return self.store.get(f"said {source.name}", source, partial(words_by_key, source.root))

    def kept(self, name: str, make: Callable[[], Made]) -> Made:
        """What was made under this name before, or what is made now: for what several rules look at."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[no-any-return]

    @cached_property
    def _made(self) -> dict[str, Any]:
        return {}

    def flat(self, pathway: str) -> Flat:
        """A pathway with its modules in place."""
        if pathway not in self._flats:
            loaded, modules = self.files.pathways[pathway], self.files.modules
            made_of = (loaded.source, tuple(modules), *(module.source for module in modules.values()))
            self._flats[pathway] = self.store.get(f"flat {pathway}", made_of, lambda: flatten(loaded, modules))
        return self._flats[pathway]

    @cached_property
    def _flats(self) -> dict[str, Flat]:
        return {}

    @cached_property
    def _by_label(self) -> dict[str, Source]:
        return {source.label: source for source in self.sources.values()}

    def step_at(self, plan: Plan, number: int) -> tuple[Source, Path_]:
        """The file of a step and its path there; a step the program put in stands where `ages` is written."""
        step = plan.steps[number]
        places = self.kept(f"places {plan.pathway}", partial(self._places, plan.pathway))
        found = places.get((step.file, step.line, step.column))
        return found or (self._by_label[step.file], ("ages",))

    def _places(self, pathway: str) -> dict[tuple[str, int, int], tuple[Source, Path_]]:
        """The file and the path of every step of a pathway, by where it stands."""
        return {
            (placed.source.label, *placed.source.place(placed.path)): (placed.source, placed.path)
            for placed in self.flat(pathway).steps
        }

    def at_step(self, plan: Plan, number: int, message: str, code: str, *, hint: str = "", **more: Any) -> Problem:
        """A problem at a step: at its id where it has one."""
        source, path = self.step_at(plan, number)
        if isinstance(source.value((*path, "id")), str):
            path = (*path, "id")
        return source.problem(path, message, code, hint=hint, **more)

    def at_action(
        self, plan: Plan, number: int, action: int, message: str, code: str, *, hint: str = "", **more: Any
    ) -> Problem:
        """A problem at what an answer does (`actions[action]`), or at a branch of a decision."""
        source, path, key = self._action_at(plan, number, action)
        return source.problem(path, message, code, hint=hint, key=key, **more)

    def related_action(self, plan: Plan, number: int, action: int, note: str) -> Related:
        """The place of what an answer does, or of a branch."""
        source, path, key = self._action_at(plan, number, action)
        return source.related(path, note, key=key)

    def at_outcome(self, plan: Plan, number: int, message: str, code: str, *, hint: str = "", **more: Any) -> Problem:
        """A problem at an outcome."""
        placed = self.flat(plan.pathway).outcomes[plan.outcomes[number].id]
        return placed.source.problem(placed.path, message, code, hint=hint, key=True, **more)

    def _action_at(self, plan: Plan, number: int, action: int) -> tuple[Source, Path_, bool]:
        source, path = self.step_at(plan, number)
        for more, key in _action_paths(plan.steps[number], action):
            if source.value((*path, *more)) is not None:
                return source, (*path, *more), key
        return source, (*path, "id"), False


def words_by_key(root: object) -> dict[str, set[str]]:
    """The words written under every key of a tree: a text, or the texts of a list."""
    found: dict[str, set[str]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Map):
            for key, value in node.items():
                if isinstance(value, str):
                    found.setdefault(key, set()).add(value)
                elif isinstance(value, Seq):
                    found.setdefault(key, set()).update(item for item in value if isinstance(item, str))
            waiting.extend(node.values())
        elif isinstance(node, Seq):
            waiting.extend(node)
    return found


def scalars(node: object, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every text of a tree with its path."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Map):
        for key, value in node.items():
            yield from scalars(value, (*path, key))
    elif isinstance(node, Seq):
        for number, value in enumerate(node):
            yield from scalars(value, (*path, number))


def _action_paths(step: Step, action: int) -> Iterator[tuple[Path_, bool]]:
    """Where an action may be written under its step, the nearest first; and whether its key is meant."""
    if step.kind == Kind.DECISION:
        yield ("decide", action, "when"), False
        yield ("decide", action, "otherwise"), True
    elif step.kind == Kind.CHOICE:
        yield ("answers", step.options[action - 1].id if action else NOT_KNOWN), True
        yield ("answers",), True
    elif step.kind == Kind.CHECKLIST:
        yield ((NOT_KNOWN,), ("none",), *(("checklist", option.id) for option in step.options))[action], True
    elif step.kind == Kind.INSTRUCTION:
        yield (("done",), ("done",), ("not done",))[action], True
    else:
        yield ((NOT_KNOWN,), ("then",))[min(action, 1)], True


def read_context(
    folder: Path,
    directory: Path,
    today: date,
    only: Iterable[str] = (),
    progress: Callable[[str, int, int], None] | None = None,
    kept: Kept | None = None,
) -> Context:
    """Read and compile a pack with its scenarios and directory; never raises for what its files hold.

    Give the same `kept` each time a file was saved, and `only` that file: what did not change is not read again.
    """
    kept = kept or Kept()
    return context_of(folder, compile_pack(folder, directory, progress=progress, kept=kept), today, only, kept)


def context_of(
    folder: Path, compiled: Compiled, today: date, only: Iterable[str] = (), kept: Kept | None = None
) -> Context:
    """What rules look at, of a pack that was compiled: with its scenarios, which are read now."""
    kept = kept or Kept()
    problems = list(compiled.problems)
    scenarios: dict[str, Loaded[ScenariosFile]] = {}
    for path in sorted((folder / "scenarios").glob("*.yaml")):
        name = display_name(path)
        try:
            raw = path.read_bytes()
        except OSError as error:
            problems.append(Problem(name, 1, 1, f"cannot be read: {error.strerror}", "YML009"))
            continue
        loaded, found = kept.get(path, (name, raw), partial(_read_scenarios, path, name, raw))
        problems.extend(found)
        if loaded is not None:
            scenarios[path.stem] = loaded
    return Context(folder, compiled, scenarios, today, frozenset(only), problems, store=kept)


def _read_scenarios(path: Path, name: str, raw: bytes) -> tuple[Loaded[ScenariosFile] | None, list[Problem]]:
    source = parse_source(raw, name)
    source.label = f"scenarios/{path.name}"
    model, found = validate(ScenariosFile, source)
    return (None if model is None else Loaded(model, source)), [*source.problems, *found]
