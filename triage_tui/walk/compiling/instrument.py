"""Compile an instrument's tables."""

from __future__ import annotations

from triage_tui.content.ages import age_limits
from triage_tui.content.conditions import ConditionError
from triage_tui.content.pack_files import Loaded
from triage_tui.content.shared_files import ChoiceShape, FieldShape, InstrumentFile, PointBand, PointRule, RangeShape
from triage_tui.content.source import Path_, Source
from triage_tui.errors import AnswerError
from triage_tui.problems import Problem
from triage_tui.walk.compiling.resolve import Known, Resolver, condition_problem
from triage_tui.walk.plan import Band, Condition, Field, FieldChoice, Instrument, NumberSpec, PointTable
from triage_tui.walk.score import read_field


def compile_instrument(loaded: Loaded[InstrumentFile]) -> tuple[Instrument, list[Problem]]:
    """The instrument as tables, with every problem found."""
    return _Compiler(loaded).compile()


class _Compiler:
    def __init__(self, loaded: Loaded[InstrumentFile]) -> None:
        self.model = loaded.model
        self.source: Source = loaded.source
        self.problems: list[Problem] = []
        self.names = list(self.model.fields)

    def add(self, path: Path_, message: str, code: str, hint: str = "", *, key: bool = False) -> None:
        self.problems.append(self.source.problem(path, message, code, key=key, hint=hint))

    def compile(self) -> tuple[Instrument, list[Problem]]:
        model = self.model
        fields = tuple(self._field(name, shape) for name, shape in model.fields.items())
        resolver = self._resolver(fields)
        points = tuple(table for name in model.points if (table := self._points(name, fields, resolver)))
        bands = self._bands(resolver, fields)
        if model.points and not model.total:
            self.add((), 'missing key "total": points need a name for their sum', "SCH002")
        for place, name in enumerate(self.names):
            if model.points and name not in model.points and not self._read_by_points(name):
                self.add(("fields", name), f'field "{name}" has no points', "NUM010", "give it points", key=True)
            self._check_usual(fields[place], name)
        ages = self._ages()
        found = Instrument(
            model.instrument,
            model.title,
            model.about or "",
            model.not_for or "",
            model.credit or "",
            ages,
            fields,
            points,
            model.total or "",
            model.highest or "",
            bands,
        )
        return found, self.problems

    def _ages(self) -> tuple[int, int]:
        try:
            return age_limits(self.model.ages or "any")
        except ValueError as error:
            self.add(("ages",), str(error), "SCH003")
            return age_limits("any")

    def _read_by_points(self, name: str) -> bool:
        return any(
            isinstance(rule, PointRule) and rule.when is not None and name in rule.when
            for rules in self.model.points.values()
            if isinstance(rules, tuple)
            for rule in rules
        )

    def _field(self, name: str, shape: FieldShape) -> Field:
        if (shape.number is None) == (shape.choices is None):
            self.add(("fields", name), f'field "{name}" needs either "number" or "choices"', "SCH002", key=True)
        number = self._number(name, shape.number, shape.unit or "") if shape.number else None
        choices = tuple(
            FieldChoice(key, choice.label, choice.confirm or "")
            if isinstance(choice, ChoiceShape)
            else FieldChoice(key, choice, "")
            for key, choice in (shape.choices or {}).items()
        )
        return Field(
            name,
            shape.label,
            shape.short or shape.label,
            shape.unit or "",
            number,
            choices,
            shape.usual,
            shape.assumed or "",
            shape.why or "",
        )

    def _number(self, name: str, shape: RangeShape, unit: str) -> NumberSpec:
        scale = 10**shape.decimals
        if shape.from_ >= shape.to:
            self.add(("fields", name, "number"), "the range is inside out", "SCH008")
        return NumberSpec(unit, round(shape.from_ * scale), round(shape.to * scale), shape.decimals)

    def _check_usual(self, field: Field, name: str) -> None:
        for key, value in (("usual", field.usual), ("assumed", field.assumed)):
            try:
                read_field(field, value)
            except AnswerError as error:
                self.add(("fields", name, key), error.message, "REF003")

    def _resolver(self, fields: tuple[Field, ...]) -> Resolver:
        facts = {}
        for slot, field in enumerate(fields):
            kind = "number" if field.number else "choice"
            facts[field.id] = Known(slot, kind, tuple(choice.id for choice in field.choices), field.number, -1)
        for place, total in enumerate((self.model.total, self.model.highest)):
            if total:
                facts[total] = Known(len(fields) + place, "number", (), NumberSpec("", 0, 999, 0), -1)
        return Resolver(facts, {})

    def _condition(self, text: str, path: Path_, resolver: Resolver) -> Condition | None:
        try:
            return resolver.condition(text)
        except ConditionError as error:
            found = condition_problem(self.source, path, error)
            self.problems.append(found)
            return None

    def _points(self, name: str, fields: tuple[Field, ...], resolver: Resolver) -> PointTable | None:
        if name not in self.names:
            message = f'there is no field "{name}"'
            self.problems.append(self.source.unknown(("points", name), name, self.names, message, "REF002", key=True))
            return None
        place = self.names.index(name)
        field, shape = fields[place], self.model.points[name]
        if isinstance(shape, dict):
            known = [choice.id for choice in field.choices]
            for key in shape:
                if key not in known:
                    message = f'"{key}" is not a choice of "{name}"'
                    path: Path_ = ("points", name, key)
                    self.problems.append(self.source.unknown(path, key, known, message, "REF003", key=True))
            for key in known:
                if key not in shape:
                    hint = f'add "{key}: 0", or the points it brings'
                    self.add(("points", name), f'choice "{key}" has no points', "NUM006", hint, key=True)
            return PointTable(place, tuple(shape.get(key, 0) for key in known), ())
        if field.number is None:
            self.add(("points", name), f'"{name}" is a choice: give points by choice', "SCH003", key=True)
            return None
        rules: list[tuple[Condition | None, tuple[tuple[int | None, int], ...]]] = []
        if shape and isinstance(shape[0], PointBand):
            rules.append((None, self._bands_of(shape, field.number, ("points", name))))
            return PointTable(place, (), tuple(rules))
        for number, rule in enumerate(shape):
            assert isinstance(rule, PointRule)
            path = ("points", name, number)
            last = number == len(shape) - 1
            if last != (rule.otherwise is not None):
                self.add(path, 'the last rule, and only the last, is "otherwise"', "REA006")
            when = None if rule.when is None else self._condition(rule.when, (*path, "when"), resolver)
            key = "otherwise" if rule.otherwise is not None else "bands"
            bands = rule.otherwise if rule.otherwise is not None else rule.bands
            rules.append((when, self._bands_of(bands, field.number, (*path, key))))
        return PointTable(place, (), tuple(rules))

    def _bands_of(
        self, bands: tuple[PointBand, ...], spec: NumberSpec, path: Path_
    ) -> tuple[tuple[int | None, int], ...]:
        found: list[tuple[int | None, int]] = []
        before: int | None = None
        for number, band in enumerate(bands):
            to = None if band.to is None else round(band.to * 10**spec.decimals)
            self._check_order((*path, number), before, to, last=number == len(bands) - 1)
            found.append((to, band.points))
            before = to
        if not bands or before is not None:
            self.add(
                path,
                'the last band must have no "to", so that every value falls in one',
                "NUM003",
                'leave out its "to:"',
            )
        return tuple(found)

    def _check_order(self, path: Path_, before: int | None, to: int | None, *, last: bool) -> None:
        """Whether a band ends above the one before it, and is the last where it has no end."""
        if to is None and not last:
            self.add(path, 'only the last band has no "to"', "NUM002")
        if to is not None and before is not None and to <= before:
            self.add(path, "bands must go from low to high", "NUM002", "put them in order")

    def _bands(self, resolver: Resolver, fields: tuple[Field, ...]) -> tuple[Band, ...]:
        found: list[Band] = []
        for number, rule in enumerate(self.model.band_rules):
            when = self._condition(rule.when, ("band_rules", number, "when"), resolver)
            found.append(Band(rule.up_to, rule.band, rule.means or "", when))
        numbers = [field.number for field in fields if field.number is not None]
        scale = 1 if self.model.points else 10 ** (numbers[0].decimals if len(numbers) == 1 else 0)
        before: int | None = None
        for number, band in enumerate(self.model.bands):
            to = None if band.to is None else round(band.to * scale)
            self._check_order(("bands", number), before, to, last=number == len(self.model.bands) - 1)
            found.append(Band(to, band.band, band.means or "", None))
            before = to
        if self.model.bands and self.model.bands[-1].to is not None:
            self.add(
                ("bands",),
                'the last band must have no "to", so that every total falls in one',
                "NUM003",
                'leave out its "to:"',
            )
        return tuple(found)
