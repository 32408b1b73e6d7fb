#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 OpenRouter Sign-in contributors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compares a transcript of the fake server with OpenRouter's own API description.

usage: OPENROUTER_OPENAPI=description.yaml check-openapi.py TRANSCRIPT

Every request below the API base and every answer to it must be as the description (OpenAPI 3.1)
says; answers that the fake server spoilt on purpose are left out. Requests must also keep to the
fields that the description names and shows to clients. Prints what differs and exits with 1; exits
with 2 if nothing could be compared.
"""

import datetime
import json
import os
import re
import sys
import uuid
from urllib.parse import urlsplit

import jsonschema
import yaml

API = "/api/v1"
# Extensions that keep a field out of every client.
HIDDEN = ("x-speakeasy-ignore", "x-fern-ignore")

FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("date-time")
def is_date_time(value):
    """RFC 3339, section 5.6."""
    if not isinstance(value, str):
        return True
    form = r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)"
    match = re.fullmatch(form, value, re.ASCII)
    if not match:
        return False
    try:
        datetime.datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        return False
    return True


@FORMATS.checks("uuid")
def is_uuid(value):
    if not isinstance(value, str):
        return True
    try:
        return str(uuid.UUID(value)) == value.lower()
    except ValueError:
        return False


@FORMATS.checks("uri")
def is_uri(value):
    """RFC 3986: a scheme, and no character that needs encoding."""
    if not isinstance(value, str):
        return True
    characters = r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:" + characters, value):
        return False
    try:
        urlsplit(value).port
    except ValueError:
        return False
    return True


class Checker:
    def __init__(self, description):
        if not str(description.get("openapi", "")).startswith("3.1"):
            raise ValueError("this is not an OpenAPI 3.1 description")
        self._description = description
        self.mismatches = []
        self.requests = 0
        self.answers = 0
        self.deliberate = 0
        self.elsewhere = 0
        self._checked = set()

    def check(self, line, entry):
        request, response = entry["request"], entry["response"]
        if not request["path"].startswith(API + "/"):
            self.elsewhere += 1
            return
        name = f"{request['method']} {request['path']}"
        where = f"line {line}, {name}"
        methods = self._description["paths"].get(request["path"].removeprefix(API))
        operation = (methods or {}).get(request["method"].lower())
        if not operation:
            self._fail(where, "the description knows no such operation")
            return
        self.requests += 1
        self._check_request(f"{where}, request", operation, request)
        if entry["deliberate"]:
            self.deliberate += 1
            return
        self.answers += 1
        self._checked.add(f"{name} {response['status']}")
        self._check_response(f"{where}, answer {response['status']}", operation, response)

    def summary(self):
        return "\n".join(
            [f"{self.requests} requests and {self.answers} answers compared, "
             f"{self.deliberate} answers spoilt on purpose, {self.elsewhere} lines not of the API"]
            + [f"  {name}" for name in sorted(self._checked)])

    def _check_request(self, where, operation, request):
        if request["query"] and not operation.get("parameters"):
            self._fail(where, "there is a query, and the description has none")
        # The description asks for the key everywhere. The exchange is how one gets it: there is
        # none to send yet, and one that is there is nobody else's business.
        if operation["operationId"] == "exchangeAuthCodeForAPIKey":
            if "authorization" in request["headers"]:
                self._fail(where, "an Authorization header was sent with the exchange")
        elif not request["headers"].get("authorization", "").startswith("Bearer "):
            self._fail(where, "no bearer key was sent")

        body = operation.get("requestBody")
        if not body:
            if request["body"]:
                self._fail(where, "there is a body, and the description has none")
            return
        schema, value = self._read(where, body["content"], request)
        if schema is None:
            return
        self._validate(where, schema, value)
        fields = {field: rules for field, rules in schema.get("properties", {}).items()
                  if not any(rules.get(mark) for mark in HIDDEN)}
        for field in value if isinstance(value, dict) else ():
            if field not in fields:
                self._fail(where, f"{field} is not a field of this request")

    def _check_response(self, where, operation, response):
        documented = operation["responses"].get(str(response["status"]))
        if not documented:
            self._fail(where, "the description knows no such status")
            return
        schema, value = self._read(where, documented["content"], response)
        if schema is not None:
            self._validate(where, schema, value)

    def _read(self, where, content, message):
        """The schema for a message and its JSON value; no schema if it cannot be compared."""
        media_type = message["headers"].get("content-type", "").split(";")[0].strip().lower()
        if media_type not in content:
            self._fail(where, f"the Content-Type is {media_type or 'missing'}")
            return None, None
        try:
            value = json.loads(message["body"], object_pairs_hook=unique)
        except ValueError as error:
            self._fail(where, f"the body is not JSON: {error}")
            return None, None
        return content[media_type]["schema"], value

    def _validate(self, where, schema, value):
        # References such as #/components/schemas/… are looked up in the schema itself.
        whole = {**schema, "components": self._description.get("components", {})}
        validator = jsonschema.Draft202012Validator(whole, format_checker=FORMATS)
        for error in validator.iter_errors(value):
            self._fail(where, f"{error.json_path}: {error.message}")

    def _fail(self, where, why):
        self.mismatches.append(f"{where}: {why}")


def unique(pairs):
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a name stands in it twice")
    return value


def main():
    if len(sys.argv) != 2 or "OPENROUTER_OPENAPI" not in os.environ:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    try:
        with open(os.environ["OPENROUTER_OPENAPI"], encoding="utf-8") as file:
            checker = Checker(yaml.safe_load(file))
        with open(sys.argv[1], encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                checker.check(number, json.loads(line))
    except (OSError, ValueError, KeyError, yaml.YAMLError) as error:
        print(f"check-openapi: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    if checker.requests == 0:
        print("check-openapi: the transcript has no request to the API", file=sys.stderr)
        return 2
    for mismatch in checker.mismatches:
        print(f"mismatch: {mismatch}", file=sys.stderr)
    print(checker.summary())
    return 1 if checker.mismatches else 0


if __name__ == "__main__":
    sys.exit(main())
