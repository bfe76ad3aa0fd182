#!/usr/bin/env python3
"""Prints the scalars of a run as TensorBoard itself reads them: {"tag": [[step, value], ...]}.

    tensorboard_scalars.py RUN_FOLDER
"""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

accumulator = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "tensors": 0})
accumulator.Reload()
scalars = {tag: [[e.step, e.value] for e in accumulator.Scalars(tag)] for tag in accumulator.Tags()["scalars"]}
json.dump(scalars, sys.stdout)
