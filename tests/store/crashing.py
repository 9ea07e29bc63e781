"""A worker that test_crashes kills: it receives, handles and delivers until it dies, and keeps a diary beside it.

Every line of the diary is written, without a buffer, at the moment at which the outside learns of something: that an
activity was acknowledged, or that the platform has taken a message.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime

from bot.activities import Activity, Identity, Message, Place
from bot.cards import text
from bot.ports import Outgoing
from store import open_store

HERE = Place("slack", "T1", "D1")


def main(url: str, diary_path: str, run: int) -> None:
    """Work until killed. `run` tells one life from the next."""
    store = open_store(url, migrate=False)
    diary = os.open(diary_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(*words: object) -> None:
        os.write(diary, (" ".join(map(str, words)) + "\n").encode())

    def handle(unit, key: str) -> None:
        talk = unit.talks.lock(1)
        unit.talks.save(replace(talk, memory={"turns": talk.memory.get("turns", 0) + 1}))
        unit.outbox.add(Outgoing(f"reply:{key}", 1, text(key), datetime.now(UTC), place=HERE))
        unit.inbox.close(key, None)

    for key in store.inbox.open(1000):
        store.run(lambda unit, k=key: handle(unit, k))
    # The lease of a dead worker is over at once here; a courier would wait for it.
    store.run(
        lambda unit: unit.connection.exec_driver_sql(
            "UPDATE outbox SET due_at = planned_at WHERE due_at IS NOT NULL"
        )
    )
    store.deliveries.recover(datetime.now(UTC))
    number = 0
    while True:
        number += 1
        key = f"{run}.{number}"
        store.inbox.receive(
            Activity(key, Identity("slack", "T1", "U1"), HERE, datetime.now(UTC), Message("hi"))
        )
        write("acknowledged", key)
        store.run(lambda unit, k=key: handle(unit, k))
        for outgoing in store.deliveries.claim(datetime.now(UTC), 10):
            if store.deliveries.sending([outgoing.id]):
                write("platform", outgoing.key)
                store.deliveries.delivered([(outgoing.id, outgoing.key, HERE)])
                write("answered", outgoing.key)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
