"""Disk to Library: reading, marks, schema, pictures."""
