"""What the labelled pairs come to never falls, and is written down as it is."""

import pytest

from tests.eval import floors, page
from tests.eval.pairs import SHARED
from tests.eval.score import Marks, own_marks, real_marks

AGAIN = "run `make eval`, look at what it prints, commit what it writes"
SETS = {"own": own_marks, "real": real_marks}


@pytest.fixture(scope="module", params=SETS)
def measured(request: pytest.FixtureRequest) -> tuple[str, Marks]:
    if request.param == "real" and not SHARED.exists():
        pytest.skip("../shared is not here")
    return request.param, SETS[request.param]()


def test_no_figure_is_below_its_floor(measured: tuple[str, Marks]) -> None:
    name, marks = measured
    assert floors.fallen(floors.figures(name, marks), floors.kept(), (name,)) == {}, AGAIN


def test_no_floor_could_be_higher(measured: tuple[str, Marks]) -> None:
    assert floors.risen(floors.figures(*measured), floors.kept()) == {}, AGAIN


def test_the_page_of_measurements_shows_the_figures_as_they_are(measured: tuple[str, Marks]) -> None:
    name, marks = measured
    assert page.written(f"eval {name}") == page.section(marks), AGAIN


def test_a_figure_that_nothing_measures_any_more_has_fallen() -> None:
    assert floors.fallen({}, {"own / recall / page.removed": 0.9, "real / all / said": 1.0}, ("own",)) == {
        "own / recall / page.removed": "0.0 < 0.9"
    }


def test_a_figure_without_a_floor_has_risen() -> None:
    assert list(floors.risen({"own / recall / page.removed": 0.0}, {})) == ["own / recall / page.removed"]
