"""What an item of Slack's asks for."""

from __future__ import annotations

from bot.channels.slack.posts import Post
from bot.question import Choice, Language, Question, clean
from bot.runtime.again import Again
from bot.runtime.requests import Asked, Deleted, Kind, Listed, Person, Raised, Request, Stepped, Terms, Voted
from bot.store import Item, Vote


def read(item: Item) -> Request:
    """Return the request of an item."""
    post = Post.model_validate(item.payload)
    match Kind(item.kind):
        case Kind.QUESTION | Kind.EDIT:
            return _asked(post)
        case Kind.DELETE:
            return Deleted(post.conversation, post.reference)
        case Kind.VOTE | Kind.REASON:
            return Voted(post.reference, post.vote or Vote.DOWN, post.user, post.text)
        case Kind.RAISE:
            person = Person(post.user, post.name)
            return Raised(post.text, post.conversation, person, post.where, post.language)
        case Kind.OWN:
            alone = post.direct or post.response_url is not None
            return Listed(Person(post.user, post.name), post.where, alone, post.language or Language.SV)
        case _:
            return Stepped(post.enquiry or 0, Person(post.user, post.name), post.text, post.where)


def _asked(post: Post) -> Asked:
    terms = Terms.IF_SURE if post.unasked else Terms.ALWAYS
    place = (post.conversation, post.reference, post.where, terms)
    if post.again is not None:
        again = Again.from_json(post.again, post.user)
        return Asked(again.question, *place, again=again)
    pressed = post.choice
    choice = Choice(pressed.fact, pressed.value) if pressed else None
    question = Question(clean(post.text), post.language, choice=choice, asker=post.user)
    return Asked(question, *place, chooses=pressed.of if pressed else None)
