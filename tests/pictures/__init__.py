"""Draws what the surfaces render as pictures, with tools that are not ours (make pictures)."""
