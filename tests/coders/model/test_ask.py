"""The line to the server, well and badly: what is waited out, what is asked again, what ends the run."""

import json
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from exporter.coders.model import ask
from exporter.coders.run import code
from exporter.errors import DataError, UsageError
from tests.coders.model.reports import good, report, said
from tests.coders.model.server import Answer, Cut, Raw, Server, Status


def well(asked):
    return Answer(said(good(asked.text)))


def at_first(*acts):
    """These acts for the first requests, good answers from then on."""
    return lambda asked: acts[asked.number] if asked.number < len(acts) else well(asked)


def coded(coder, articles):
    return list(code(articles, coder))


@pytest.mark.parametrize("stream", [False, True])
def test_every_article_gets_its_coding_in_order(coder_at, stream):
    articles = [report(number) for number in range(20)]
    slow = {articles[0].text: 0.3, articles[7].text: 0.2}
    behave = lambda asked: Answer(said(good(asked.text)), after=slow.get(asked.text, 0.05))  # noqa: E731
    with Server(behave) as server:
        coder = coder_at(server, concurrency=5, stream=stream)
        found = coded(coder, articles)
    assert [one.coding.article.id for one in found] == [article.id for article in articles]
    assert [one.rows["fatalities"].to_list() for one in found] == [[n + 3] for n in range(20)]
    assert server.most == 5
    assert coder.spent.answers == 20 and coder.spent.question_tokens == 20 * 7000
    assert coder.complete
    record = found[0].coding.record()["coder"]
    assert record["model"] == "small-1" and record["prompt_sha256"] == coder.prompt.sha256
    assert record["parameters"] == {"temperature": 0, "max_tokens": 4096}


def test_the_request_is_what_the_protocol_has(coder_at):
    with Server(well) as server:
        coded(coder_at(server, parameters={"temperature": 0.5, "seed": 7, "top_k": 3}), [report()])
    body = server.asked[0].body
    assert body["model"] == "small-1" and body["temperature"] == 0.5 and body["top_k"] == 3
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["max_tokens"] == 4096
    assert server.asked[0].text == report().text


def test_what_was_answered_is_not_asked_again(coder_at):
    articles = [report(number) for number in range(3)]
    with Server(well) as server:
        first = coded(coder_at(server), articles)
        again = coder_at(server)
        second = coded(again, [*articles, report(3)])
        assert len(server.asked) == 4
        other = coded(coder_at(server, parameters={"temperature": 1}), articles[:1])
        assert len(server.asked) == 5 and other
    assert [one.coding.record() for one in first] == [one.coding.record() for one in second[:3]]
    assert again.spent.answers == 1


def test_two_articles_with_one_text_are_one_question(coder_at):
    twice = [report(), report()]
    with Server(lambda asked: Answer(said(good(asked.text)), after=0.2)) as server:
        assert len(coded(coder_at(server), twice)) == 2
    assert len(server.asked) == 1


# -- limits of rate ------------------------------------------------------------------------------------------


def test_retry_after_is_honoured_by_all(coder_at):
    busy = Status(429, "slow down", "rate_limit_exceeded", {"retry-after": "1"})
    with Server(at_first(busy)) as server:
        found = coded(coder_at(server, concurrency=1), [report(number) for number in range(3)])
    assert len(found) == 3
    refused, *later = server.asked
    assert all(one.at - refused.answered >= 0.99 for one in later)


def test_retry_after_may_be_a_time(coder_at):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    with Server(at_first(Status(503, "later", None, {"retry-after": until}))) as server:
        assert len(coded(coder_at(server), [report()])) == 1
    assert server.asked[1].at - server.asked[0].answered > 0.7


@pytest.mark.parametrize("said_so", ["soon", "-5", "nan", "Wed, 99 Foo"])
def test_a_retry_after_that_is_none(coder_at, hasty, said_so):
    with Server(at_first(Status(429, "x", None, {"retry-after": said_so}))) as server:
        assert len(coded(coder_at(server), [report()])) == 1


def test_without_retry_after_each_wait_is_longer(coder_at):
    with Server(at_first(Status(429), Status(429))) as server:
        assert len(coded(coder_at(server), [report()])) == 1
    first, second, third = (one.at for one in server.asked)
    assert 0.45 < second - first < 1.6
    assert second - first < third - second < 3


def test_an_hour_of_patience_is_too_much(coder_at):
    with Server(at_first(Status(429, "x", None, {"retry-after": "86400"}))) as server:
        coder = coder_at(server, concurrency=1)
        found = coded(coder, [report(0), report(1)])
    assert [one.coding.article.id for one in found] == ["report-1"]
    assert "patience" in coder.unanswered[0][1] and not coder.complete


def test_an_account_that_is_used_up_ends_the_run(coder_at):
    with (
        Server(lambda asked: Status(429, "You exceeded your quota", "insufficient_quota")) as server,
        pytest.raises(DataError, match="used up"),
    ):
        coded(coder_at(server), [report()])


