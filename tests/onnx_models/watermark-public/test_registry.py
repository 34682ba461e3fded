import sys
from pathlib import Path

from originlens_watermark.detect import detect

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import registry

TEXT = "The ferry was late again, so we sat on the wall and shared what was left of the bread, and counted the boats."


def test_as_many_are_corrected_for_as_are_tried():
    profiles = [profile for profile in registry.profiles() if profile.quick]
    readers = registry.readers()[:2]
    for thorough in (False, True):
        found = detect(TEXT, profiles, readers, 1e-3, thorough=thorough)
        assert len(found) == registry.tried(profiles, readers, thorough=thorough)


def test_every_default_that_the_marks_are_generated_with_is_in_the_registry():
    import marks

    public = [(profile.scheme, profile.settings) for profile in registry.profiles()]
    for mark in marks.MARKS:
        own = mark.profile
        assert any(own.scheme == name and settings.items() <= own.settings.items() for name, settings in public), (
            mark.name
        )
