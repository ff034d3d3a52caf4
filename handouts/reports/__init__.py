"""The report that a clinic files: how its handouts stand, what is due, what they rest on, what was given out."""
