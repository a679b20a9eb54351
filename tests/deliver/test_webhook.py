"""The signed record, and what each answer to it means."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace

import pytest

from watcher.deliver.door import deliver
from watcher.errors import ConnectFailed, DeliveryError, Refused, TimedOut
from watcher.model import Channel

URL = "https://hooks.example.org/secret-canary"
KEY = base64.b64encode(b"a key of twenty-four byte").decode()


@pytest.fixture
def hook():
    return Channel("hook", "webhook", {"url": URL, "secret": f"whsec_{KEY}"})


def send(message, delivery, hook, posts):
    return asyncio.run(deliver(message, delivery, hook, posts))


def failure_of(message, delivery, hook, posts) -> DeliveryError:
    with pytest.raises(DeliveryError) as failure:
        send(message, delivery, hook, posts)
    return failure.value


def test_the_whole_record_goes_out_under_a_signature_that_verifies(message, delivery, hook, posts):
    assert send(message, delivery, hook, posts) == "200 ok"
    ((url, body, headers),) = posts.given
    assert url == URL
    assert json.loads(body) == message.record
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(b"a key of twenty-four byte", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert headers["Content-Type"] == "application/json"


def test_a_repeat_can_be_recognised(message, delivery, hook, posts):
    for attempt in (1, 2):
        send(message, replace(delivery, attempt=attempt), hook, posts)
    (_, first_body, first), (_, second_body, second) = posts.given
    assert first_body == second_body
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == first["webhook-id"] == delivery.id
    assert (first["X-Watcher-Attempt"], second["X-Watcher-Attempt"]) == ("1", "2")


def test_without_a_secret_nothing_is_signed(message, delivery, posts):
    send(message, delivery, Channel("hook", "webhook", {"url": URL}), posts)
    assert "webhook-signature" not in posts.given[0][2]


def test_a_plain_secret_signs_as_it_is_written(message, delivery, posts):
    send(message, delivery, Channel("hook", "webhook", {"url": URL, "secret": "plain words"}), posts)
    ((_, body, headers),) = posts.given
    mac = hmac.new(b"plain words", f"{delivery.id}.{headers['webhook-timestamp']}.".encode() + body, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac.digest()).decode()}"


def test_a_secret_that_is_no_base64_is_said_and_not_quoted(message, delivery, posts):
    failure = failure_of(message, delivery, Channel("hook", "webhook", {"url": URL, "secret": "whsec_canary!"}), posts)
    assert failure.permanent
    assert "canary" not in str(failure)


def test_words_that_no_encoding_knows_still_go_out(message, delivery, hook, posts):
    send(replace(message, record={"text": "\ud800\u202e\x00"}), delivery, hook, posts)
    assert json.loads(posts.given[0][1]) == {"text": "\ud800\u202e\x00"}


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_two_hundred_is_a_delivery(status, message, delivery, hook, posts):
    posts.answer.status = status
    assert send(message, delivery, hook, posts).startswith(str(status))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_tried_again(status, message, delivery, hook, posts):
    posts.answer.status = status
    failure = failure_of(message, delivery, hook, posts)
    assert (failure.permanent, failure.uncertain, failure.retry_after) == (False, False, None)


@pytest.mark.parametrize("status", [301, 307, 400, 401, 403, 404, 410, 413, 422])
def test_what_will_not_pass_is_given_up(status, message, delivery, hook, posts):
    posts.answer.status = status
    posts.answer.headers = (("retry-after", "5"),)
    failure = failure_of(message, delivery, hook, posts)
    assert (failure.permanent, failure.uncertain, failure.retry_after) == (True, False, None)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((("retry-after", "120"),), 120),
        ((("Retry-After", "999999999999"),), 6 * 3600),
        ((("retry-after", "-5"),), None),
        ((("retry-after", "²"),), None),
        ((("retry-after", "soon"),), None),
        ((("date", "Sat, 21 Nov 2026 12:00:00 GMT"), ("retry-after", "Sat, 21 Nov 2026 12:30:00 GMT")), 1800),
        ((("date", "Sat, 21 Nov 2026 12:00:00 GMT"), ("retry-after", "Sat, 21 Nov 2026 11:30:00 GMT")), 0),
    ],
)
def test_the_other_side_s_wish_to_wait_is_kept_up_to_six_hours(headers, seconds, message, delivery, hook, posts):
    posts.answer.status, posts.answer.headers = 429, headers
    assert failure_of(message, delivery, hook, posts).retry_after == seconds


def test_a_message_that_left_without_an_answer_may_have_arrived(message, delivery, hook, posts):
    posts.failure = TimedOut("no answer", url=URL, sent=True)
    failure = failure_of(message, delivery, hook, posts)
    assert (failure.permanent, failure.uncertain) == (False, True)


def test_a_message_that_never_left_is_tried_again(message, delivery, hook, posts):
    posts.failure = ConnectFailed("no connection", url=URL)
    failure = failure_of(message, delivery, hook, posts)
    assert (failure.permanent, failure.uncertain) == (False, False)


def test_an_address_that_the_guard_refuses_is_given_up_with_the_way_out(message, delivery, hook, posts):
    posts.failure = Refused("private", url=URL)
    failure = failure_of(message, delivery, hook, posts)
    assert failure.permanent
    assert "fetch.allow_private" in str(failure)


@pytest.mark.parametrize("status", [404, 500])
def test_the_address_is_a_secret_that_no_failure_tells(status, message, delivery, hook, posts):
    posts.answer.status = status
    assert "canary" not in str(failure_of(message, delivery, hook, posts))
    posts.failure = ConnectFailed(f"{URL}: no connection", url=URL)
    failure = failure_of(message, delivery, hook, posts)
    assert "canary" not in f"{failure!r} {failure.__cause__!r}"
    assert failure.__suppress_context__


def test_a_hostile_reply_is_shown_harmless_and_short(message, delivery, hook, posts):
    posts.answer.status, posts.answer.body = 500, b"\x1b]0;x\x07\r\nSet-Cookie: a" + b"\xff" * 9000
    told = str(failure_of(message, delivery, hook, posts))
    assert "\x1b" not in told
    assert "\n" not in told
    assert len(told) < 400


@pytest.mark.parametrize("status", [200, 404, 503])
def test_a_server_that_repeats_the_secret_address_is_not_quoted(status, message, delivery, hook, posts):
    posts.answer.status = status
    posts.answer.body = b"Cannot POST /Secret-Canary"
    if status == 200:
        assert "canary" not in send(message, delivery, hook, posts).lower()
    else:
        assert "canary" not in str(failure_of(message, delivery, hook, posts)).lower()
