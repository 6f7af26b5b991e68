"""Answers, a status card and enquiries made by hand, so that the golden renderings stay while the content is edited."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.answer import Answer, Case, Clarify, Kind, Option, Outcome, Paragraph, Source, Suggestion, Verdict
from bot.question import Language
from bot.status import Row, StatusCard
from bot.store.enquiry import Enquiry, State

SV, EN = Language.SV, Language.EN

PAPER = Source("Tjänsteutlåtande 4 oktober 2023", "svar på motion", date(2023, 10, 4))
LAW = (
    Source(
        "Lag (2009:47) om vissa kommunala befogenheter",
        "5 kap. 4 §",
        date(2025, 9, 1),
        "https://example.se/lag?a=1&b=2",
    ),
    Source(
        "Lag (2009:47) om vissa kommunala befogenheter",
        "5 kap. 9 §",
        date(2025, 9, 1),
        "https://example.se/lag?a=1&b=2",
    ),
    Source("Källpapper <utkast>", None, date(2023, 3, 27)),
)
GUIDANCE = Paragraph(
    Kind.GUIDANCE, "Det här är vägledning, inte juridisk rådgivning. Fråga kommunjuristen i ett konkret fall."
)
STALE = Paragraph(
    Kind.WARNING,
    "Uppgiften skulle ha granskats senast 2024-10-04 och kan vara inaktuell. Kontrollera den med samordnaren.",
)
REFERRAL = Paragraph(Kind.REFERRAL, "Fråga kommunens internationella samordnare om du behöver veta säkert.")


def judged(verdict: Verdict) -> Answer:
    """An answer to a case of aid, with everything that such an answer can hold."""
    return Answer(
        Outcome.ANSWER,
        SV,
        (
            Paragraph(Kind.LEAD, "Kommunen kan ge utrustning & transport som bistånd (5 kap. 4 § befogenhetslagen)."),
            Paragraph(Kind.CONDITION, "Mottagarlandet får svenskt statligt bistånd."),
            Paragraph(Kind.CONDITION, "Åtgärden anmäls till Sida (5 kap. 9 §)."),
            Paragraph(Kind.DIFFERENCE, "Källpapperet nämner inte skyldigheten i 9 §. Lagtexten gäller."),
            Paragraph(Kind.BODY, "Landet får svenskt statligt bistånd enligt listan i kunskapsbasen."),
            GUIDANCE,
        ),
        verdict=verdict,
        cases=(Case({"form": "equipment"}, verdict),),
        entries=("befogenhetslagen-5-4",),
        confidence=0.95,
        sources=LAW,
        as_of=date(2023, 3, 27),
    )


def _clarify(options: tuple[Option, ...], fact: str) -> Answer:
    prompt = "Vad ska pengarna användas till? Svaret beror på det."
    return Answer(
        Outcome.CLARIFY,
        SV,
        (
            Paragraph(Kind.LEAD, "Pengar får ges bara för att genomföra utbildning och rådgivning."),
            Paragraph(Kind.BODY, prompt),
        ),
        sources=LAW[:1],
        as_of=date(2025, 9, 1),
        stale=True,
        clarify=Clarify(fact, prompt, options),
    )


LONG = " ".join(f"Mening {n} säger något som är sant & står i underlaget, 5 kap. {n} § i lagen." for n in range(1, 60))

ANSWERS: dict[str, Answer] = {
    "answer": Answer(
        Outcome.ANSWER,
        SV,
        (
            Paragraph(Kind.LEAD, "Nej, Nuuk är inte längre vänort."),
            Paragraph(Kind.BODY, "Slutår framgår inte av underlaget."),
            STALE,
            REFERRAL,
        ),
        entry="partner-town-nuuk",
        entries=("partner-town-nuuk",),
        confidence=0.9,
        sources=(PAPER,),
        as_of=date(2023, 10, 4),
        stale=True,
    ),
    "answer-english": Answer(
        Outcome.ANSWER,
        EN,
        (Paragraph(Kind.LEAD, "No, Nuuk is no longer a partner town."),),
        entry="partner-town-nuuk",
        sources=(PAPER,),
        as_of=date(2023, 10, 4),
    ),
    **{f"answer-{verdict}": judged(verdict) for verdict in Verdict},
    "answer-two-parts": Answer(
        Outcome.ANSWER,
        SV,
        (
            *judged(Verdict.ALLOWED).paragraphs[:2],
            Paragraph(Kind.LEAD, "Pengar till det landet saknar stöd i lagen."),
            GUIDANCE,
            Paragraph(Kind.LEAD, "Vanda är vänort."),
            Paragraph(
                Kind.UNANSWERED,
                "Den här delen av frågan kunde jag inte besvara: ”vad kostar <resan>?”. Fråga samordnaren.",
            ),
        ),
        verdict=Verdict.NOT_SUPPORTED,
        cases=(Case({}, Verdict.ALLOWED), Case({}, Verdict.NOT_SUPPORTED)),
        sources=(*LAW, PAPER),
        as_of=date(2023, 3, 27),
    ),
    "answer-very-long": Answer(
        Outcome.ANSWER,
        SV,
        (
            Paragraph(Kind.LEAD, "Ja, det finns ett långt svar."),
            *(Paragraph(Kind.BODY, LONG) for _ in range(5)),
            STALE,
            GUIDANCE,
        ),
        sources=tuple(Source(f"Källa nummer {n}", "bilaga", date(2025, 1, n % 28 + 1)) for n in range(90)),
        as_of=date(2025, 1, 1),
        stale=True,
    ),
    "clarify": _clarify(
        (
            Option("training_or_advice", "Utbildning eller rådgivning"),
            Option("other", "Något annat"),
            Option("unknown", "Vet inte"),
        ),
        "money_purpose",
    ),
    "clarify-many": _clarify(
        (*(Option(f"form_{n}", f"Slag {n}") for n in range(7)), Option("unknown", "Vet inte " + "om det är så " * 8)),
        "form",
    ),
    "no_answer": Answer(
        Outcome.NO_ANSWER,
        SV,
        (Paragraph(Kind.LEAD, "Det vet jag inte."), REFERRAL),
        suggestions=(
            Suggestion("equipment-still-used", "Utrustning som fortfarande används eller är ny"),
            Suggestion("aid-who-decides", "Vem i kommunen beslutar om bistånd?"),
            Suggestion("aid-dual-use", "Vapen, skyddsutrustning och produkter med dubbla användningsområden"),
        ),
    ),
    "chat": Answer(
        Outcome.CHAT,
        SV,
        (
            Paragraph(Kind.LEAD, "Hej! Jag svarar på frågor om vänorter."),
            Paragraph(Kind.BODY, "Du kan till exempel fråga:"),
            Paragraph(Kind.EXAMPLE, "Vilka vänorter har vi?"),
            Paragraph(Kind.EXAMPLE, "Får vi skänka en skolbuss?"),
        ),
        confidence=1.0,
    ),
    "status": Answer(
        Outcome.ANSWER,
        SV,
        (
            Paragraph(Kind.LEAD, "Läget – Exempelby"),
            Paragraph(Kind.CONDITION, "Vänorter nu: En vänort kvar: Tønder (per 2023-10-04) ⚠ granskning försenad"),
            Paragraph(
                Kind.CONDITION, "Senaste beslutssteg: Förslag; fullmäktiges beslut är inte känt (per 2023-10-04)"
            ),
            Paragraph(Kind.BODY, "Senast ändrat: Förslaget (2023-10-04)"),
            Paragraph(Kind.WARNING, "⚠ I hela kunskapsbasen har 2 av 12 uppgifter passerat sitt granskningsdatum"),
        ),
        sources=(PAPER,),
        as_of=date(2023, 10, 4),
        stale=True,
        topic="oversikt",
    ),
}

CARD = StatusCard(
    topic="oversikt",
    title="Läget",
    rows=(
        Row("Vänorter nu", "En vänort kvar: Tønder", date(2023, 10, 4), stale=True),
        Row(
            "Lagens gräns",
            "Bistånd får ges till länder med svenskt statligt bistånd; pengar bara för utbildning.",
            date(2025, 9, 1),
        ),
        Row("Samarbeten", "Uppgift saknas"),
    ),
    changed=(Row("Förslaget: motionen anses besvarad", "", date(2023, 10, 4)),),
    entries=12,
    oldest=date(2018, 11, 26),
    newest=date(2026, 11, 23),
    due=2,
    sources=(PAPER,),
)


def enquiry(state: State = State.OPEN, *, answer: str | None = None, question: str = "", context: str = "") -> Enquiry:
    """An enquiry in a state."""
    return Enquiry(
        id=17,
        state=state,
        channel="slack",
        language="sv",
        question=question or "Vem betalar resan när <Tønder> kommer? @here",
        context=context or "Fråga: Är Tønder vänort?\nSvar: Ja.",
        answer=answer,
        address=None,
        handler=None,
        raised_at=datetime(2026, 11, 23, 8, 5, tzinfo=UTC),
        changed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    )


ENQUIRIES: dict[str, Enquiry] = {
    "enquiry-open": enquiry(),
    "enquiry-taken": enquiry(State.TAKEN),
    "enquiry-answered": enquiry(State.ANSWERED, answer="Gästen betalar resan.\n\nVärden betalar maten."),
    "enquiry-closed": enquiry(State.CLOSED, answer="Gästen betalar resan."),
}

DIGEST = (
    "Vänort i Provsunda, 2026-11-17 till 2026-11-23",
    (
        ("Frågor", ("73 frågor (veckan före: 70)", "74 % besvarade (veckan före: 89 %)")),
        (
            "Frågor utan bra svar (7)",
            ("5 × ”Vad kostar <resan> & @here?” – vanort adopt pitp6m resor", "… och 6 till: vanort gaps"),
        ),
        (
            "Ska granskas (1)",
            ("2026-10-04 prykladne: Prykladne, vänort i Ukraina", "Utkast som väntar på att skrivas klart: 2"),
        ),
    ),
)
"""The title of a digest, and its lists."""
