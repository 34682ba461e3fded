"""How this bundle was made: sample, train, export, calibrate, describe; `build.py` runs them in order."""
