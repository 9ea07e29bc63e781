"""Many workers on one database, killed and cut off at random."""
