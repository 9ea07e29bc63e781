"""Claim and complete by 1, 2 and 4 worker processes on PostgreSQL, beside the bare statements by as many processes.

Run with a URL and a side, this file is one worker: it says that it is ready, waits for the word, works until nothing is
left, and says how many rows it has done.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.claims import BATCH, CLAIM, COMPLETE, PLACE, SCOPE, SENDING
from benchmarks.databases import Bench, both
from benchmarks.measuring import Figure, per_second
from bot.cards import text
from bot.ports import Outgoing
from store.outbox_table import place_to_text

ROWS, ROUNDS = 6_000, 3
DUE = datetime(2024, 3, 18, 9, 30, tzinfo=UTC)


def run() -> Iterator[Figure]:
    """With each number of workers: the median of the rounds, product and bare in turns."""
    with both() as makers:
        for make in makers:
            with make() as bench:
                if bench.name == "PostgreSQL":
                    for workers in (1, 2, 4):
                        yield measure(bench, workers)


def measure(bench: Bench, workers: int) -> Figure:
    """Rows a second of so many workers."""
    rounds = []
    for number in range(ROUNDS):
        sides = ("product", "bare") if number % 2 else ("bare", "product")
        taken = {side: once(bench, workers, side, f"{workers}.{number}.{side}") for side in sides}
        rounds.append((taken["product"], taken["bare"]))
    product, bare = (sorted(one)[ROUNDS // 2] for one in zip(*rounds, strict=True))
    ratio = sorted(other / mine for mine, other in rounds)[ROUNDS // 2]
    name = f"claim and complete, {workers} {'worker' if workers == 1 else 'workers'}"
    return Figure(name, per_second(ROWS, product), per_second(ROWS, bare), ratio)


def once(bench: Bench, workers: int, side: str, key: str) -> float:
    """Seconds from the word to the last worker's end; planning the rows is not timed."""
    message = Outgoing(key, 0, text("Your check-in is due."), DUE, "nudge", SCOPE)
    bench.store.run(lambda unit: unit.queue.fan_out(message, range(1, ROWS + 1)))
    bench.run("ANALYZE outbox")
    command = [sys.executable, "-m", "benchmarks.workers", bench.url, side]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(workers)
    ]
    for worker in running:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    began = time.perf_counter()
    done = (
        sum(int(worker.communicate("go\n")[0]) for worker in running) if workers == 1 else together(running)
    )
    taken = time.perf_counter() - began
    assert done == ROWS, done
    return taken


def together(running: list[subprocess.Popen[str]]) -> int:
    """Give the word to all of them before waiting for any."""
    for worker in running:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return sum(int(worker.communicate()[0]) for worker in running)


def work(url: str, side: str) -> int:
    """One worker: how many rows it has claimed and completed."""
    if side == "product":
        from store import open_store

        store = open_store(url, migrate=False)
        ready()
        done = 0
        while claimed := store.deliveries.claim(DUE, BATCH):
            rows = store.deliveries.sending([one.id for one in claimed], now=DUE)
            store.deliveries.delivered([(row, f"m{row}", PLACE) for row in rows], now=DUE)
            done += len(rows)
        store.close()
        return done
    return bare(url)


def bare(url: str) -> int:
    """The same statements by the driver alone."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        shown = Bench("PostgreSQL", url, None, connection)  # type: ignore[arg-type]
        complete, cursor, place = shown.written(COMPLETE), connection.cursor(), place_to_text(PLACE)
        ready()
        done = 0
        while claimed := shown.run(
            CLAIM["PostgreSQL"], now=DUE, until=DUE + timedelta(seconds=60)
        ).fetchall():
            ids = [row[0] for row in claimed]
            shown.run(SENDING["PostgreSQL"], ids=ids)
            with connection.transaction():
                cursor.executemany(
                    complete, [{"id": row, "message": f"m{row}", "place": place, "now": DUE} for row in ids]
                )
            done += len(ids)
    return done


def ready() -> None:
    """Say so, and wait for the word."""
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    print(work(*sys.argv[1:]), flush=True)
