"""Many documents in one run: what to build, what is unchanged, who builds it, what is told and kept afterwards."""
