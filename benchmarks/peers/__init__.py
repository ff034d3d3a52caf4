"""The same document by handouts and by other programs: one module each, with a class `Maker`."""
