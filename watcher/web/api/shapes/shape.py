"""What all shapes have in common: a docstring beside a field is its description."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-21T10:30:00.417Z"])]
"""UTC, with milliseconds."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
VersionName = Annotated[str, Field(pattern=r"^v[1-9]\d*$", examples=["v14"])]
Level = Literal["noise", "low", "medium", "high", "critical"]


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(
        use_attribute_docstrings=True,
        populate_by_name=True,
        alias_generator=lambda name: name.removesuffix("_"),
    )


class Page(Shape):
    """A part of a list."""

    next: str | None = None
    """Where the list goes on; null at its end. The same stands in the header `Link`."""
