"""Printable patient handouts from reviewed YAML content."""
