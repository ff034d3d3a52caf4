"""Library and request to Edition: everything is looked up, numbered, counted and judged here, once."""
