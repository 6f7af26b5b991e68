"""From an activity to an item of the inbox, and from an item to what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.teams import NAME
from bot.channels.teams.activity import Activity
from bot.channels.teams.presses import INVOKE, Chosen, Vote, read_press
from bot.channels.teams.references import where
from bot.locales import phrases
from bot.question import Choice, Language, Question, clean
from bot.render.actions import Action
from bot.runtime.commands import lists_own
from bot.runtime.requests import Asked, Deleted, Kind, Listed, Person, Raised, Request, Stepped, Voted
from bot.store import Incoming, Item
from bot.store import Vote as Opinion


class Unreadable(Exception):
    """An activity of a kind that is handled lacks what it takes."""


def incoming(activity: Activity, tenant: str) -> Incoming | None:
    """Return what to take down, or None where there is nothing to do.

    Raises:
        Unreadable: its kind is handled, and it lacks what that takes.
    """
    found = _told(activity)
    if found is None:
        return None
    kind, key, told = found
    if activity.conversation is None or not activity.recipient.id:
        raise Unreadable
    conversation = activity.conversation.id
    payload = {"where": where(activity), "person": activity.from_.person, "name": activity.from_.name, **told}
    return Incoming(NAME, f"{kind}/{conversation}/{key}", conversation, kind, payload, tenant)


def _told(activity: Activity) -> tuple[Kind, str, dict[str, Any]] | None:
    """The kind of item, what makes it this one in its conversation, and what it says."""
    match activity.type, activity.name:
        case "message", _:
            return _message(activity)
        case "messageUpdate", _ if _event(activity) in (None, "editMessage", "undeleteMessage"):
            told = {"text": activity.said, "message": _id(activity)}
            return Kind.EDIT, f"{_id(activity)}/{activity.timestamp}", told
        case "messageDelete", _:
            return Kind.DELETE, f"{_id(activity)}/{activity.timestamp}", {"message": _id(activity)}
        case "installationUpdate" | "conversationUpdate", _ if is_arrival(activity):
            return _welcome(activity)
        case "invoke", name if name == INVOKE:
            return _press(activity)
    return None


def is_arrival(activity: Activity) -> bool:
    """Tell whether an activity says that the bot was added to a conversation."""
    if activity.type == "installationUpdate":
        return activity.action == "add"
    added = {member.id for member in activity.members_added}
    return activity.type == "conversationUpdate" and activity.recipient.id in added


def _message(activity: Activity) -> tuple[Kind, str, dict[str, Any]] | None:
    if activity.from_.role == "bot" or (not activity.text and activity.value is not None):
        return None
    if (language := lists_own(activity.said)) is not None:
        alone = activity.conversation is not None and activity.conversation.conversation_type == "personal"
        return Kind.OWN, _id(activity), {"language": language, "alone": alone}
    return Kind.QUESTION, _id(activity), {"text": activity.said, "message": _id(activity)}


def _welcome(activity: Activity) -> tuple[Kind, str, dict[str, Any]]:
    """Help, once a conversation: Teams tells of an installation in two activities. Nobody has asked anything."""
    language = activity.language or Language.SV
    text = phrases(language, "language.help")[0]
    return Kind.QUESTION, "welcome", {"text": text, "message": "welcome", "language": language, "person": None}


def _press(activity: Activity) -> tuple[Kind, str, dict[str, Any]] | None:
    pressed = read_press(activity.value)
    if pressed is None:
        return None
    verb, values = pressed
    if isinstance(values, Chosen | Vote) and not _is_of(activity, values.reference):
        return None
    told = values.model_dump(mode="json") | {"card": activity.reply_to_id}
    kind = Kind.QUESTION if verb is Action.CHOICE else Kind(verb.value)
    return kind, _id(activity), told


def _is_of(activity: Activity, reference: str) -> bool:
    """Tell whether a question was asked where the button is.

    What a card carries comes back from the person's own program: the question of another conversation is not theirs.
    """
    here = activity.conversation.id.split(";")[0] if activity.conversation else ""
    return reference.rpartition("/")[0].split(";")[0] == here


def _event(activity: Activity) -> str | None:
    return activity.channel_data.event_type if activity.channel_data else None


def _id(activity: Activity) -> str:
    if activity.id is None:
        raise Unreadable
    return activity.id


def request(item: Item) -> Request:
    """Return what an item asks for."""
    told: Mapping[str, Any] = item.payload
    place, person = told["where"], Person(told["person"], told.get("name"))
    conversation = place["conversation"]
    match Kind(item.kind):
        case Kind.QUESTION | Kind.EDIT:
            return _asked(told)
        case Kind.DELETE:
            return Deleted(conversation, _reference(told))
        case Kind.VOTE | Kind.REASON:
            return Voted(told["reference"], Opinion(told["vote"]), person.id, told["text"])
        case Kind.RAISE:
            return Raised(told["text"], conversation, person, place)
        case Kind.OWN:
            return Listed(person, place, told["alone"], Language(told["language"]))
        case _:
            return Stepped(told["enquiry"], person, told["text"], place)


def _asked(told: Mapping[str, Any]) -> Asked:
    place, asker = told["where"], told["person"]
    if "fact" in told:
        choice = Choice(told["fact"], told["value"])
        pressed = Question(clean(told["label"]), choice=choice, asker=asker)
        reference = told["reference"]
        return Asked(pressed, place["conversation"], reference, {**place, "card": told["card"]}, chooses=reference)
    language = told.get("language")
    question = Question(clean(told["text"]), Language(language) if language else None, asker=asker)
    return Asked(question, place["conversation"], _reference(told), place)


def _reference(told: Mapping[str, Any]) -> str:
    return f"{told['where']['conversation']}/{told['message']}"
