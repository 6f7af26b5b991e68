"""Any answer: texts of any length and characters, any number of paragraphs, sources and choices."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.answer import Answer, Case, Clarify, Kind, Option, Outcome, Paragraph, Source, Suggestion, Verdict
from bot.question import Language

NASTY = (
    "<!channel> <!here|alla> <@U0123ABCD> <#C0123ABCD> <!subteam^S0123> @here @channel @Everyone",
    "&amp; &lt;!channel&gt; & < > <http://a|b>",
    "*fet* _kursiv_ ~struken~ `kod` [länk](http://a) # rubrik <at>Anna</at>",
    "👩‍👩‍👧‍👦é🇸🇪" * 700,
    "&" * 9_000,
    "rad\n" * 3_000,
    "utanmellanslag" * 900,
    "En mening till. " * 1_200,
)

texts = st.one_of(
    st.text(max_size=120),
    st.sampled_from(NASTY),
    st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=40), st.integers(1, 300)),
)
ids = st.from_regex(r"[a-z0-9-]{1,80}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
urls = st.one_of(st.none(), texts, texts.map("https://example.se/".__add__))
sources = st.builds(Source, texts, st.none() | texts, st.none() | days, urls)
options = st.builds(Option, ids, texts)

answers = st.builds(
    Answer,
    outcome=st.sampled_from(Outcome),
    language=st.sampled_from(Language),
    paragraphs=st.lists(st.builds(Paragraph, st.sampled_from(Kind), texts), max_size=30).map(tuple)
    | st.builds(
        lambda p, n: (p,) * n, st.builds(Paragraph, st.sampled_from(Kind), st.just("Kort.")), st.integers(0, 90)
    ),
    verdict=st.none() | st.sampled_from(Verdict),
    cases=st.lists(st.builds(Case, st.just({}), st.none() | st.sampled_from(Verdict)), max_size=4).map(tuple),
    sources=st.lists(sources, max_size=12).map(tuple),
    as_of=st.none() | days,
    stale=st.booleans(),
    clarify=st.none() | st.builds(Clarify, ids, texts, st.lists(options, max_size=30).map(tuple)),
    suggestions=st.lists(st.builds(Suggestion, ids, texts), max_size=12).map(tuple),
    topic=st.none() | st.just("oversikt"),
)

lists = st.lists(st.tuples(st.just("Rubrik <b> & @here"), st.lists(texts, min_size=1, max_size=7)), max_size=6)
"""As many lists as a digest has, of any lines."""


def bare(text: str) -> str:
    """A text without what a renderer may add or drop: white space, bullets, the marks of a split."""
    return "".join(c for c in "".join(text.split()) if c not in "\u200b…•⚠")
