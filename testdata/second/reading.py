"""How the second verifier reads bytes: what others would take from libraries.

Raw Git objects (format.md §1), SSH signatures (§4), strict YAML (§7a), JSON Schema. It knows
nothing of entries, records and procedures. What breaks a rule is a Fault with the rule's code.
"""
import base64, datetime, functools, hashlib, json, pathlib, re, struct, subprocess, tempfile
import unicodedata, yaml

LIMITS = {"commit": 1 << 20, "tag": 1 << 20, "tree": 1 << 24, "blob": 1 << 26}
HIDDEN = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
PARTS = {"ssh-ed25519": 2, "ssh-rsa": 3, "sk-ssh-ed25519@openssh.com": 3}  # strings of a key
PARTS.update({f"ecdsa-sha2-nistp{n}": 3 for n in (256, 384, 521)})
PARTS["sk-ecdsa-sha2-nistp256@openssh.com"] = 4
SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "schemas"


class Fault(Exception):
    """What breaks a rule; its text is the code."""


class Unjudgeable(Exception):
    """What leaves nothing to judge, such as a missing object."""


def need(ok, code):
    if not ok:
        raise Fault(code)


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def folded(name):
    """What two names are compared by (§2)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_ref(name):
    """Whether git-check-ref-format(1) and §5 allow a name."""
    wrong = r"(^|/)(\.|/|$)|\.\.|@\{|[ ~^:?*\[\\]|\.$|\.lock(/|$)|^-|^@$"
    return not re.search(wrong, name) and not HIDDEN.search(name) and len(name.encode()) <= 200


def allowed(name):
    """Whether a tree may hold a name: no file system takes it for .git, or for a folder."""
    plain = re.sub("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]", "", name)
    parts = [part.split(":")[0].rstrip(". ") for part in name.split("\\")]
    alike = any(re.fullmatch(r"(?ia:\.git|git~1)", part) for part in parts)
    return not (
        alike or name in ("", ".", "..") or "/" in name or re.fullmatch(r"(?ia:\.git)", plain)
    )


@functools.lru_cache(1)
class Objects:
    """The raw objects of a repository, each hashed again."""

    def __init__(self, repository):
        git = ["git", "--no-replace-objects", "-C", repository]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.git = subprocess.Popen(git + ["cat-file", "--batch"], **pipes)
        every = ["for-each-ref", "--format=%(refname) %(objectname)"]
        rows = subprocess.run(git + every, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        self.refs = dict(row.split(" ") for row in rows)
        self.seen, self.trees = {}, {}

    def below(self, prefix):
        """The refs below a prefix: name -> object."""
        return {n[len(prefix) :]: o for n, o in self.refs.items() if n.startswith(prefix)}

    def get(self, name, kind):
        if name not in self.seen:
            self.git.stdin.write(name.encode() + b"\n")
            self.git.stdin.flush()
            head = self.git.stdout.readline().split()
            if len(head) != 3:
                raise Unjudgeable(f"object {name} is missing")
            self.seen[name] = head[1].decode(), self.git.stdout.read(int(head[2]) + 1)[:-1]
        found, data = self.seen[name]
        need(len(data) <= LIMITS[found], "E_LIMIT")
        raw = b"%s %d\0" % (found.encode(), len(data)) + data
        need(hashlib.sha1(raw).hexdigest() == name, "E_OBJ_HASH")
        need(found == kind, "E_OBJ_FORM")
        return data

    def tree(self, name):
        """The nodes of a strictly formed tree: name -> (mode, object)."""
        if name not in self.trees:
            data, nodes, last = self.get(name, "tree"), {}, b""
            while data:
                node = re.match(
                    rb"(100644|100755|120000|40000|160000) ([^\0]+)\0(.{20})", data, re.S
                )
                need(node and any(node[3]), "E_OBJ_FORM")
                key, text = node[2] + b"/" * (node[1] == b"40000"), node[2].decode(
                    errors="surrogateescape"
                )
                need(last < key and text not in nodes and allowed(text), "E_OBJ_FORM")
                nodes[text], last, data = (node[1].decode(), node[3].hex()), key, data[node.end() :]
            self.trees[name] = nodes
        return self.trees[name]

    def changes(self, old, new, at="", depth=0):
        """The files in which two trees differ: path -> (old node or None, new node or None)."""
        need(depth <= 64, "E_LIMIT")
        before, after, found = self.tree(old) if old else {}, self.tree(new) if new else {}, {}
        for name in sorted({**before, **after}):
            pair = before.get(name), after.get(name)
            folders = [n[1] if n and n[0] == "40000" else None for n in pair]
            files = tuple(n if n and n[0] != "40000" else None for n in pair)
            if folders[0] != folders[1]:
                found.update(self.changes(*folders, f"{at}{name}/", depth + 1))
            if files[0] != files[1]:
                found[at + name] = files
        need(len(found) <= 200000, "E_LIMIT")
        return found


def armored(blob):
    lines = re.sub("(.{1,70})", r"\1\n", base64.b64encode(blob).decode())
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}-----END SSH SIGNATURE-----\n"


def strings(data, count):
    """The first SSH strings of some bytes, and what stands behind them."""
    found = []
    for _ in range(count):
        size = struct.unpack(">I", data[:4])[0] if len(data) >= 4 else len(data)
        need(len(data) >= 4 + size, "E_SIG_FORM")
        found, data = found + [data[4 : 4 + size]], data[4 + size :]
    return found, data


def usable(line):
    """Whether a key, as a procedure lists it, is one that may sign."""
    kind, text = line.split(" ")
    try:
        blob = base64.b64decode(text, validate=True)
        (inner, *numbers), rest = strings(blob, PARTS.get(kind, 1))
    except (ValueError, Fault):
        return False
    fine = inner.decode("latin1") == kind and kind in PARTS and not rest
    bits = int.from_bytes(numbers[-1], "big").bit_length() if fine else 0
    sizes = {"ssh-rsa": 3072, "ssh-ed25519": 1}
    return fine and base64.b64encode(blob).decode() == text and bits >= sizes.get(kind, 1)


@functools.lru_cache(None)
def signer(armor, payload, namespace):
    """The key that signed: its type and base64, as procedures list it."""
    try:
        blob = base64.b64decode("".join(armor.split("\n")[1:-2]), validate=True)
    except ValueError:
        raise Fault("E_SIG_FORM")
    need(armored(blob) == armor and blob[:10] == b"SSHSIG\0\0\0\1", "E_SIG_FORM")
    (key, space, reserved, digest, signature), rest = strings(blob[10:], 5)
    ((kind,), _), ((algorithm, _), presence) = strings(key, 1), strings(signature, 2)
    kind, algorithm = kind.decode("latin1"), algorithm.decode("latin1")
    need("-cert-" not in kind, "E_SIG_CERT")
    need(not rest and not reserved and len(presence) == 5 * kind.startswith("sk-"), "E_SIG_FORM")
    line = f"{kind} {base64.b64encode(key).decode()}"
    algorithms = ("rsa-sha2-256", "rsa-sha2-512") if kind == "ssh-rsa" else (kind,)
    need(algorithm in algorithms and usable(line), "E_SIG_ALG")
    need(digest in (b"sha512", b"sha256"), "E_SIG_ALG")
    need(space == namespace.encode(), "E_SIG_NAMESPACE")
    need(not presence or presence[0] & 1, "E_SIG_PRESENCE")
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(armor)
        file.flush()
        check = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace, "-s", file.name]
        need(subprocess.run(check, input=payload, capture_output=True).returncode == 0, "E_SIG_BAD")
    return line


@functools.lru_cache(None)
def record(kind, data):
    """The value of a record's text (§7a), as its schema wants it."""
    value = read_yaml(data)
    need(fits(schema(kind + ".schema.json"), value), "E_SCHEMA")
    return value


