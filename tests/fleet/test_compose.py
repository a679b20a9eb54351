"""The composition that is shipped: every part of a fleet is in it, and no secret stands in it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from watcher.cli import app as command_line

COMPOSED = YAML(typ="safe").load((Path(__file__).parents[2] / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSED["services"].items() if service.get("image") == "watcher"}


def test_a_fleet_is_two_workers_a_scheduler_the_pages_and_what_they_lean_on():
    fleet = {name for name, service in COMPOSED["services"].items() if "fleet" in service.get("profiles", ())}
    assert fleet == {"init", "worker", "scheduler", "web", "postgres", "objects"}
    assert COMPOSED["services"]["worker"]["deploy"]["replicas"] == 2
    for name in ("worker", "scheduler", "web"):
        conditions = {one["condition"] for one in COMPOSED["services"][name]["depends_on"].values()}
        assert conditions == {"service_healthy"}
    assert all("healthcheck" in COMPOSED["services"][name] for name in ("web", "postgres", "objects"))


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_of_our_services_is_started_by_a_command_that_there_is(name):
    words = [word for word in OURS[name]["command"] if word != "/data" and word != "--config"]
    said = CliRunner().invoke(command_line.command(), [words[0], "--help"])
    assert said.exit_code == 0
    assert all(word in said.output for word in words[1:] if word.startswith("--"))


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_of_our_services_may_do_nothing_but_its_work(name):
    assert OURS[name]["read_only"] is True
    assert OURS[name]["cap_drop"] == ["ALL"]
    assert OURS[name]["security_opt"] == ["no-new-privileges:true"]


def test_secrets_are_files():
    for service in COMPOSED["services"].values():
        named = {key for key in service.get("environment", {}) if "PASSWORD" in key or "USER_FILE" in key}
        assert all(key.endswith("_FILE") for key in named)
    assert all(set(secret) == {"file"} for secret in COMPOSED["secrets"].values())
