"""The conversation core of Foothold: no I/O, no clock of its own, no platform words, synchronous."""
