"""Translations out and in: units of text, PO and XLIFF files, edits that keep the layout of the YAML."""