# -- faults of the line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "act",
    [
        Status(500, "oops"),
        Status(502),
        Status(408),
        Cut(said(good(report().text)), 0.5),
        Cut(said(good(report().text)), 0.0),
        Raw(b"<html>Bad gateway</html>"),
        Raw(b'{"choices": ['),
        Raw(b'{"choices": []}'),
        Raw(b"null"),
        Raw(b'{"error": {"message": "overloaded"}}'),
        Raw(b"\xff\xfe\x00"),
        Raw(b"", cut=0),
    ],
)
def test_faults_are_asked_again(coder_at, hasty, act, stream):
    with Server(at_first(act)) as server:
        coder = coder_at(server, stream=stream)
        found = coded(coder, [report()])
    assert len(server.asked) == 2
    assert found[0].rows["fatalities"].to_list() == [3]
    assert coder.spent.answers == 1


def test_what_got_lost_may_have_been_paid_for(coder_at, hasty):
    with Server(at_first(Cut(said(good(report().text))))) as server:
        coder = coder_at(server)
        coded(coder, [report()])
    assert coder.spent.lost == 1
    assert coder.spent.question_tokens > 7000
    assert any("got lost" in line for line in coder.closing())


def test_a_server_that_is_silent(coder_at, hasty):
    with Server(at_first(Answer("x", after=5))) as server:
        assert len(coded(coder_at(server, timeout=0.3), [report()])) == 1
    assert len(server.asked) == 2


def test_an_article_without_an_answer_is_left_for_the_next_run(coder_at, hasty):
    bad = report(1).text
    with Server(lambda asked: Status(500, "no") if asked.text == bad else well(asked)) as server:
        coder = coder_at(server, attempts=3)
        found = coded(coder, [report(0), report(1), report(2)])
    assert [one.coding.article.id for one in found] == ["report-0", "report-2"]
    assert coder.unanswered == [("report-1", "status 500: no, 3 times")]
    assert "Not answered: report-1" in " ".join(coder.closing())
    with Server(well) as server:
        assert len(coded(coder_at(server), [report(0), report(1), report(2)])) == 3
    assert len(server.asked) == 1


def test_a_server_that_dies_ends_the_run(coder_at, hasty):
    with (
        Server(lambda asked: well(asked) if asked.number == 0 else Status(500)) as server,
        pytest.raises(DataError, match="stopped answering"),
    ):
        coded(coder_at(server, attempts=2, concurrency=2), [report(number) for number in range(60)])
    assert len(server.asked) < 60 + 30


def test_nobody_at_the_address(coder_at, hasty):
    class Nobody:
        with socket.create_server(("127.0.0.1", 0)) as free:
            url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"

    with pytest.raises(UsageError, match="does not answer"):
        coded(coder_at(Nobody), [report()])


# -- what the server does not take ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"), [(401, "wants a key"), (403, "wants a key"), (404, "has no model 'small-1'")]
)
def test_the_wrong_key_model_or_address_ends_the_run_at_once(coder_at, status, words):
    with (
        Server(lambda asked: Status(status, "no such thing")) as server,
        pytest.raises(UsageError, match=words),
    ):
        coded(coder_at(server, concurrency=2), [report(number) for number in range(50)])
    assert len(server.asked) <= 2 + 2


def test_a_server_without_structured_output(coder_at):
    """The form is asked for less strictly, step by step, and once for all."""
    forms = []

    def behave(asked):
        form = asked.body.get("response_format", {}).get("type")
        forms.append(form)
        return well(asked) if form is None else Status(400, f"response_format {form} is not supported")

    with Server(behave) as server:
        found = coded(coder_at(server, concurrency=1), [report(number) for number in range(3)])
    assert len(found) == 3
    assert forms == ["json_schema", "json_object", None, None, None]


def test_a_server_that_calls_the_limit_otherwise(coder_at):
    def behave(asked):
        if "max_tokens" in asked.body:
            return Status(400, "Unsupported parameter: use 'max_completion_tokens' instead of 'max_tokens'.")
        return well(asked)

    with Server(behave) as server:
        assert len(coded(coder_at(server), [report()])) == 1
    assert server.asked[-1].body["max_completion_tokens"] == 4096


def test_a_parameter_that_the_server_does_not_know(coder_at):
    with (
        Server(lambda asked: Status(400, "temperature is not supported")) as server,
        pytest.raises(UsageError, match="temperature is not supported") as caught,
    ):
        coded(coder_at(server), [report()])
    assert "[model.parameters]" in caught.value.remedy


def test_a_report_that_is_too_long_for_the_model(coder_at):
    long = report(1, more=" word" * 3000)

    def behave(asked):
        return (
            Status(400, "maximum context length is 8192 tokens") if asked.text == long.text else well(asked)
        )

    with Server(behave) as server:
        coder = coder_at(server)
        assert len(coded(coder, [report(0), long, report(2)])) == 2
    assert coder.unanswered[0][0] == "report-1" and "too long for the model" in coder.unanswered[0][1]


