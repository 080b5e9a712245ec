"""What every answer to a generated request must be, whatever the request: schemathesis makes them, this judges.

No fault of the server; one of the documented codes for every error; data that is exactly what the schema promises for
that query. A refusal is no failure: nearly all that is generated names things that do not exist.
"""

import itertools
import json
import os
from ipaddress import IPv4Address
from pathlib import Path

import schemathesis
from hypothesis import strategies as st
from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    parse,
    specified_scalar_types,
)
from graphql.language import FieldNode, FragmentSpreadNode, InlineFragmentNode, OperationType, StringValueNode

SCHEMA = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text())
CODES = {
    "INVALID", "CONFLICT", "NOT_FOUND", "FORBIDDEN", "UNAUTHENTICATED", "BAD_REQUEST", "TOO_COSTLY", "TOO_LARGE",
    "TOO_MANY_REQUESTS", "WRONG_STATE",
}  # fmt: skip
SCALARS = {
    "Int": lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31,
    "Float": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "Boolean": lambda value: isinstance(value, bool),
}
CALLERS = itertools.cycle(json.loads(os.environ["TAVOLIERE_CALLERS"]))
ADDRESSES = itertools.count(int(IPv4Address("198.18.0.1")))


# Ids that exist, beside those that hypothesis thinks of, or nothing behind a look-up would ever be reached.
IDS = st.sampled_from(json.loads(os.environ["TAVOLIERE_IDS"])) | st.text(max_size=40)
schemathesis.graphql.scalar("ID", IDS.map(lambda text: StringValueNode(value=text)))
# Days of the calendar, and what is none.
DAYS = st.dates().map(str) | st.text(max_size=12)
schemathesis.graphql.scalar("NaiveDate", DAYS.map(lambda text: StringValueNode(value=text)))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Each request comes from someone else, or one caller's budget would be what is tested."""
    case.headers["x-forwarded-for"] = str(IPv4Address(next(ADDRESSES)))
    case.headers.update(next(CALLERS))


@schemathesis.check
def the_answer_keeps_the_contract(ctx, response, case):
    assert response.status_code < 500, f"status {response.status_code}"
    answer = json.loads(response.content)
    assert set(answer) <= {"data", "errors", "extensions"}, f"parts {sorted(answer)}"
    assert answer["extensions"]["requestId"] == response.headers["x-request-id"][0]
    assert isinstance(answer["extensions"]["cost"]["requested"], int)
    for error in answer.get("errors", []):
        assert error["message"] and error["extensions"]["code"] in CODES, f"error {error}"
    if "data" not in answer:
        assert answer["errors"], "neither data nor errors"
        return
    document = parse(case.body if isinstance(case.body, str) else case.body["query"])
    (operation,) = document.definitions
    roots = {OperationType.QUERY: SCHEMA.query_type, OperationType.MUTATION: SCHEMA.mutation_type}
    if answer["data"] is None:
        assert answer.get("errors"), "null without an error"
    else:
        judge_object(roots[operation.operation], operation.selection_set, answer["data"], "data")


def judge_object(kind, selections, value, path):
    asked = fields(kind, selections)
    assert isinstance(value, dict), f"{path} is no object"
    assert list(value) == list(asked), f"{path} has {list(value)}, asked were {list(asked)}"
    for name, nodes in asked.items():
        if nodes[0].name.value == "__typename":
            assert value[name] == kind.name, f"{path}.{name}"
            continue
        judge(kind.fields[nodes[0].name.value].type, nodes, value[name], f"{path}.{name}")


def fields(kind, selections):
    """The fields that an object of this kind answers, by the name they are asked under."""
    found = {}
    for node in selections.selections if selections else []:
        if isinstance(node, FieldNode):
            found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
        elif isinstance(node, InlineFragmentNode):
            on = SCHEMA.get_type(node.type_condition.name.value) if node.type_condition else kind
            if on is kind or (on not in (None, kind) and not isinstance(on, GraphQLObjectType) and SCHEMA.is_sub_type(on, kind)):
                for name, nodes in fields(kind, node.selection_set).items():
                    found.setdefault(name, []).extend(nodes)
        else:
            assert not isinstance(node, FragmentSpreadNode), "schemathesis names no fragments"
    return found


def judge(kind, nodes, value, path):
    if isinstance(kind, GraphQLNonNull):
        assert value is not None, f"{path} is null and must not be"
        return judge(kind.of_type, nodes, value, path)
    if value is None:
        return None
    if isinstance(kind, GraphQLList):
        assert isinstance(value, list), f"{path} is no list"
        for place, item in enumerate(value):
            judge(kind.of_type, nodes, item, f"{path}[{place}]")
        return None
    if isinstance(kind, GraphQLEnumType):
        assert value in kind.values, f"{path}: {value!r} is no {kind.name}"
    elif kind.name in specified_scalar_types or not hasattr(kind, "fields"):
        assert SCALARS.get(kind.name, lambda value: isinstance(value, str))(value), f"{path}: {value!r} is no {kind.name}"
    elif isinstance(kind, GraphQLObjectType):
        judge_object(kind, nodes[0].selection_set, value, path)
    else:
        # An interface: what it is can only be told where it was asked for, and then it is one of its own.
        assert isinstance(value, dict), f"{path} is no object"
        if "__typename" in value:
            judge_object(SCHEMA.get_type(value["__typename"]), nodes[0].selection_set, value, path)
    return None
