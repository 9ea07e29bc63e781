"""What Prometheus reads at /metrics: counts and times, no person, no text. docs/operating.md says what each is for."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()

RECEIVED = Counter("foothold_activities_received_total", "Activities written to the inbox", ["surface"])
DUPLICATES = Counter("foothold_activities_duplicate_total", "Activities that had arrived before", ["surface"])
TURNS = Counter("foothold_turns_total", "Activities worked on", ["surface", "result"])
TURN_SECONDS = Histogram("foothold_turn_seconds", "From the inbox to the end of the transaction", ["surface"])
DELIVERIES = Counter("foothold_deliveries_total", "Outcomes of messages", ["surface", "outcome"])
INBOX = Gauge("foothold_inbox_open", "Activities that are not dealt with yet, by any process")
INBOX_AGE = Gauge("foothold_inbox_oldest_seconds", "For how long the oldest of them has waited")
OUTBOX = Gauge("foothold_outbox_due", "Messages that are due and not sent yet, by any process")
OUTBOX_AGE = Gauge("foothold_outbox_oldest_seconds", "For how long the oldest of them has been due")
TICKS = Counter("foothold_ticks_total", "Times that due work was looked for", ["result"])
TICKED = Gauge("foothold_last_tick_timestamp_seconds", "When a tick last got through")
PLANNED = Counter("foothold_planned_total", "Messages that planning has queued")
