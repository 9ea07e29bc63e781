"""What is known about a person: shown, exported, deleted, purged when its time is over."""
