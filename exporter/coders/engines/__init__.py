"""Where coding runs: what an engine is, and one module per engine.

base.py        Engine, Failed
here.py        in this process
processes.py   over the cores of this machine
cluster.py     over a Ray cluster (extra `cluster`)
"""

from exporter.coders.engines.base import Engine, Failed
from exporter.coders.engines.here import Here
from exporter.coders.engines.processes import Processes, cores

__all__ = ["Engine", "Failed", "Here", "Processes", "cores"]
