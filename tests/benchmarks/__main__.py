"""The table of all tasks: see `growth`."""

from tests.benchmarks.growth import main

main()
