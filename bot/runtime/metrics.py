"""What Prometheus reads: numbers by tenant, channel and outcome, of nobody in particular and without any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.live import NoKnowledge
from bot.runtime.knowledge import Provider
from bot.runtime.store_source import StoreSource
from bot.store import StoreError

_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)  # seconds


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._events = Counter(
            "vanort_events",
            "Events from platforms, by what became of them",
            ["channel", "result"],
            registry=self.registry,
        )
        self._answers = Counter(
            "vanort_answers", "Answers, by outcome", ["tenant", "channel", "outcome"], registry=self.registry
        )
        self._handled = Counter(
            "vanort_handled",
            "What was handled that is no answer: edits, votes, enquiries, cards, notices",
            ["tenant", "channel", "kind", "outcome"],
            registry=self.registry,
        )
        self._failures = Counter(
            "vanort_failures", "Attempts that failed", ["tenant", "channel", "then"], registry=self.registry
        )
        self._seconds = Histogram(
            "vanort_receipt_to_answer_seconds",
            "From the receipt of a question until its answer is posted",
            ["channel"],
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def event(self, channel: str, result: str) -> None:
        """Count an event: accepted, repeated, refused or unavailable."""
        self._events.labels(channel, result).inc()

    def answered(self, tenant: str, channel: str, outcome: str, seconds: float) -> None:
        """Count an answer and how long it took."""
        self._answers.labels(tenant, channel, outcome).inc()
        self._seconds.labels(channel).observe(max(0.0, seconds))

    def handled(self, tenant: str, channel: str, kind: str, outcome: str) -> None:
        """Count what was handled and is no answer."""
        self._handled.labels(tenant, channel, kind, outcome).inc()

    def failed(self, tenant: str, channel: str, *, given_up: bool) -> None:
        """Count a failed attempt, and whether it was the last."""
        self._failures.labels(tenant, channel, "given_up" if given_up else "retried").inc()

    def text(self) -> bytes:
        """Return all in Prometheus's format; it asks the store, so not in the event loop's thread."""
        return generate_latest(self.registry)


class Present(Collector):
    """What is so at the moment of asking: inbox, knowledge, secrets.

    Args:
        source: gives the store.
        knowledge: of each tenant, by its name.
        expiring: when secrets expire, by their names.
        clock: tells the time, with its zone.
        zone: in which it is today.
    """

    def __init__(
        self,
        source: StoreSource,
        knowledge: Mapping[str, Provider],
        expiring: Mapping[str, date],
        clock: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        self._source, self._knowledge, self._expiring = source, knowledge, expiring
        self._clock, self._zone = clock, zone

    def describe(self) -> list[Metric]:
        """Describe nothing: registering is not to ask the store."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give the numbers; those of a store that does not answer are left out."""
        today = self._clock().astimezone(self._zone).date()
        yield from self._inbox()
        age = GaugeMetricFamily(
            "vanort_knowledge_age_days", "Days since what entries say was established", labels=["tenant", "entry"]
        )
        due = GaugeMetricFamily("vanort_knowledge_due", "Entries past their review date", labels=["tenant"])
        problems = GaugeMetricFamily("vanort_knowledge_problems", "Problems in the newest files", labels=["tenant"])
        for name, provider in self._knowledge.items():
            problems.add_metric([name], len(provider.problems))
            try:
                dated = provider.current().knowledge.dated()
            except NoKnowledge:
                continue
            days = [(today - one.as_of).days for one in dated]
            age.add_metric([name, "newest"], min(days, default=0))
            age.add_metric([name, "oldest"], max(days, default=0))
            due.add_metric([name], sum(one.stale(today) for one in dated))
        yield from (age, due, problems)
        secrets = GaugeMetricFamily("vanort_secret_expires_days", "Days until a secret expires", labels=["secret"])
        for name, day in self._expiring.items():
            secrets.add_metric([name], (day - today).days)
        yield secrets

    def _inbox(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("vanort_store_up", "Whether the database answers")
        depth = GaugeMetricFamily("vanort_inbox_items", "Items in the inbox", labels=["channel", "state"])
        oldest = GaugeMetricFamily("vanort_inbox_oldest_seconds", "Age of the oldest open item", labels=["channel"])
        try:
            found = self._source.get().inbox.depth(self._clock())
        except StoreError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        for channel, row in found.items():
            for state, number in (("waiting", row.waiting), ("held", row.held), ("failed", row.failed)):
                depth.add_metric([channel, state], number)
            oldest.add_metric([channel], row.oldest_seconds)
        yield from (up, depth, oldest)
