"""Finished PDFs: reading them back and checking them, pictures of pages."""
