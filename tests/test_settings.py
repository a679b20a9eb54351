import os

from watcher.settings import environment, settings


def test_an_empty_environment_changes_nothing():
    silent = settings({})
    assert (silent.no_color, silent.force_color, silent.database_url, silent.crash_at) == (False, False, None, None)
    assert silent.log_level == "WARNING"


def test_a_variable_that_is_set_to_nothing_is_not_set():
    silent = settings(
        {"NO_COLOR": "", "FORCE_COLOR": "", "DATABASE_URL": "", "WATCHER_LOG": "", "WATCHER_CRASH_AT": ""}
    )
    assert silent == settings(silent.environ)
    assert (silent.no_color, silent.database_url, silent.log_level) == (False, None, "WARNING")


def test_every_variable_is_read():
    said = settings(
        {
            "NO_COLOR": "1",
            "FORCE_COLOR": "1",
            "DATABASE_URL": "postgresql+psycopg://db/watcher",
            "WATCHER_LOG": "debug",
            "WATCHER_CRASH_AT": "after-blob",
        }
    )
    assert said.no_color
    assert said.force_color
    assert said.database_url == "postgresql+psycopg://db/watcher"
    assert said.log_level == "DEBUG"
    assert said.crash_at == "after-blob"


def test_settings_do_not_print_the_environment():
    assert "hunter2" not in repr(settings({"SMTP_PASSWORD": "hunter2"}))


def test_the_environment_is_this_process_s():
    assert environment().environ["PATH"] == os.environ["PATH"]
