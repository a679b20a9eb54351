"""What holds for every module, whoever wrote it; `.importlinter` keeps who may import whom."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "watcher"
LONGEST_MODULE = 400

# As names of modules these words say nothing, so such a module gathers what has no home (docs/glossary.md).
SAYS_NOTHING = {"base", "common", "data", "handler", "handlers", "helper", "helpers", "info", "job", "jobs", "manager",
                "misc", "object", "processor", "stuff", "task", "tasks", "util", "utilities", "utils"}  # fmt: skip
# Doors open when a stage asks, and a command is loaded when it is called, so that `--help` stays quick.
MAY_IMPORT_LATE = ("extend.py", "cli/", "__main__.py")
CORE = (
    "text.py",
    "urls.py",
    "formats.py",
    "tags.py",
    "errors.py",
    "model/",
    "normalize/",
    "segment/",
    "diff/",
    "classify/",
    "digest/",
)
# Mail goes out by smtplib, on an address that the net has vetted; the demo serves its pages on the loopback.
MAY_OPEN_SOCKETS = ("net/", "deliver/notifiers/email.py", "demo/")
MAY_READ_ENVIRONMENT = ("settings.py",)
MAY_PRINT = ("cli/",)

# pydantic's own core comes with it in the one version that fits.
NEVER_WITHOUT = {"pydantic-core"}
# Chosen by name: the time zones of systems that have none; the selector compiler, loaded where a selector is checked;
# what reads the forms that a browser sends.
NEVER_IMPORTED = {"python-multipart", "soupsieve", "tzdata"}

Offences = Iterator[tuple[int, str]]
"""(line, what is wrong) in one module."""


def offences(rule: Callable[[ast.Module], Offences], but_for: tuple[str, ...] = ()) -> list[str]:
    """Where in the package the rule does not hold, apart from the modules that it does not bind."""
    return [
        f"watcher/{name}:{line}: {what}"
        for name, module in MODULES.items()
        if not name.startswith(but_for)
        for line, what in rule(module)
    ]


def read_modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


MODULES = read_modules()


def calls(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with the dotted name of what is called."""
    return ((node, ast.unparse(node.func)) for node in ast.walk(module) if isinstance(node, ast.Call))


def imports(module: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything imported; `from a import b` is `a.b`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def of(names: Iterable[str], libraries: set[str]) -> bool:
    return any(name == library or name.startswith(f"{library}.") for name in names for library in libraries)


def test_a_module_says_in_its_first_sentence_the_one_thing_it_knows() -> None:
    def rule(module: ast.Module) -> Offences:
        docstring = ast.get_docstring(module)
        if not docstring:
            yield 1, "no docstring"
        elif " and " in (first := re.split(r"[.;:](?:\s|$)", docstring, maxsplit=1)[0]):
            yield 1, f"knows two things: {first!r}"

    assert offences(rule) == []


def test_a_module_has_a_name_that_says_something() -> None:
    silent = [name for name in MODULES if SAYS_NOTHING & set(name.removesuffix(".py").split("/"))]
    assert silent == []


def test_a_module_is_short_enough_to_be_read() -> None:
    lengths = {name: len((PACKAGE / name).read_text(encoding="utf-8").splitlines()) for name in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_imports_stand_at_the_top() -> None:
    def rule(module: ast.Module) -> Offences:
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from imports(node)

    assert offences(rule, but_for=MAY_IMPORT_LATE) == []


def test_nothing_unpickles_evaluates_or_speaks_to_a_shell() -> None:
    def rule(module: ast.Module) -> Offences:
        yield from ((line, name) for line, name in imports(module) if of([name], {"pickle", "marshal", "shelve"}))
        for call, called in calls(module):
            if called in {"eval", "exec", "os.system", "os.popen", "yaml.load"}:
                yield call.lineno, called
            yield from ((call.lineno, "shell=True") for word in call.keywords if given(word) == "shell=True")

    assert offences(rule) == []


def test_no_certificate_goes_unchecked() -> None:
    forbidden = {"verify=False", "check_hostname=False", "verify_ssl=False", "ssl=False"}

    def rule(module: ast.Module) -> Offences:
        for node in ast.walk(module):
            if isinstance(node, ast.keyword) and given(node) in forbidden:
                yield node.lineno, given(node)
            if isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "_create_unverified_context"}:
                yield node.lineno, node.attr

    assert offences(rule) == []


def given(keyword: ast.keyword) -> str:
    return f"{keyword.arg}={ast.unparse(keyword.value)}"


def test_no_template_is_made_of_anybody_s_words() -> None:
    """Templates are files of the package; what pages and people say only fills them."""

    def rule(module: ast.Module) -> Offences:
        yield from (
            (call.lineno, called)
            for call, called in calls(module)
            if called.rpartition(".")[2] == "from_string" or called in {"Template", "jinja2.Template", "Markup"}
        )

    assert offences(rule) == []


def test_no_error_is_swallowed_unnamed() -> None:
    def rule(module: ast.Module) -> Offences:
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                yield node.lineno, "bare except"

    assert offences(rule) == []


def test_only_the_command_line_prints() -> None:
    def rule(module: ast.Module) -> Offences:
        yield from ((call.lineno, called) for call, called in calls(module) if called in {"print", "pprint"})

    assert offences(rule, but_for=MAY_PRINT) == []


def test_only_the_settings_read_the_environment() -> None:
    def rule(module: ast.Module) -> Offences:
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"environ", "getenv"}
                and ast.unparse(node.value) == "os"
            ):
                yield node.lineno, ast.unparse(node)
        yield from ((line, name) for line, name in imports(module) if name in {"os.environ", "os.getenv"})

    assert offences(rule, but_for=MAY_READ_ENVIRONMENT) == []


