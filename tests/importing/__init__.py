"""Imports from CSV and Excel."""
