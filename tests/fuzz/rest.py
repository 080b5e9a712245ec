"""What every answer of the REST façade must be beside what its contract says: schemathesis holds it to that one."""

import itertools
import json
import os
from ipaddress import IPv4Address

import schemathesis

REFUSALS = {
    400: "BAD_REQUEST", 401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "BAD_REQUEST", 406: "BAD_REQUEST",
    422: "INVALID", 429: "TOO_MANY_REQUESTS",
}  # fmt: skip
CALLERS = itertools.cycle(json.loads(os.environ["TAVOLIERE_CALLERS"]))
ADDRESSES = itertools.count(int(IPv4Address("198.18.0.1")))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Each request comes from someone else, or one caller's budget would be what is tested."""
    case.headers["x-forwarded-for"] = str(IPv4Address(next(ADDRESSES)))
    caller = next(CALLERS)
    if caller:
        # What was made up in its place is no caller of ours.
        for name in [name for name in case.headers if name.lower() in caller]:
            del case.headers[name]
        case.headers.update(caller)


@schemathesis.check
def the_answer_is_the_facades(ctx, response, case):
    if response.status_code == 400 and not response.headers.get("x-request-id"):
        return  # Refused by the HTTP library, which never took it for a request.
    is_refused = response.status_code in REFUSALS
    assert is_refused or response.status_code in (200, 304), f"status {response.status_code}"
    for name in ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"):
        assert response.headers[name][0].isdigit(), name
    if is_refused:
        body = json.loads(response.content)
        assert body["code"] == REFUSALS[response.status_code], f"code {body['code']}"
        assert body["status"] == response.status_code and body["requestId"] == response.headers["x-request-id"][0]
    # A page of the middle of a list is asked for by a cursor, and a made-up one may be none.
    is_right = case.meta is not None and case.meta.generation.mode.is_positive and "cursor" not in (case.query or {})
    if is_right:
        # Without a caller of ours, schemathesis makes credentials up; and it tries other methods.
        assert response.status_code in (200, 401, 404, 405), f"a right request is answered {response.status_code}"
