#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recomputes ids, commitments, signatures and roots of the examples in shared/log/FORMAT.md.

Shares no code with the project: hashlib and PyNaCl only. Then spoils each example and expects to notice, so that the check
cannot pass by looking at nothing. Usage: format_check.py FORMAT.md
"""
import base64
import hashlib
import json
import os
import re
import sys

try:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import SigningKey, VerifyKey
except ImportError:
    print("skipped: python3-nacl is not installed")
    sys.exit(1 if os.environ.get("CI") else 77)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Wrong(Exception):
    pass


def same(what, seen, wanted):
    if seen != wanted:
        raise Wrong(f"{what}: {seen!r}, not {wanted!r}")


def sha(*parts):
    return hashlib.sha256(b"".join(p.encode() if isinstance(p, str) else p for p in parts)).digest()


def b64(text):
    raw = base64.b64decode(text, validate=True)
    same("canonical base64", base64.b64encode(raw).decode(), text)
    return raw


def b32(raw):
    return base64.b32encode(raw).decode().lower().rstrip("=")


def short_id(digest):
    return b32(digest[:15])


def canonical(text):
    value = json.loads(text)
    same("canonical JSON", json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")), text)
    return value


def blocks(document):
    return {name: text for name, text in re.findall(r"<!-- (\S+) -->\n```[a-z]*\n(.*?)```\n", document, re.S)}


def pae(payload_type, payload):
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def verify(public, message, signature):
    try:
        VerifyKey(public).verify(message, signature)
    except (BadSignatureError, ValueError) as error:
        raise Wrong(f"signature: {error}") from error


def node(left, right):
    return sha(b"\x01", left, right)


def open_note(note, name, public):
    """The text of a C2SP signed note, whose one signature must be `name`'s."""
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    mark, line_name, signature = lines.rstrip("\n").split(" ")
    same("note mark", mark, "\N{EM DASH}")
    same("note key", line_name, name)
    raw = b64(signature)
    same("note key id", raw[:4], sha(name, b"\n\x01", public)[:4])
    verify(public, text.encode(), raw[4:])
    return text


def inclusion_root(leaf, index, size, path):
    """RFC 6962, by recursion over the tree's shape."""
    if size == 1:
        same("path length", len(path), 0)
        return leaf
    split = 1
    while split * 2 < size:
        split *= 2
    if not path:
        raise Wrong("the path is too short")
    if index < split:
        return node(inclusion_root(leaf, index, split, path[:-1]), path[-1])
    return node(path[-1], inclusion_root(leaf, index - split, size - split, path[:-1]))


def check_ticket(text, one_time_seed, fingerprint):
    number = 0
    digits = text[4:].replace("-", "")
    same("ticket prefix", text[:4], "zj1-")
    same("ticket groups", "-".join(digits[i:i + 5] for i in range(0, len(digits), 5)), text[4:])
    for digit in digits:
        number = number * 32 + CROCKFORD.index(digit)
    size = len(digits) * 5 // 8
    spare = len(digits) * 5 - size * 8
    same("ticket left-over bits", number & ((1 << spare) - 1), 0)
    raw = (number >> spare).to_bytes(size, "big")
    same("ticket version", raw[0], 1)
    same("ticket seed", raw[1:33], one_time_seed)
    same("ticket root", raw[33:65], fingerprint)
    same("ticket expiry", int.from_bytes(raw[65:73], "big"), 1795417445678 + 7 * 86400000)
    same("ticket address", raw[74:74 + raw[73]], b"gateway.county:8443")
    same("ticket length", len(raw), 74 + raw[73] + 4)
    same("ticket checksum", raw[-4:], sha(raw[:-4])[:4])


