"""Originlens: where does this text come from? The daemon, the scanner and the plugin contract.

How a text travels through this package, one file a stage:

    web/ or cli/ -> pipeline/segment -> cache -> schedule -> (plugins) -> calibrate -> fuse -> verdict -> page

    contract.py   what plugins import          bundles.py   data folders, verified
    answer.py     what a scan answers          registry.py  methods x bundles = detectors
    errors.py     the errors a user can meet   runtime.py   ONNX Runtime, the only import of it
    settings.py   the settings table           text/        normalise, sentences, words, language

README.md names the rest.
"""

__version__ = "0.1.0"
