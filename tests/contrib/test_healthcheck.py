import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

HEALTHCHECK = Path(__file__).parents[2] / "contrib" / "healthcheck.py"


def judged(stdin: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, HEALTHCHECK], input=stdin, capture_output=True, text=True, check=False)


def status(*due_in_minutes: int) -> str:
    now = datetime.now(UTC)
    moments = [(now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z") for minutes in due_in_minutes]
    return json.dumps({"sources": [{"id": "new"}, *({"next_look": moment} for moment in moments)]})


def test_a_watcher_with_one_look_ahead_is_alive_however_late_the_others_are() -> None:
    assert judged(status(-600, 5)).returncode == 0


def test_a_watcher_whose_every_look_is_overdue_is_not_alive() -> None:
    answer = judged(status(-600, -20))
    assert answer.returncode == 1
    assert "overdue" in answer.stderr


def test_a_watcher_that_has_just_been_set_up_is_alive() -> None:
    assert judged(status()).returncode == 0


def test_a_status_that_could_not_be_asked_for_is_no_sign_of_life() -> None:
    assert judged("").returncode == 1
