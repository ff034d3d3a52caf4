"""The accessible twin of an edition: the same text as one HTML file that needs no network."""
