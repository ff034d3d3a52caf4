"""Editions after they are made: the ledger of what was given out, what an id stands for, recovery and recall."""
