"""The programme files that ship with Foothold, one YAML for each programme."""
