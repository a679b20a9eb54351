"""The API keeps to its own description, whatever it is asked."""

import json

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

QUICK = settings(
    max_examples=12,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PLACES = {"source_id": "original", "number": "v2", "digest": "01DIGEST1", "sha256": "0" * 64}


def described(ask):
    """Everything that the API says it answers."""
    schema = schemathesis.openapi.from_url(f"{ask.desk.origin}/api/v1/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def test_no_request_that_the_description_allows_is_answered_otherwise_than_described(ask):
    asked = set()
    for operation in described(ask):

        @QUICK
        @given(case=operation.as_strategy())
        def answered_as_described(case):
            """A fault of ours, an undescribed status, another type or another shape fail."""
            case.call_and_validate(base_url=f"{ask.desk.origin}/api/v1")
            asked.add(case.path)

        answered_as_described()
    assert len(asked) == 18


def test_what_is_there_is_answered_as_described(ask):
    look = ask("/snapshots?source=original")["snapshots"][0]["id"].partition("/")[2]
    places = PLACES | {"change": ask("/changes")["changes"][0]["change"], "stamp": look}
    for operation in described(ask):
        named = {name: places[name] for name in places if f"{{{name}}}" in operation.path}
        case = operation.Case(path_parameters=named, query={"q": "held"} if "/search" in operation.path else {})
        answer = case.call(base_url=f"{ask.desk.origin}/api/v1")
        assert answer.status_code == 200, (operation.path, answer.text)
        case.validate_response(answer)


def test_the_description_is_complete_and_leads_nowhere_else(ask):
    told = ask("/openapi.json")
    assert told["openapi"].startswith("3.1")
    assert {method for path in told["paths"].values() for method in path} == {"get"}
    assert "http" not in json.dumps(told["servers"])
    shapes = {name: one for name, one in told["components"]["schemas"].items() if "Validation" not in name}
    assert [name for name, shape in shapes.items() if "description" not in shape] == []
