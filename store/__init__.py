"""The database: tables, repositories, unit of work, outbox and migrations."""
