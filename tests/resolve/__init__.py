"""Tests of floor 2: from a library to an edition."""
