"""The report: its facts, its tables, its charts, its pages, its command."""
