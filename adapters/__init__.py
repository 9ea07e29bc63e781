"""Everything that touches the outside: platforms, terminal, files, clock and command line."""
