"""Labelled texts -> how far a detector can be trusted: measures, figures and a report; and curves for a calibration."""
