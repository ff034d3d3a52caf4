"""Doors for electronic health records: what they ask, what there is for it, and how it is told. No server, no files."""
