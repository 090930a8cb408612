"""What every pathway must satisfy, whether it claims it or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from triage_tui.author.prove import proof as names
from triage_tui.author.prove.answers import not_known_pairs, worse_pairs
from triage_tui.author.prove.breaks import breaks_off
from triage_tui.author.prove.length import how_long
from triage_tui.author.prove.order import life_threats_first
from triage_tui.author.prove.proof import Proof
from triage_tui.author.prove.states import excluded, model_of_care, no_difference
from triage_tui.author.prove.subject import PROVED, Subject
from triage_tui.proof.claim import Finding, Verdict
from triage_tui.proof.diagram import BudgetError
from triage_tui.proof.pairs import Pair, arriving, compare
from triage_tui.proof.patient import walk
from triage_tui.proof.walks import Walks
from triage_tui.walk.engine import State
from triage_tui.walk.outlook import final_disposition
from triage_tui.walk.plan import Kind


def prove_builtin(subject: Subject) -> Iterator[Proof]:
    """Everything that is proved of every pathway."""
    yield every_walk_ends(subject)
    yield floors_hold(subject)
    yield from answer_pairs(subject, names.NOT_KNOWN, "never ends less urgent", not_known_pairs)
    yield from answer_pairs(subject, names.WORSE, "never ends less urgent", worse_pairs)
    yield from no_difference(subject)
    yield from life_threats_first(subject)
    yield from how_long(subject)
    yield from breaks_off(subject)
    yield from excluded(subject)
    yield from model_of_care(subject)


def every_walk_ends(subject: Subject) -> Proof:
    """Nobody passes the last step without an outcome."""
    plan, walks = subject.plan, subject.walks
    sentence, past = "every walk ends in an outcome", len(plan.steps)
    finding = PROVED
    if walks.possible.at[past] is not None:
        try:
            found = arriving(walks, past, walks.diagram.yes, None, subject.patients)
        except BudgetError as hard:
            finding = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts)
        else:
            finding = PROVED if found is None else Finding(Verdict.VIOLATED)
    return subject.proof(names.ENDS, sentence, ("steps",), finding)


def floors_hold(subject: Subject) -> Proof:
    """No end is less urgent than a floor on its way: floors only rise, and the end is the more urgent of the two."""
    floors = sum(action.floor >= 0 for step in subject.plan.steps for action in step.ways)
    return subject.proof(names.FLOORS, f"no walk ends below any of its {floors} floors", ("steps",), PROVED)


def answer_pairs(
    subject: Subject, name: str, promise: str, pairs: Callable[[Walks], Iterator[Pair]]
) -> Iterator[Proof]:
    """Pairs of answers to one step, of which one may never end less urgent: those that hold in one line a step."""
    held: dict[int, int] = {}
    for pair in pairs(subject.walks):
        subject.make_room()
        try:
            patients, whom = subject.scored_at(pair.step) if name == names.WORSE else subject.anybody
            finding, beside = compare(subject.walks, subject.reassured, pair, patients, whom)
        except BudgetError as hard:
            finding, beside = Finding(Verdict.UNKNOWN, step=hard.step, facts=hard.facts), ()
        if finding.verdict == Verdict.VIOLATED:
            better = rank_of(subject, beside)
            subject.confirm(finding.patient, partial(_ends_later_than, subject, better), pair.what)
        if finding.verdict == Verdict.PROVED:
            held[pair.step] = held.get(pair.step, 0) + 1
        else:
            yield subject.at_step(name, f"{pair.what} {promise}", pair.step, finding, beside)
    for number, count in held.items():
        step = subject.plan.steps[number]
        what = f"{count} pair{'s' * (count != 1)} of answers" if step.kind != Kind.CHOICE or count > 1 else "answers"
        yield subject.at_step(name, f'"{step.id}": {what} in order', number, PROVED)


def rank_of(subject: Subject, patient: tuple[int, ...]) -> int:
    """The rank in which a patient's walk ends on the engine."""
    plan = subject.plan
    return plan.ranks[final_disposition(plan, walk(plan, subject.walks.levels, patient))]


def _ends_later_than(subject: Subject, rank: int, state: State) -> bool:
    return subject.plan.ranks[final_disposition(subject.plan, state)] > rank
