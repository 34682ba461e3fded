import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import registry


def test_every_default_that_the_marks_are_generated_with_is_in_the_registry():
    import marks

    public = [(one.scheme, one.configured(marks.V)) for one in registry.profiles()]
    for mark in marks.MARKS:
        assert (mark.profile.scheme, mark.settings) in public, mark.name
