"""What an item of Slack's asks for."""

from __future__ import annotations

from bot.channels.slack.posts import Post
from bot.question import Choice, Question, clean
from bot.runtime.requests import Asked, Deleted, Kind, Person, Raised, Request, Stepped, Terms, Voted
from bot.store import Item, Vote


def read(item: Item) -> Request:
    """Return the request of an item."""
    post = Post.model_validate(item.payload)
    match Kind(item.kind):
        case Kind.QUESTION | Kind.EDIT:
            choice = Choice(post.choice.fact, post.choice.value) if post.choice else None
            question = Question(clean(post.text), post.language, choice=choice, asker=post.user)
            terms = Terms.IF_SURE if post.unasked else Terms.ALWAYS
            return Asked(question, post.conversation, post.reference, post.where, terms)
        case Kind.DELETE:
            return Deleted(post.conversation, post.reference)
        case Kind.VOTE | Kind.REASON:
            return Voted(post.reference, post.vote or Vote.DOWN, post.user, post.text)
        case Kind.RAISE:
            person = Person(post.user, post.name)
            return Raised(post.text, post.conversation, person, post.where, post.language)
        case _:
            return Stepped(post.enquiry or 0, Person(post.user, post.name), post.text, post.where)
