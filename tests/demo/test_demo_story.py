"""The demo, played through the real pipeline, says what its script says, and nothing else."""

from typing import Any

import pytest

from watcher.demo import ROUNDS, Round, Said
from watcher.demo.play import play
from watcher.demo.render import PAGES
from watcher.model import KINDS, Severity


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Round by round: source id → the findings that this round told of it."""
    return play(tmp_path_factory.mktemp("demo"))


ROUND = pytest.mark.parametrize("number", range(len(ROUNDS)), ids=[shown.title for shown in ROUNDS])


@ROUND
def test_a_round_says_what_its_script_expects(played: Any, number: int) -> None:
    for said in ROUNDS[number].expect:
        findings = played[number].findings[said.source]
        assert any(_fits(said, finding) for finding in findings), (said, findings)


@ROUND
def test_a_round_says_nothing_above_noise_of_other_sources(played: Any, number: int) -> None:
    for source in PAGES.keys() - ROUNDS[number].told:
        findings = played[number].findings.get(source, ())
        assert [finding for finding in findings if finding.level > Severity.NOISE] == [], source


@ROUND
def test_a_round_makes_no_claim_that_its_script_forbids(played: Any, number: int) -> None:
    claimed = {finding.kind for findings in played[number].findings.values() for finding in findings}
    assert claimed.isdisjoint(ROUNDS[number].forbid)


def test_the_script_names_only_kinds_and_sources_that_exist() -> None:
    for shown in ROUNDS:
        assert _kinds(shown) <= KINDS.keys()
        assert set(shown.shows) | shown.told | set(shown.unreadable) <= PAGES.keys()
        assert shown.told.isdisjoint(shown.unreadable)


def test_the_rounds_follow_one_another_in_time() -> None:
    times = [shown.after for shown in ROUNDS]
    assert times == sorted(set(times))


def _fits(said: Said, finding: Any) -> bool:
    return finding.kind in said.kinds and (not said.flag or said.flag in finding.flags)


def _kinds(shown: Round) -> set[str]:
    return {kind for said in shown.expect for kind in said.kinds} | set(shown.forbid)
