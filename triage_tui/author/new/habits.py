"""What a new file takes from its pack: the dispositions most used, the modules every pathway has, ids still free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from triage_tui.author.indifferent import INDIFFERENT, acts, readers
from triage_tui.content.schema.ids import PackIds
from triage_tui.walk.pack import Pack
from triage_tui.walk.plan import MODES, Disposition, Plan

FIRST_MODULES = ("opening", "core_red_flags")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the pathways of a pack have in common."""

    worst: Disposition
    interim: Disposition
    soon: Disposition
    home: Disposition
    modules: tuple[str, ...]
    modes: tuple[str, ...]
    roles: dict[str, str]
    """For every mode, a role that works in it."""
    general: str
    """A pathway for people of any age, or nothing."""
    ages_known: bool
    differences: dict[str, tuple[str, ...]]
    """Sex, area or access needs, where they make a difference in those modules, and the steps that say so."""
    taken: frozenset[str]

    def free(self, name: str) -> str:
        """The name, with a number where the pack has it already."""
        number = 1
        while (name if number == 1 else f"{name}_{number}") in self.taken:
            number += 1
        return name if number == 1 else f"{name}_{number}"


def habits_of(pack: Pack, plans: Sequence[Plan], ids: PackIds) -> Habits:
    """The habits of a pack; without pathways, the first fitting rung of its scale."""
    scale = sorted(pack.dispositions, key=lambda rung: rung.rank)
    ends = [plan.dispositions[outcome.disposition].id for plan in plans for outcome in plan.outcomes]
    interims = [plan.dispositions[plan.interim].id for plan in plans]
    emergent = [rung for rung in scale if rung.three_way == "emergent"] or scale[:1]
    interim = _usual(emergent, interims, emergent[-1])
    worse = [rung for rung in emergent if rung.rank < interim.rank]
    milder = [rung for rung in scale if rung.rank > interim.rank] or [interim]
    planned = [rung for rung in milder if rung.three_way == "non-emergent"] or milder
    selfcare = [rung for rung in milder if rung.three_way == "self-care"] or milder[-1:]
    modules = tuple(name for name in FIRST_MODULES if name in ids.modules)
    modes = tuple(mode for mode in MODES if any(mode in role.modes for role in pack.roles))
    used = [ids.whole(ids.modules[name]) for name in modules]
    general = [plan.pathway for plan in plans if plan.outside_ages < 0 and len(_modes(plan)) == len(modes)]
    return Habits(
        worst=_usual(worse, ends, worse[0]) if worse else interim,
        interim=interim,
        soon=_usual(planned, ends, planned[0]),
        home=_usual(selfcare, ends, selfcare[-1]),
        modules=modules,
        modes=modes,
        roles={mode: _role(pack, mode) for mode in modes},
        general=next((name for name in general if name == "hear_and_treat"), general[0] if general else ""),
        ages_known=any("age" in one.steps for one in used),
        differences=_differences(plans, modules),
        taken=frozenset(name for one in (*ids.modules.values(), *used) for name in (*one.steps, *one.outcomes)),
    )


def _differences(plans: Sequence[Plan], modules: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for plan in plans:
        for name in INDIFFERENT:
            if name in plan.step_index and plan.steps[plan.step_index[name]].module in modules:
                asked = [plan.steps[plan.step_index[name]]] if acts(plan, name) else []
                says = [step.short for step in (*asked, *readers(plan, name)) if step.module in modules]
                found.setdefault(name, {}).update(dict.fromkeys(says))
    return {name: tuple(says) for name, says in found.items() if says}


def _usual(rungs: Sequence[Disposition], used: Iterable[str], otherwise: Disposition) -> Disposition:
    """The rung used most; the more urgent of two used alike."""
    counts = Counter(used)
    most: Callable[[Disposition], int] = lambda rung: counts[rung.id]  # noqa: E731
    found = max(rungs, key=most)
    return found if counts[found.id] else otherwise


def _modes(plan: Plan) -> list[str]:
    return [mode for bit, mode in enumerate(MODES) if plan.modes >> bit & 1]


def _role(pack: Pack, mode: str) -> str:
    first = [role.id for role in pack.roles if role.modes[0] == mode]
    return (first or [role.id for role in pack.roles if mode in role.modes])[0]
