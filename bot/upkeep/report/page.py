"""The page: every chart with a sentence, its plot and its figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.kb.knowledge import Knowledge
from bot.locales import phrase, phrases
from bot.question import Language
from bot.upkeep.report import plots
from bot.upkeep.report.figures import OUTCOMES, Figures
from bot.upkeep.report.plots import Series

_TEMPLATES = Environment(
    loader=PackageLoader("bot.upkeep.report", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """One section of the page.

    Args:
        id: unique in the page.
        heading: what it shows.
        told: what is to be seen, in a sentence.
        plot: as SVG; None where there is nothing to draw.
        head: of the table's columns; the first one names the rows.
        rows: of the table.
    """

    id: str
    heading: str
    told: str
    plot: Markup | None
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def page(figures: Figures, knowledge: Knowledge, language: Language) -> str:
    """Return the whole page: one HTML document that needs nothing else, and no script."""
    writer = _Writer(figures, knowledge, language)
    name = knowledge.municipality.name
    return _TEMPLATES.get_template("page.html.jinja").render(
        lang=str(language),
        title=writer.say("title", name=name),
        period=writer.say("period", first=figures.weeks[0].monday, last=figures.today),
        privacy=writer.say("privacy"),
        skip=writer.say("skip"),
        key_heading=writer.say("key"),
        contents=writer.say("contents"),
        table_word=writer.say("table"),
        nothing=writer.say("nothing"),
        facts=writer.facts(),
        charts=writer.charts(),
    )


class _Writer:
    def __init__(self, figures: Figures, knowledge: Knowledge, language: Language) -> None:
        self.figures, self.knowledge, self.language = figures, knowledge, language

    def say(self, key: str, **values: object) -> str:
        return phrase(self.language, f"report.{key}").format(**values)

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", "\u00a0" if self.language is Language.SV else ",")

    def percent(self, share: float | None) -> str:
        if share is None:
            return "–"
        return f"{share:.0%}" if self.language is Language.EN else f"{share * 100:.0f}\u00a0%"

    def title(self, id_: str) -> str:
        item = self.knowledge.items.get(id_)
        return item.title(self.language) if item is not None else self.say("gone", id=id_)

    def facts(self) -> list[tuple[str, str]]:
        f = self.figures
        return [
            (self.say("fact_asked"), self.number(f.asked)),
            (self.say("fact_share"), self.percent(f.share)),
            (self.say("fact_votes"), self.say("votes", up=self.number(f.up), down=self.number(f.down))),
            (self.say("fact_waiting"), self.number(f.waiting)),
            (self.say("fact_due"), self.say("of", part=self.number(f.due), whole=self.number(f.entries))),
        ]

    def charts(self) -> list[Chart]:
        return [self._weeks(), self._share(), self._top(), self._gaps(), self._ages(), self._waits()]

    def _chart(
        self, id_: str, told: str, plot: str | None, head: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> Chart:
        # The plots are this program's own drawing; every text in them was escaped when it was drawn.
        drawn = Markup(plot) if plot is not None else None  # noqa: S704 - as said
        return Chart(id_, self.say(f"{id_}_heading"), told, drawn, head, rows)

    def _labels(self) -> list[str]:
        return [self.say("week", number=week.monday.isocalendar().week) for week in self.figures.weeks]

    def _days(self) -> list[str]:
        weeks = self.figures.weeks
        told = [f"{label} ({week.monday})" for label, week in zip(self._labels(), weeks, strict=True)]
        if self.figures.today.weekday() < SUNDAY:
            told[-1] += self.say("not_over")
        return told

    def _weeks(self) -> Chart:
        f = self.figures
        names = [self.say(f"outcome.{outcome}") for outcome in OUTCOMES]
        values = [[week.outcomes.get(outcome, 0) for week in f.weeks] for outcome in OUTCOMES]
        most = max(f.weeks, key=lambda week: week.asked)
        week = self.say("week", number=most.monday.isocalendar().week)
        told = self.say("weeks_told", asked=self.number(f.asked), most=self.number(most.asked), week=week)
        series = [Series(name, row) for name, row in zip(names, values, strict=True)]
        plot = plots.stacked("weeks", told, self._labels(), series, self.say("questions")) if f.asked else None
        rows = [
            [day, *(self.number(row[n]) for row in values), self.number(f.weeks[n].asked)]
            for n, day in enumerate(self._days())
        ]
        return self._chart("weeks", told, plot, [self.say("week_head"), *names, self.say("sum")], rows)

    def _share(self) -> Chart:
        f = self.figures
        told = self.say("share_told", share=self.percent(f.share))
        values = [None if week.share is None else week.share * 100 for week in f.weeks]
        plot = plots.line("share", told, self._labels(), values, self.say("percent")) if f.asked else None
        rows = [[day, self.percent(week.share)] for day, week in zip(self._days(), f.weeks, strict=True)]
        return self._chart("share", told, plot, [self.say("week_head"), self.say("share_head")], rows)

    def _top(self) -> Chart:
        rows = [(self.title(id_), number) for id_, number in self.figures.top]
        told = self.say("top_told", title=rows[0][0], count=self.number(rows[0][1])) if rows else self.say("nothing")
        return self._ranked("top", told, rows, self.say("entry_head"), self.say("answers"))

    def _gaps(self) -> Chart:
        rows = [(f"”{text}”", number) for text, number in self.figures.gaps]
        told = self.say("gaps_told", count=len(rows)) if rows else self.say("gaps_none")
        return self._ranked("gaps", told, rows, self.say("question_head"), self.say("times"))

    def _ranked(self, id_: str, told: str, rows: Sequence[tuple[str, int]], head: str, unit: str) -> Chart:
        series = [Series(unit, [number for _, number in rows])]
        plot = plots.bars(id_, told, [label for label, _ in rows], series, unit) if rows else None
        return self._chart(id_, told, plot, [head, unit], [[label, self.number(number)] for label, number in rows])

    def _ages(self) -> Chart:
        f = self.figures
        labels = phrases(self.language, "report.age_classes")
        told = self.say("ages_told", due=self.number(f.due), entries=self.number(f.entries))
        names = [self.say("within"), self.say("past")]
        series = [Series(name, [row[n] for row in f.ages]) for n, name in enumerate(names)]
        plot = plots.bars("ages", told, labels, series, self.say("entries"))
        rows = [[label, *map(self.number, row)] for label, row in zip(labels, f.ages, strict=True)]
        return self._chart("ages", told, plot, [self.say("age_head"), *names], rows)

    def _waits(self) -> Chart:
        f = self.figures
        labels = phrases(self.language, "report.wait_classes")
        told = self.say("waits_told", count=self.number(sum(f.waits)), waiting=self.number(f.waiting))
        series = [Series(self.say("enquiries"), f.waits)]
        plot = plots.bars("waits", told, labels, series, self.say("enquiries")) if any(f.waits) else None
        rows = [[label, self.number(number)] for label, number in zip(labels, f.waits, strict=True)]
        return self._chart("waits", told, plot, [self.say("wait_head"), self.say("enquiries")], rows)