def check(example):
    """Every example against every other; raises Wrong."""
    one = {name: text[:-1] for name, text in example.items()}  # JSON ends without a newline
    values = dict(line.split(" ") for line in one["values"].split("\n"))
    keys, seeds, ids = {}, {}, {}
    for line in one["keys"].split("\n"):
        name, seed, public, key_id = line.split(" ")
        seeds[name], keys[name], ids[name] = bytes.fromhex(seed), b64(public), key_id
        same(f"seed of {name}", seeds[name], sha("zhijian format example: ", name))
        same(f"key of {name}", bytes(SigningKey(seeds[name]).verify_key), keys[name])
        same(f"id of {name}", short_id(sha("zhijian-key-id-v1\n", keys[name])), key_id)

    # Root statement.
    fingerprint = sha("zhijian-root-v1\n", keys["root"])
    same("fingerprint", fingerprint.hex(), values["root_fingerprint"])
    travelling = canonical(one["root-envelope"])
    envelope = travelling["envelope"]
    payload = b64(envelope["payload"])
    same("root payload", payload.decode(), one["root-statement"])
    same("root type", envelope["payloadType"], "application/vnd.zhijian.root.v1+json")
    signed = pae(envelope["payloadType"], payload)
    same("root id", sha(signed).hex(), values["root_statement_id"])
    (signature,) = envelope["signatures"]
    same("root key id", b64(signature["keyid"]), keys["root"])
    verify(keys["root"], signed, b64(signature["sig"]))
    statement = canonical(one["root-statement"])
    same("catalogue", sha(travelling["catalogue"]), b64(statement["catalogue"]))
    same("log key", b64(statement["log_key"]), keys["log"])
    same("ticket of statement 1", b64(statement["tickets"][0]["ticket"]), keys["one-time"])

    check_ticket(one["ticket"], seeds["one-time"], fingerprint)
    same("ticket id", sha("zhijian-ticket-v1\n", keys["one-time"]).hex(), values["ticket_id"])

    # Change set.
    line = canonical(one["change-set"])
    envelope = line["envelope"]
    payload = b64(envelope["payload"])
    same("header", payload.decode(), one["header"])
    signed = pae("application/vnd.zhijian.change-set.v1+json", payload)
    same("change-set type", envelope["payloadType"], "application/vnd.zhijian.change-set.v1+json")
    change_set_id = sha(signed)
    same("change-set id", change_set_id.hex(), values["change_set_id"])
    header = canonical(one["header"])
    for signer, member in (("device", "device"), ("person", "key")):
        same(f"{signer} in header", header[member], ids[signer])
        (signature,) = [s for s in envelope["signatures"] if s["keyid"] == ids[signer]]
        verify(keys[signer], signed, b64(signature["sig"]))
    (body,) = line["bodies"]
    same("body", body["body"], one["body"])
    canonical(one["body"])
    same("body salt", b64(body["salt"]).hex(), values["body_salt"])
    commitment = sha("zhijian-intent-v1\n", b64(body["salt"]), body["body"])
    same("body commitment", commitment.hex(), values["body_commitment"])
    same("intents", [b64(i) for i in header["intents"]], [commitment])
    parts = json.dumps([header["county"], header["device"], header["seq"], 0], separators=(",", ":"))
    same("record key", "message/" + short_id(sha("zhijian-key-v1\n", parts)), values["record_key"])

    # Record, scope item, entry.
    same("key of the record", canonical(one["record"])["key"], values["record_key"])
    record = sha("zhijian-record-v1\n", bytes.fromhex(values["record_salt"]), one["record"])
    same("record commitment", record.hex(), values["record_commitment"])
    canonical(one["scope-item"])
    scope = sha("zhijian-scope-v1\n", bytes.fromhex(values["scope_salt"]), one["scope-item"])
    same("scope commitment", scope.hex(), values["scope_commitment"])
    entry, first = canonical(one["entry"]), canonical(one["entry-root"])
    same("effects", b64(entry["effects"]), sha(b"\x00", record))
    same("scopes", b64(entry["scopes"]), sha(b"\x00", scope))
    same("entry's change set", b64(entry["change_set"]), change_set_id)
    same("entry 0", b64(first["change_set"]).hex(), values["root_statement_id"])
    same("no effects", b64(first["effects"]), sha(b""))

    # Tree, checkpoint, proof, receipt, scope head.
    leaves = [sha(b"\x00", one["entry-root"]), sha(b"\x00", one["entry"]), sha(b"\x00", "a third entry")]
    for i, leaf in enumerate(leaves):
        same(f"leaf {i}", leaf.hex(), values[f"leaf_{i}"])
    root = node(node(leaves[0], leaves[1]), leaves[2])
    same("root", root.hex(), values["tree_root"])
    origin = f"zhijian/{statement['county']}/{statement['epoch']}"
    text = open_note(example["checkpoint"], origin, keys["log"])
    same("checkpoint", text, f"{origin}\n3\n{base64.b64encode(root).decode()}\n")
    head, _, checkpoint = example["tlog-proof"].partition("\n\n")
    same("proof's checkpoint", checkpoint, example["checkpoint"])
    magic, index, *path = head.split("\n")
    same("proof magic", (magic, index), ("c2sp.org/tlog-proof@v1", "index 1"))
    same("proof", inclusion_root(leaves[1], 1, 3, [b64(p) for p in path]), root)
    receipt = canonical(one["receipt"])
    same("receipt", receipt, {"entry": one["entry"], "proof": example["tlog-proof"]})
    text = open_note(example["scope-head"], origin + "/scope", keys["log"])
    first_line, answer = text.rstrip("\n").split("\n")
    same("scope head's origin", first_line, origin + "/scope")
    same("scope head", canonical(answer),
         {"n": 58, "root": base64.b64encode(root).decode(), "scope": "unit/421125101", "size": 3})


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        example = blocks(file.read())
    try:
        check(example)
    except (Wrong, KeyError, ValueError) as error:
        print(f"FORMAT.md does not agree with itself: {error!r}")
        return 1
    missed = []
    for name, text in example.items():
        # One character in the middle of each example: a digit or letter for its neighbour.
        at = next(i for i in range(len(text) // 2, len(text)) if text[i].isascii() and text[i].isalnum())
        other = "1" if text[at] == "0" else "0"
        spoilt = dict(example)
        spoilt[name] = text[:at] + other + text[at + 1:]
        try:
            check(spoilt)
            missed.append(name)
        except (Wrong, KeyError, ValueError, IndexError):
            pass
    if missed:
        print("spoilt and not noticed:", ", ".join(missed))
        return 1
    print(f"{len(example)} examples agree, and each spoilt one is noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
