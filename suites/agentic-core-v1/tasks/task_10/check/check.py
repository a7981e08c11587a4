"""Checker of sql_investigation: the customer and the exact amount in answer.json. make_shop.py tells what is right."""

import hashlib
import json
import os
import stat
import sys

CHECK = os.environ["ARENA_CHECK"]
WORKSPACE = os.environ["ARENA_WORKSPACE"]
sys.path.insert(0, CHECK)
import make_shop

SHOP_SHA256 = "b67b62f52925f89ae55c0992ab0ff16654d30eb396dc8cd95a677bcb3b9d0b82"


def read_regular(name, limit):
    """The bytes of a regular file of the workspace; OSError for anything else."""
    fd = os.open(os.path.join(WORKSPACE, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("not a regular file")
        if status.st_size > limit:
            raise OSError(f"larger than {limit} bytes")
        return file.read(limit)


def unique(pairs):
    """A JSON object that does not say two things under one key."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def read_answer():
    """The object in answer.json, or a problem."""
    try:
        answer = json.loads(read_regular("answer.json", 1 << 16).decode("utf-8-sig"), object_pairs_hook=unique)
    except FileNotFoundError:
        return None, "there is no answer.json"
    except (OSError, ValueError, RecursionError) as e:
        return None, f"answer.json: {e}"
    if not isinstance(answer, dict):
        return None, "answer.json holds no object"
    missing = [key for key in ("customer", "net_cents") if key not in answer]
    return (None, f"answer.json lacks {' and '.join(missing)}") if missing else (answer, "")


def cents(value):
    """A whole number, however it is spelled; None for anything else."""
    if isinstance(value, str):
        text = value.strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if abs(value) < 1e15 and value == int(value) else None


def name(value):
    return " ".join(value.split()).casefold() if isinstance(value, str) else None


def shown(value):
    return json.dumps(value)[:100] if isinstance(value, (str, int, float)) else f"of type {type(value).__name__}"


def explained(customer, net):
    """Which carelessness leads to this answer, where one does."""
    for mistake, meaning in make_shop.MISTAKES.items():
        wrong_customer, wrong_net = make_shop.reckon((mistake,))[0]
        if net == wrong_net and customer == name(wrong_customer):
            return f"; this comes out where {meaning}"
    return ""


def main():
    answer, problem = read_answer()
    right_customer, right_net = make_shop.reckon()[0]
    if answer is None:
        said = (False, problem), (False, problem), (False, problem)
    else:
        customer, net = name(answer["customer"]), cents(answer["net_cents"])
        reason = explained(customer, net)
        said = (
            (True, "customer and net_cents are there"),
            (customer == name(right_customer), f"customer is {shown(answer['customer'])}{reason}"),
            (net == right_net, f"net_cents is {shown(answer['net_cents'])}{reason}"),
        )
    try:
        same = hashlib.sha256(read_regular("shop.db", 1 << 24)).hexdigest() == SHOP_SHA256
        unchanged = same, "shop.db is as it was" if same else "shop.db was changed"
    except OSError as e:
        unchanged = False, f"shop.db: {e}"
    checks = [
        # Half a surrogate pair is no text, and the checker's output has to be.
        {"name": check, "passed": passed, "detail": detail.encode("utf-8", "replace").decode()}
        for check, (passed, detail) in zip(("answer_file", "customer", "net_cents", "data_unchanged"), (*said, unchanged))
    ]
    print(json.dumps({"passed": all(c["passed"] for c in checks), "checks": checks}))


main()