# -- what the model says ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        Answer(None, refusal="I cannot help with violence."),
        Answer("", finish="content_filter"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_is_a_coding_without_events(coder_at, act, stream):
    with Server(lambda asked: act) as server:
        coder = coder_at(server, stream=stream)
        (found,) = coded(coder, [report()])
    assert len(server.asked) == 1, "who declines is not asked again"
    assert found.rows.is_empty()
    (passed,) = found.coding.skipped
    assert passed.reason.startswith("the model declined: ")
    assert passed.quote == report().text.split("\n")[0]


def invented(asked):
    answer = good(asked.text)
    answer["events"][0]["evidence"]["sub_event_type"] = ["A rocket hit the market"]
    return Answer(said(answer))


def test_invented_quotes_are_asked_to_be_mended_once(coder_at):
    with Server(lambda asked: well(asked) if asked.round else invented(asked)) as server:
        (found,) = coded(coder_at(server), [report()])
    assert found.rows.height == 1 and found.rows["confidence"].to_list() == [0.95]
    second = server.asked[1]
    assert [message["role"] for message in second.messages] == ["system", "user", "assistant", "user"]
    assert "'A rocket hit the market' does not stand in the report" in second.messages[-1]["content"]


def test_invented_quotes_twice_are_an_event_refused(coder_at):
    with Server(invented) as server:
        (found,) = coded(coder_at(server), [report()])
    assert len(server.asked) == 2, "one round, no more"
    assert found.rows.is_empty()
    reasons = [passed.reason for passed in found.coding.skipped]
    assert "refused: no words of the report say what happened" in reasons


@pytest.mark.parametrize("words", ["I think there was a bomb.", '{"events": [', "", '{"rows": []}'])
def test_no_json_is_asked_to_be_mended(coder_at, words):
    with Server(lambda asked: well(asked) if asked.round else Answer(words)) as server:
        (found,) = coded(coder_at(server), [report()])
    assert len(server.asked) == 2 and found.rows.height == 1


def test_no_json_twice_is_a_coding_without_events(coder_at):
    with Server(lambda asked: Answer("no")) as server:
        (found,) = coded(coder_at(server), [report()])
    assert len(server.asked) == 2
    assert found.coding.skipped[0].reason == "the model gave no answer of the form asked for"


def test_mending_that_makes_it_worse_is_not_taken(coder_at):
    def behave(asked):
        answer = good(asked.text)
        answer["events"][0]["cameo_code"] = "999"
        return Answer("worse") if asked.round else Answer(said(answer))

    with Server(behave) as server:
        (found,) = coded(coder_at(server), [report()])
    assert found.rows["cameo_code"].to_list() == ["183"]
    assert found.rows["confidence"].to_list() == [0.76]


def test_an_answer_that_breaks_off_is_asked_for_in_fewer_words(coder_at):
    def behave(asked):
        words = said(good(asked.text))
        return Answer(words) if asked.round else Answer(words[:100], finish="length")

    with Server(behave) as server:
        (found,) = coded(coder_at(server), [report()])
    assert found.rows.height == 1
    assert "broke off at the limit of 4096 tokens" in server.asked[1].messages[-1]["content"]


def test_halves_of_characters_are_no_fault(coder_at):
    body = json.dumps({"choices": [{"message": {"content": "\ud800" + said(good(report().text))}}]}).encode()
    with Server(lambda asked: Raw(body)) as server:
        (found,) = coded(coder_at(server), [report()])
    assert found.rows.height == 1


def test_a_server_that_does_not_count(coder_at):
    with Server(lambda asked: Answer(said(good(asked.text)), usage=False)) as server:
        coder = coder_at(server)
        coded(coder, [report()])
    assert coder.spent.question_tokens > 3000 and coder.spent.answer_tokens > 50


def test_leaving_early_ends_what_is_under_way(coder_at):
    with Server(lambda asked: Answer(said(good(asked.text)), after=0.05)) as server:
        coder = coder_at(server, concurrency=2)
        run = coder.code(report(number) for number in range(1000))
        next(run)
        began = time.monotonic()
        run.close()
        assert time.monotonic() - began < 5
        asked = len(server.asked)
        time.sleep(0.3)
        assert len(server.asked) == asked < 60


def test_keys_go_to_their_own_server_only():
    both = {ask.KEY: "one", ask.OPENAI_KEY: "two"}
    assert ask.key_for("http://localhost:8000/v1", both) == "one"
    assert ask.key_for("http://localhost:8000/v1", {ask.OPENAI_KEY: "two"}) is None
    assert ask.key_for("https://api.openai.com.example.org/v1", {ask.OPENAI_KEY: "two"}) is None
    assert ask.key_for("https://api.openai.com/v1", {ask.OPENAI_KEY: "two"}) == "two"
