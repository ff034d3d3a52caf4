"""Tests of handouts."""

# Seconds to wait for another process. Only one that hangs takes so long, however busy the machine is.
PATIENCE = 600
