"""An edited question is answered anew in place; a deleted question's answer is deleted. The emulator tells of both."""

from __future__ import annotations

import json
from typing import Any

from slack_peer import Emulator, wait_for

from bot.channels.slack.posts import Post


def test_an_edited_question_is_answered_anew_in_the_same_message(serve: Any, slack: Emulator) -> None:
    serve()
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    (before,) = slack.wait("fragor", ts)
    anna, channel = slack.as_("anna"), slack.channels["fragor"]
    anna.chat_update(channel=channel, ts=ts, text=f"<@{slack.bot}> Är Vanda vänort?")
    (after,) = wait_for(lambda: [one for one in slack.replies("fragor", ts) if "Vanda" in one["text"]])
    assert after["ts"] == before["ts"]
    assert "Vanda" in json.dumps(after["blocks"], ensure_ascii=False)
    assert after["metadata"] == before["metadata"], "it can still be found"


def test_a_deleted_questions_answer_is_deleted(serve: Any, slack: Emulator) -> None:
    serve()
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    slack.wait("fragor", ts)
    slack.as_("anna").chat_delete(channel=slack.channels["fragor"], ts=ts)
    wait_for(lambda: slack.replies("fragor", ts) == [])


def test_what_slack_leaves_of_a_deleted_message_with_replies_is_a_deletion(serve: Any, slack: Emulator) -> None:
    bot = serve()
    ts = slack.ask("anna", "fragor", "Är Nuuk vänort?")
    slack.wait("fragor", ts)
    old = {"type": "message", "user": slack.users["anna"], "text": f"<@{slack.bot}> Är Nuuk vänort?", "ts": ts}
    gone = old | {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    told = {"type": "message", "subtype": "message_changed", "channel": slack.channels["fragor"], "ts": "9.9"}
    told |= {"message": gone, "previous_message": old}
    body = {"type": "event_callback", "team_id": slack.team, "event_id": "Ev9", "event": told}
    body["authorizations"] = [{"user_id": slack.bot, "team_id": slack.team, "is_bot": True}]
    assert bot.send(body).status_code == 200
    wait_for(lambda: slack.replies("fragor", ts) == [])


def test_edits_of_other_messages_and_of_the_bots_own_are_let_be(serve: Any, slack: Emulator) -> None:
    bot = serve()
    other = slack.say("anna", "fragor", "Vi ses i morgon.")
    anna, channel = slack.as_("anna"), slack.channels["fragor"]
    anna.chat_update(channel=channel, ts=other, text="Vi ses på fredag.")
    anna.chat_delete(channel=channel, ts=other)
    place = slack.direct("anna")
    ts = slack.say("anna", place, "Är Nuuk vänort?")
    slack.wait(place, ts)
    anna.chat_update(channel=place, ts=ts, text="Är Vanda vänort?")
    wait_for(lambda: [one for one in slack.replies(place, ts) if "Vanda" in one["text"]])
    bot.wait_for_log("answered", 2)
    handled = [line["kind"] for line in bot.lines if line["event"] in ("answered", "handled", "failed")]
    assert sorted(set(handled) - {"notice"}) == ["edit", "question"]


def test_a_post_keeps_its_place_and_conversation() -> None:
    post = Post(team="T", channel="C", user="U", ts="2.0", thread="1.0")
    assert (post.reference, post.conversation) == ("T/C/2.0", "T/C/1.0")
    assert Post(team="T", channel="D", user="U", ts="2.0", thread="1.0", direct=True).conversation == "T/D"
    assert Post.model_validate(post.model_dump(mode="json", exclude_defaults=True)) == post
