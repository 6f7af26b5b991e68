"""What a person wrote, as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.mrkdwn import mentions, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U0BOT> Är Nuuk vänort?", "Är Nuuk vänort?"),
        ("hej <@U0BOT|vanort>, får vi?", "hej  , får vi?"),
        ("se <https://example.se/a?b=1&amp;c|sidan>", "se sidan"),
        ("se <https://example.se>", "se https://example.se"),
        ("i <#C1|allmänt> och <!here>", "i allmänt och"),
        ("till <!subteam^S1|@samordnare>", "till @samordnare"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;@U0BOT&gt; skrivs så", "<@U0BOT> skrivs så"),
        ("", ""),
    ],
)
def test_marks_are_read_as_people_see_them(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert plain(text) == plain(text).strip()


def test_a_mention_is_of_one_person() -> None:
    assert mentions("hej <@U1>", "U1")
    assert mentions("hej <@U1|anna>", "U1")
    assert not mentions("hej <@U12>", "U1")
    assert not mentions("hej <@U1>", None)
