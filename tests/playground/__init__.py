"""Microsoft's own test client (the Microsoft 365 Agents Playground) against Foothold on this machine: make playground."""
