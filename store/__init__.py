"""The database: tables, repositories, unit of work, outbox and migrations.

`open_store(url)` gives a `Store`; `store.run(lambda unit: …)` does something in one transaction.

One file per aggregate holds its table, its statements (made once, at import, with `bindparam`: that is worth a factor
of two) and its repository. To add one:

1. Write the port in `bot/ports.py`, and `store/THINGS.py` after `store/questions.py`: the table starts with
   `id_column()` and `*scope_columns()`, has a `revision` where two people may change the same row, and every statement
   is kept inside a scope (`rows_of`, `saving`, `within`).
2. Name the repository in `store/unit.py`; that also makes its table known to the migrations.
3. `make migration m="things"`, read what it wrote in `store/migrations/versions/`, and commit it.
4. Add it to the contract tests in `tests/store/`, which run on both databases.
"""

from __future__ import annotations

from store.engine import name_of
from store.errors import MissingKeyError, StaleError, StoreError, UncertainCommitError
from store.migrating import upgrade
from store.store import Store, open_store
from store.unit import Unit

__all__ = [
    "MissingKeyError",
    "StaleError",
    "Store",
    "StoreError",
    "UncertainCommitError",
    "Unit",
    "name_of",
    "open_store",
    "upgrade",
]
