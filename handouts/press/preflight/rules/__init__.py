"""The rules of preflight, one module for each thing that is measured."""
