"""Who has signed what, what has changed since, and what the content owes its readers: sources and treatments."""