def read_yaml(data):
    try:
        text = data.decode()
        need("\r" not in text and "\t" not in text and len(data) <= 1 << 21, "E_YAML")
        need(not HIDDEN.search(text), "E_TEXT")
        events = list(yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (UnicodeDecodeError, yaml.YAMLError):
        raise Fault("E_YAML")
    starts = [e for e in events if isinstance(e, yaml.DocumentStartEvent)]
    need(len(starts) == 1 and not starts[0].version and not starts[0].tags, "E_YAML")
    return built(events[-3:1:-1])


def built(events, depth=0):
    """A value from its events, the first one last."""
    e = events.pop()
    need(depth <= 64 and not getattr(e, "tag", None) and not e.anchor, "E_YAML")
    if isinstance(e, yaml.ScalarEvent):
        need(not HIDDEN.search(e.value), "E_TEXT")
        return plain(e.value) if e.implicit[0] else e.value
    items = []
    while not isinstance(events[-1], yaml.CollectionEndEvent):
        items.append(built(events, depth + 1))
    events.pop()
    if isinstance(e, yaml.SequenceStartEvent):
        return items
    keys = items[::2]
    need(
        all(isinstance(k, str) and k != "<<" for k in keys) and len(set(keys)) == len(keys),
        "E_YAML",
    )
    return dict(zip(keys, items[1::2]))


def plain(text):
    """The value of a text without quotes."""
    words = {"": None, "~": None, "null": None, "true": True, "false": False}
    if text.lower() in words and text in (text.lower(), text.upper(), text.title()):
        return words[text.lower()]
    if re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        need(abs(int(text)) <= 1 << 53, "E_YAML")
        return int(text)
    if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", text):
        return float(text)
    strange = (
        r"[-+]?(\.inf|[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|\.[0-9_]+|0[box][0-9a-f_]+)|\.nan"
    )
    need(not re.fullmatch(strange, text.lower()), "E_YAML")
    return text


@functools.lru_cache(None)
def schema(name):
    return json.loads((SCHEMAS / name).read_text())


def fits(s, v):
    """Whether a value satisfies a JSON Schema, as far as those of sc go."""
    if isinstance(s, bool):
        return s
    number = type(v) in (int, float)
    text, items, fields = (v if isinstance(v, type(x)) else x for x in ("", [], {}))
    types = [
        k
        for k, t in {"string": str, "array": list, "object": dict, "boolean": bool}.items()
        if type(v) is t
    ]
    types += ["null"] * (v is None) + ["number"] * number + ["integer"] * (number and v == int(v))
    others = s.get("additionalProperties", True)
    file, _, pointer = s.get("$ref", "").partition("#/")
    return all(
        [
            not file or fits(functools.reduce(dict.get, pointer.split("/"), schema(file)), v),
            set(types)
            & set(s["type"] if isinstance(s.get("type"), list) else [s.get("type", types[0])]),
            v == s.get("const", v) and v in s.get("enum", [v]),
            not isinstance(v, str)
            or re.search(s.get("pattern", "").replace("$", r"\Z"), text, re.A),
            not isinstance(v, str)
            or s.get("minLength", 0) <= len(text) <= s.get("maxLength", 1 << 20),
            not isinstance(v, str) or formatted(s.get("format"), text),
            not number or s.get("minimum", v) <= v <= s.get("maximum", v),
            not isinstance(v, list)
            or s.get("minItems", 0) <= len(items) <= s.get("maxItems", len(items)),
            not s.get("uniqueItems") or len(set(map(json.dumps, items))) == len(items),
            all(fits(s.get("items", True), x) for x in items),
            not isinstance(v, dict) or len(fields) >= s.get("minProperties", 0),
            not isinstance(v, dict) or set(s.get("required", [])) <= set(fields),
            all(fits(s.get("properties", {}).get(k, others), x) for k, x in fields.items()),
            all(fits(s.get("propertyNames", True), k) for k in fields),
            all(fits(x, v) for x in s.get("allOf", [])),
            "anyOf" not in s or any(fits(x, v) for x in s["anyOf"]),
            "not" not in s or not fits(s["not"], v),
            "if" not in s or fits(s.get("then" if fits(s["if"], v) else "else", True), v),
        ]
    )


def formatted(kind, text):
    """Whether a text has the format that a schema asks for."""
    readers = {"regex": re.compile, "date": datetime.date.fromisoformat}
    readers["date-time"] = datetime.datetime.fromisoformat
    try:
        readers.get(kind, str)(text)
    except (ValueError, re.error):
        return False
    return kind != "date" or len(text) == 10
