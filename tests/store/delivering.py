"""A worker that test_workers kills: it claims and delivers until nothing is left, and tells a diary what the platform was sent."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime

from bot.activities import Place
from store import StoreError, open_store

HERE = Place("slack", "T1", "D1")
LEASE = 2.0


def main(url: str, diary_path: str) -> None:
    """Deliver until every row has ended."""
    store = open_store(url, migrate=False, threads=2)
    diary = os.open(diary_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    deliveries = store.deliveries
    while True:
        try:
            deliveries.recover(datetime.now(UTC))
            claimed = deliveries.claim(datetime.now(UTC), 50, lease_seconds=LEASE)
            mine = deliveries.sending([one.id for one in claimed], lease_seconds=LEASE)
            for one in claimed:
                if one.id in mine:
                    os.write(diary, f"platform {one.id}\n".encode())
            deliveries.delivered([(row, f"m{row}", HERE) for row in sorted(mine)])
            os.write(diary, "".join(f"answered {row}\n" for row in sorted(mine)).encode())
            if not claimed:
                if deliveries.next_due() is None:
                    return
                time.sleep(0.1)
        except StoreError:
            # The connection was dropped: what was being sent becomes unknown when its lease runs out.
            time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
