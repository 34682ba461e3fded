import importlib.util

from originlens import bundles

FOLDER = bundles.shipped_bundles() / "content-credentials"


def test_the_shipped_manifest_is_the_scripts():
    spec = importlib.util.spec_from_file_location("content_credentials_build", FOLDER / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.manifest() == (FOLDER / "bundle.toml").read_text("utf-8")
