"""`python -m handouts`: the command line, for where the `handouts` command is not on the path."""

from handouts.cli import main

main()
