"""Edition to Pdf: fonts, text, page layout, tags, writing."""
