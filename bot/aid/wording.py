"""Put a judgement into words: every sentence is one of knowledge/aid/sentences.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.aid.facts import ARMS, AidFacts, Form, StateAid
from bot.aid.judge import VALUES, Judgement
from bot.aid.rules import MUNICIPAL_ACTS, Duty, RuleName, Ruling, decide
from bot.answer import Answer, Case, Clarify, Kind, Option, Outcome, Paragraph, Source, Verdict, strictest
from bot.compose import guidance, outdated
from bot.kb.entries import EntrySource, LegalRule
from bot.kb.knowledge import Item, Knowledge
from bot.kb.lists import AidSentences, Countries
from bot.locales import phrase
from bot.question import Language

CONFIDENCE = 0.95
_FORMS = (Form.EQUIPMENT, Form.TRAINING, Form.ADVICE, Form.MONEY, Form.TRANSPORT, ARMS, Form.OTHER)
_OPTIONS = {**VALUES, "form": _FORMS}
"""What is offered where a fact is asked for, in order."""
_BY_COUNTRY = {rule for rule in RuleName if rule.startswith("aid_")} | {RuleName.PERMIT, RuleName.TRANSPORT}
"""The rules in which it matters whether the country receives state aid."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one knowledge folder in one language, on one day."""

    knowledge: Knowledge
    language: Language
    today: date

    def say(self, key: str, facts: AidFacts | None = None, **values: str) -> str:
        """Return a sentence by its key, filled with the case's country."""
        sentences: AidSentences = self.knowledge.lists["sentences"]
        filled = {"to": "", "country": ""} | values
        if facts is not None:
            filled |= {"to": self._to(facts), "country": self._country(facts)}
        return sentences.sentences[key].of(self.language).format(**filled)

    def _country(self, facts: AidFacts) -> str:
        countries: Countries | None = self.knowledge.lists.get("countries")
        row = countries.by_code.get(facts.country or "") if countries is not None else None
        if row is None:
            return facts.country or ""
        return row.en if self.language is Language.EN else row.sv

    def _to(self, facts: AidFacts) -> str:
        if facts.country is not None:
            return " " + self.say("to_country", country=self._country(facts))
        if facts.state_aid is StateAid.UNKNOWN:
            return ""
        return " " + self.say(f"to_{facts.state_aid}")

    # ---- answers -------------------------------------------------------------------------------------------------

    def answer(self, judgement: Judgement) -> Answer:
        """Return the answer to one case: a verdict with its reasons, or an ask-back."""
        if judgement.ask is not None:
            return self._ask(judgement, judgement.ask)
        rules, missing = self._rules(judgement.rulings)
        verdict = judgement.verdict
        facts = judgement.facts
        if missing:
            verdict = Verdict.NEEDS_LEGAL_REVIEW
            paragraphs = [Paragraph(Kind.LEAD, self.say("rule_missing"))]
        elif judgement.undecided:
            branches = self._branches(judgement)
            heading = [Paragraph(Kind.BODY, self.say("cases_differ"))] if branches else []
            paragraphs = [Paragraph(Kind.LEAD, self.say("undecided")), *heading, *branches]
        else:
            paragraphs = self._verdict(judgement)
        paragraphs += self._about_country(judgement)
        paragraphs.append(guidance(self.language, self.knowledge.municipality))
        sources, as_of, stale, due = self._sources(rules, facts)
        if stale and due is not None:
            paragraphs.append(outdated(due, self.language, self.knowledge.municipality))
        return Answer(
            Outcome.ANSWER,
            self.language,
            tuple(paragraphs),
            verdict=verdict,
            cases=(Case(facts.to_json(), verdict),),
            entries=tuple(item.entry.id for item in rules),
            confidence=CONFIDENCE,
            sources=sources,
            as_of=as_of,
            stale=stale,
            facts=facts.to_json(),
        )

    def _verdict(self, judgement: Judgement) -> list[Paragraph]:
        facts, rulings = judgement.facts, judgement.rulings
        worst = strictest(ruling.verdict for ruling in rulings)
        first = next(ruling for ruling in rulings if ruling.verdict is worst)
        rules = {ruling.rule for ruling in rulings}
        needs = facts.form is Form.EQUIPMENT and {RuleName.SURPLUS, RuleName.AID_EQUIPMENT} <= rules
        lead = "both_equipment" if needs else first.rule
        found = [Paragraph(Kind.LEAD, self.say(lead, facts))]
        duties = list(dict.fromkeys(duty for ruling in rulings for duty in ruling.duties))
        told: list[str] = [duty for duty in duties if duty is not Duty.COMPANY_DOUBT]
        if needs or {Duty.NO_DUTIES, Duty.CHECK_USE} <= set(duties):
            hanging = (Duty.CHECK_USE, Duty.NOTIFY_SIDA, Duty.NO_DUTIES)  # on whether it is still needed
            told = [*(duty for duty in told if duty not in hanging), "branch_still_used", "branch_no_longer_needed"]
        found += [Paragraph(Kind.CONDITION, self.say(key, facts)) for key in told]
        if Duty.COMPANY_DOUBT in duties:
            found.append(Paragraph(Kind.DIFFERENCE, self.say(Duty.COMPANY_DOUBT, facts)))
        disaster = rules & {RuleName.SURPLUS, RuleName.PERMIT}
        if facts.state_aid is StateAid.NO and facts.form is Form.EQUIPMENT and disaster:
            found.append(Paragraph(Kind.DIFFERENCE, self.say("differs_disaster")))
        elif needs or Duty.CHECK_USE in duties:
            found.append(Paragraph(Kind.DIFFERENCE, self.say("differs_duties")))
        return found

    def _branches(self, judgement: Judgement) -> list[Paragraph]:
        """Every way in which the case may end, by the facts that are not known."""
        cases: list[tuple[str, Verdict]] = []
        open_ = [fact for fact in judgement.open if fact != "form"]
        combinations: list[tuple[AidFacts, tuple[str, ...]]] = [(judgement.facts, ())]
        for fact in open_:
            combinations = [
                (facts.with_value(fact, value), (*told, self.say(f"value_{fact}_{value}")))
                for facts, told in combinations
                for value in _OPTIONS[fact]
            ]
        joint = f" {phrase(self.language, 'answer.and')} "
        for facts, told in combinations:
            cases.append((joint.join(told), decide(facts).verdict))
        words = {verdict: phrase(self.language, f"verdict.{verdict}") for verdict in Verdict}
        return [Paragraph(Kind.CONDITION, f"{words[verdict]}: {case}.") for case, verdict in cases if case]

    def _about_country(self, judgement: Judgement) -> list[Paragraph]:
        facts = judgement.facts
        matters = judgement.undecided or any(ruling.rule in _BY_COUNTRY for ruling in judgement.rulings)
        if facts.country is None or not matters:
            return []
        return [Paragraph(Kind.BODY, self.say(f"country_{facts.state_aid}", facts))]

    def _ask(self, judgement: Judgement, fact: str) -> Answer:
        facts = judgement.facts
        general = {
            Form.MONEY: "general_money",
            Form.EQUIPMENT: "general_equipment",
            Form.TRANSPORT: "general_equipment",
        }
        paragraphs = [Paragraph(Kind.LEAD, self.say(general.get(facts.form or Form.OTHER, "general_other")))]
        if fact == "country" and facts.country is not None:
            paragraphs.append(Paragraph(Kind.BODY, self.say("country_unknown", facts)))
        prompt = self.say(f"ask_{fact}")
        paragraphs.append(Paragraph(Kind.BODY, prompt))
        options = [Option(str(value), self.say(f"option_{fact}_{value}")) for value in _OPTIONS[fact]]
        options.append(Option("unknown", self.say("option_unknown")))
        rules, _ = self._rules(judgement.rulings)
        sources, as_of, stale, _ = self._sources(rules, facts)
        return Answer(
            Outcome.CLARIFY,
            self.language,
            tuple(paragraphs),
            cases=(Case(facts.to_json(), None),),
            entries=tuple(item.entry.id for item in rules),
            confidence=CONFIDENCE,
            sources=sources,
            as_of=as_of,
            stale=stale,
            facts=facts.to_json(),
            clarify=Clarify(fact, prompt, tuple(options)),
        )

    def explain(self, judgement: Judgement) -> Answer:
        """Say why: the legal rules that the verdict rests on, in their entries' own words."""
        rules, _ = self._rules(judgement.rulings)
        shown = [item for item in rules if item.entry.id.startswith(MUNICIPAL_ACTS)] or rules
        paragraphs = [Paragraph(Kind.LEAD, self.say("because"))]
        paragraphs += [Paragraph(Kind.CONDITION, item.body(self.language)[0]) for item in shown]
        paragraphs.append(guidance(self.language, self.knowledge.municipality))
        sources, as_of, stale, _ = self._sources(rules, judgement.facts)
        return Answer(
            Outcome.ANSWER,
            self.language,
            tuple(paragraphs),
            entries=tuple(item.entry.id for item in shown),
            confidence=CONFIDENCE,
            sources=sources,
            as_of=as_of,
            stale=stale,
            facts=judgement.facts.to_json(),
        )

    # ---- what it rests on ----------------------------------------------------------------------------------------

    def _rules(self, rulings: Iterable[Ruling]) -> tuple[list[Item], bool]:
        """The legal rules named, and whether one of them is missing, repealed or not in force."""
        found: list[Item] = []
        missing = False
        for key in dict.fromkeys(ref for ruling in rulings for ref in ruling.refs):
            item = self.knowledge.items.get(key)
            if (
                item is None
                or not isinstance(item.entry, LegalRule)
                or item.entry.repealed
                or not item.in_force(self.today)
            ):
                missing = True
            else:
                found.append(item)
        return found, missing

    def _sources(
        self, rules: Iterable[Item], facts: AidFacts
    ) -> tuple[tuple[Source, ...], date | None, bool, date | None]:
        """Sources, the oldest date, whether a review date has passed, and which."""
        sources: list[Source] = []
        dates: list[date] = []
        due: list[date] = []
        for item in rules:
            sources += item.sources()
            dates.append(item.entry.as_of)
            if item.stale(self.today) and item.entry.review_by is not None:
                due.append(item.entry.review_by)
        countries: Countries | None = self.knowledge.lists.get("countries")
        row = countries.by_code.get(facts.country or "") if countries is not None else None
        if countries is not None and row is not None and facts.state_aid is not StateAid.UNKNOWN:
            listed: EntrySource = countries.sources[row.source]
            sources.append(Source(listed.title, listed.ref, listed.date, listed.url))
            dates.append(row.as_of)
            if row.review_by is not None and self.today > row.review_by:
                due.append(row.review_by)
        unique = tuple(dict.fromkeys(sources))
        return unique, min(dates) if dates else None, bool(due), min(due) if due else None
