"""Preflight: measures what a finished page shows and holds it against rules with sources."""
