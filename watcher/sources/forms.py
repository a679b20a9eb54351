"""How a form is written down: strict about keys, with the sorts of value that both files share."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from watcher.sources import calendar, values
from watcher.sources.values import Check, unless_hidden


class Form(BaseModel):
    """A mapping in a file: unknown keys are mistakes, nothing is turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Itself: nobody changes it, and a default is copied for every source that leaves it."""
        return self


def _checked(check: Check) -> AfterValidator:
    return AfterValidator(unless_hidden(check))


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Id = Annotated[
    str, _checked(values.an_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]+$", "title": "Id"})
]
Name = Annotated[
    str,
    _checked(values.a_name),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "title": "Name"}),
]
Mark = Annotated[
    str, _checked(values.a_mark), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9]{1,32}$", "title": "Mark"})
]
Words = Annotated[str, _checked(values.words), WithJsonSchema({"type": "string", "minLength": 1})]
Term = Annotated[str, _checked(values.a_term), WithJsonSchema({"type": "string", "minLength": 1})]
Line = Annotated[str, _checked(values.a_line), WithJsonSchema({"type": "string"})]
Url = Annotated[
    str,
    _checked(values.a_url),
    WithJsonSchema({"type": "string", "pattern": r"^([Hh][Tt][Tt][Pp][Ss]?://|.*\$\{)"}),
]
Duration = Annotated[
    str,
    BeforeValidator(values.timed),
    _checked(values.duration),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]+[smhdw]$"}),
]
Period = Annotated[
    str,
    BeforeValidator(values.timed),
    _checked(values.period),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]*[1-9][0-9]*[smhdw]$"}),
]
TimeZone = Annotated[str, _checked(values.a_timezone), WithJsonSchema({"type": "string"})]
Cadence = Annotated[
    str,
    _checked(calendar.a_cadence),
    WithJsonSchema({"type": "string", "pattern": f"^{calendar.CADENCE}$"}),
]
Crontab = Annotated[
    str, _checked(calendar.a_crontab_line), WithJsonSchema({"type": "string", "pattern": r"^\s*(\S+\s+){4}\S+\s*$"})
]
QuietHours = Annotated[
    str, _checked(calendar.quiet_hours), WithJsonSchema({"type": "string", "pattern": f"^{calendar.QUIET}$"})
]
Pattern = Annotated[str, _checked(values.a_pattern), WithJsonSchema({"type": "string", "format": "regex"})]
Selector = Annotated[str, _checked(values.a_selector), WithJsonSchema({"type": "string"})]
Selectors = Annotated[
    list[Selector],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}),
]
Figure = Annotated[str, _checked(values.a_figure), WithJsonSchema({"type": "string", "pattern": r"^[^{]*\{n\}[^{]*$"})]
KindOfFinding = Annotated[
    str,
    _checked(values.a_kind_of_finding),
    WithJsonSchema({"type": "string", "enum": sorted(values.KINDS), "title": "Kind of finding"}),
]
Host = Annotated[str, _checked(values.a_host), WithJsonSchema({"type": "string"})]
Network = Annotated[str, _checked(values.a_network), WithJsonSchema({"type": "string"})]
Address = Annotated[str, _checked(values.an_address), WithJsonSchema({"type": "string", "format": "email"})]
Sender = Annotated[str, _checked(values.a_sender), WithJsonSchema({"type": "string"})]
Room = Annotated[str, _checked(values.a_room), WithJsonSchema({"type": "string", "pattern": r"^(!|.*\$\{)"})]
Topic = Annotated[
    str,
    _checked(values.a_topic),
    WithJsonSchema({"type": "string", "pattern": r"^([Hh][Tt][Tt][Pp][Ss]?://|.*\$\{)"}),
]
Service = Annotated[str, _checked(values.a_service), WithJsonSchema({"type": "string", "pattern": r"(://|\$\{)"})]
BucketUrl = Annotated[str, _checked(values.a_bucket), WithJsonSchema({"type": "string", "pattern": r"^(s3://|.*\$\{)"})]
Database = Annotated[str, _checked(values.a_database), WithJsonSchema({"type": "string"})]

Level = Literal["noise", "low", "medium", "high", "critical"]
"""How grave, in words; noise is stored and never sent."""
Told = Literal["low", "medium", "high", "critical"]
"""How grave, as far as it is sent."""