def test_only_the_net_opens_sockets() -> None:
    doors = {"smtplib", "ftplib", "aiohttp", "urllib.request", "http.client", "http.server", "socketserver"}

    def rule(module: ast.Module) -> Offences:
        yield from ((line, name) for line, name in imports(module) if of([name], doors))
        for call, called in calls(module):
            opens = called.rpartition(".")[2] in {"open_connection", "start_server", "create_connection"}
            if opens or (called.startswith("socket.") and called != "socket.gethostname"):
                yield call.lineno, called

    assert offences(rule, but_for=MAY_OPEN_SOCKETS) == []


def test_the_core_asks_neither_the_clock_nor_the_disk() -> None:
    asks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "open"}

    def rule(module: ast.Module) -> Offences:
        yield from ((call.lineno, called) for call, called in calls(module) if called in asks)

    edge = tuple(name for name in MODULES if not name.startswith(CORE))
    assert offences(rule, but_for=edge) == []


def test_what_is_public_says_what_its_caller_needs() -> None:
    def rule(module: ast.Module) -> Offences:
        for node in module.body:
            is_definition = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
                yield node.lineno, node.name

    assert offences(rule) == []


def test_no_committed_file_names_this_machine_or_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    # Written in pieces, so that this file does not find itself.
    forbidden = re.compile(
        "|".join(("/wo" + "rk/(?:main|shared)", "/ro" + "ot/", "py" + "pi[.]org", "python" + "hosted"))
    )
    found = {
        entry: match.group()
        for entry in listed.stdout.decode().split("\0")
        if (ROOT / entry).is_file()
        if (match := forbidden.search((ROOT / entry).read_text(encoding="utf-8", errors="replace")))
    }
    assert found == {}


def test_every_dependency_is_locked_by_hash_without_an_address() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, groups = pyproject["project"], pyproject["dependency-groups"]
    run = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    wanted = {"run": run, "dev": [*run, *chain.from_iterable(groups.values())], "build": groups["build"]}
    for lock, requirements in wanted.items():
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        pinned = re.findall("^([a-z0-9.-]+)==", text, re.MULTILINE)
        hashed = re.findall(r"^([a-z0-9.-]+)==.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        missing = {distribution(requirement) for requirement in requirements} - set(pinned)
        assert not missing, f"not in requirements/{lock}.txt: {sorted(missing)}; run `make lock`"
        assert pinned == hashed
        assert "://" not in text


def test_every_library_that_is_imported_is_declared_and_no_other() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    declared = {distribution(requirement) for requirement in project["dependencies"]}
    extras = {distribution(one) for one in chain.from_iterable(project["optional-dependencies"].values())}
    homes = packages_distributions()
    imported = {name.split(".")[0] for module in MODULES.values() for _, name in imports(module)}
    libraries = {distribution(home) for name in imported for home in homes.get(name, ())} - {"watcher"}
    assert libraries - declared - extras - NEVER_WITHOUT == set()
    assert declared - libraries - NEVER_IMPORTED == set()


def distribution(requirement: str) -> str:
    """The distribution that a requirement names, as the lock spells it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~!; ]", requirement)[0]).lower()


def test_tests_change_nothing_behind_the_code_s_back() -> None:
    patches = re.compile(r"\bmonkeypatch\b|\bmock\.patch\b|\bmocker\b|unittest\.mock")
    patching = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path != Path(__file__) and patches.search(path.read_text(encoding="utf-8"))
    ]
    assert patching == []


def test_one_command_does_each_thing_that_is_promised() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    promised = {
        "install",
        "demo",
        "test",
        "check",
        "run",
        "bench",
        "eval",
        "proof",
        "screenshots",
        "lock",
        "image-steps",
    }
    assert promised <= set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {"make check", "make demo"} <= set((ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines())
    modules = re.findall(r"python -m (t\w+(?:\.\w+)+)", makefile)
    places = {module: ROOT / module.replace(".", "/") for module in modules}
    missing = [
        module
        for module, place in places.items()
        if not (place.with_suffix(".py").is_file() or (place / "__main__.py").is_file())
    ]
    assert missing == []
