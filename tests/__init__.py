"""The tests: transcripts, contracts and payloads; otherwise as the source is laid out."""
