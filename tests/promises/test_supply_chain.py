"""What is installed beside watcher has no part in it."""

import os
import subprocess
import sys


def test_no_plugin_of_what_is_installed_beside_is_loaded(tmp_path):
    """A distribution that offers pydantic a plugin; pydantic by itself would load it."""
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[pydantic]\nstranger = stranger:plugin\n")
    (tmp_path / "stranger.py").write_text(
        f"open({str(tmp_path / 'was-here')!r}, 'a').close()\n"
        "class plugin:\n    @staticmethod\n    def new_schema_validator(*_, **__): return None, None, None\n"
    )
    (tmp_path / "sources.yaml").write_text("version: 1\nsources:\n  - {id: page, url: 'https://www.dhs.gov/page'}\n")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    environ.pop("PYDANTIC_DISABLE_PLUGINS", None)

    def runs(*command):
        return subprocess.run([sys.executable, *command], env=environ, capture_output=True, text=True, check=True)

    runs("-m", "watcher", "config", "check", "--config", str(tmp_path))
    assert not (tmp_path / "was-here").exists()
    runs("-c", "from pydantic import BaseModel\nclass A(BaseModel): x: int\nA(x=1)")
    assert (tmp_path / "was-here").exists(), "the stranger is one that would be let in"
