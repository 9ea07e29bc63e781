"""Tests of cycles."""
