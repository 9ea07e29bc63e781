"""What Prometheus reads at /metrics: counts and times, no person, no text."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("foothold_activities_received_total", "Activities written to the inbox", ["surface"])
DUPLICATES = Counter("foothold_activities_duplicate_total", "Activities that had arrived before", ["surface"])
TURNS = Counter("foothold_turns_total", "Activities worked on", ["surface", "result"])
TURN_SECONDS = Histogram("foothold_turn_seconds", "From the inbox to the end of the transaction", ["surface"])
DELIVERIES = Counter("foothold_deliveries_total", "Outcomes of messages", ["surface", "outcome"])
OVERDUE = Gauge("foothold_outbox_due", "Messages that are due and not sent yet")
TICKS = Counter("foothold_ticks_total", "Times that due work was looked for")
PLANNED = Counter("foothold_planned_total", "Messages that planning has queued")
