#!/usr/bin/env python3
"""A second verifier of the ledger, written from docs/format.md alone.

    verify.py [--root catalogue] [--ref refs/heads/main] [--pin sha256:...] REPOSITORY[@NAMESPACE]...

It shares no line with sc. One line a violation: CODE, entry number or -, commit or -, separated
by tabs, in the order of the chain; "= STATUS REPOSITORY" behind those of each repository where
several are given. Exit status: 0 good, 1 not good, 5 cannot be judged (the last one's of several).

This file walks the chain, judges the bytes of commits and tags, and holds each entry to its place
(§3 to §6, §9, §10); rules.py judges the records, reading.py reads bytes. Sections are format.md's.
"""
import argparse, contextlib, datetime, re, sys, types
from reading import (
    HIDDEN,
    Fault,
    Objects,
    Unjudgeable,
    allowed,
    folded,
    is_ref,
    need,
    sha256,
    signer,
)
from rules import VERSION, Rules, place

NAMES = "procedure.yaml requests meetings versions reviews agreements improvements rulings confirmations".split()
ID, NUMBER = "(?=.{1,64}\n)[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*", "(?:0|[1-9][0-9]{0,8})"
KEPT = ("E_OBJ_HASH", "E_SHALLOW")  # what no repair mends
SHA = "sha256:[0-9a-f]{64}"  # what a trailer's value is, unless it stands here
VALUES = {"Format": "1", "Entry": NUMBER, "Version": VERSION, "Record": r".+(?:\nSC-Record: .+)*"}
VALUES.update(Root=".+", Tags=".+", Ref="refs/heads/.+", Action=ID, Actor=ID, Role=ID)
GENESIS = "Format Root Tags Ref Entry Action Record Actor Role Content".split()
ENTRY = "Format Ledger Ref Entry Action Record Actor Role Previous Content".split()
TAG = "Format Ledger Version Entry Entry-Digest Digest Actor Role".split()
COMMIT = r"tree [0-9a-f]{40}\n(?:parent [0-9a-f]{40}\n)?author (?P<who>.+)\ncommitter (?P=who)\n"
TAGGED = r"object (?P<target>[0-9a-f]{40})\ntype commit\ntag (?P<tag>.+)\ntagger (?P<who>.+)\n"
MESSAGE = r"\n(?P<said>(?:.*\n)*\n)?(?P<trailers>(?:.+\n)+)"


def person(line):
    """Name, email and RFC 3339 time of an author, committer or tagger."""
    found = re.fullmatch(r"([^<>\s](?:[^<>]*[^<>\s])?) <([^<>\s]+)> (.*)", line)
    need(found, "E_OBJ_FORM")
    time = re.fullmatch("(0|[1-9][0-9]{0,11}) (?!-0000)([+-])([0-9]{2})([0-5][0-9])", found[3])
    need(time, "E_TIME")
    seconds, minutes = int(time[1]), int(time[2] + "1") * (int(time[3]) * 60 + int(time[4]))
    need(seconds <= 253402300799 and abs(minutes) <= 14 * 60, "E_TIME")
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    at = datetime.datetime.fromtimestamp(seconds, zone).isoformat()
    return found[1], found[2], at.replace("+00:00", "Z")


def signed(raw, layout, order):
    """A signed commit or tag, read as strictly as §4, §5 and §9 ask."""
    tag = layout is TAGGED
    head = raw if tag else raw[: raw.find(b"\n\n") + 1]
    pattern = rb"^-----BEGIN [\s\S]*\Z" if tag else rb"^gpgsig .*\n(?: .*\n)*"
    armors = re.findall(pattern, head, re.M)
    need(armors, "E_TAG_UNSIGNED" if tag else "E_UNSIGNED")
    need(len(armors) == 1, "E_SIG_FORM")
    payload = raw.replace(armors[0], b"", 1)
    try:
        armor, text = re.sub("^gpgsig |^ ", "", armors[0].decode(), flags=re.M), payload.decode()
    except UnicodeDecodeError:
        raise Fault("E_OBJ_FORM")
    form = re.fullmatch(layout + MESSAGE, text)
    need(form and "\0" not in text, "E_OBJ_FORM")
    name, email, at = person(form["who"])
    said = form["said"] or ""
    need(not said or not HIDDEN.search(text.replace("\n", "")), "E_TEXT")
    need(said and not re.search("^SC-", said, re.M), "E_TRAILER")
    body = "" if tag else r"(.+\n((.*\n)*.+\n)?\n)?"
    need(re.fullmatch(r"\S(.*\S)?\n\n" + body, said), "E_OBJ_FORM")
    names = [k.lower().replace("-", "_") for k in order]
    lines = [f"SC-{k}: (?P<{name}>{VALUES.get(k, SHA)})\n" for k, name in zip(order, names)]
    fields = re.fullmatch("".join(lines), form["trailers"])
    need(fields, "E_TRAILER")
    s = types.SimpleNamespace(**form.groupdict(), **fields.groupdict())
    s.stated, s.digest = fields.groupdict().get("digest"), sha256(raw)
    s.name, s.email, s.at, s.n, s.key = name, email, at, int(s.entry), signer(armor, payload, "git")
    return s


class Ledger(Rules):
    """One ledger, judged from its oldest commit to the tip."""

    def __init__(self, repository, root):
        super().__init__()
        path, _, space = repository.partition("@")
        self.repo, self.root, self.found, self.states = Objects(path), root, [], {}
        self.refs = self.repo.below(f"refs/namespaces/{space}/" if space else "")
        self.prefix = "" if root == "." else root + "/"

    def links(self, commit):
        """The tree of a commit, and its parents (§3)."""
        raw = self.repo.get(commit, "commit")
        head = re.match(rb"tree ([0-9a-f]{40})\n((?:parent [0-9a-f]{40}\n)*)", raw)
        if not head:
            raise Fault("E_OBJ_FORM", commit)
        parents = head[2].decode().split()[1::2]
        need(len(parents) <= 64, "E_LIMIT")
        return head[1].decode(), parents

    def state(self, commit):
        """The ledger state of a commit, and the code of what is wrong on the way to it."""
        top = self.links(commit)[0]
        if top not in self.states:
            try:
                self.states[top] = self.look(top)
            except Fault as fault:
                self.states[top] = ((fault.args[0], top, ""),), fault.args[0]
        return self.states[top]

    def look(self, tree):
        for part in self.prefix.split("/")[:-1]:
            (_, mode, tree), twins = self.node(tree, part)
            need(not twins and mode in (None, "40000"), "E_PATH")
            if not mode:
                return (), None
        rows, wrong = [self.node(tree, name) for name in NAMES], None
        for (name, mode, _), twins in rows:
            wanted = "100644" if name == "procedure.yaml" else "40000"
            wrong = "E_PATH" if mode and (twins or mode != wanted) else wrong
        return tuple(row for row, _ in rows if row[1]), wrong

    def node(self, tree, name):
        """The node of a name, and whether it has twins (§2)."""
        nodes = self.repo.tree(tree)
        twins = name in nodes and [n for n in nodes if n != name and folded(n) == folded(name)]
        return (name, *nodes.get(name, (None, None))), twins

    def chain(self, tip):
        """The commits from the oldest to the tip."""
        if len(tip) != 40:
            raise Unjudgeable("there is no such branch of commits that SHA-1 names")
        line = [tip]
        while parents := self.links(line[-1])[1]:
            own, merged = self.state(line[-1])[0], parents if len(parents) > 1 else []
            line.append(next((p for p in merged if self.state(p)[0] == own), parents[0]))
        return line[::-1]

    def verify(self, ref):
        line, before, behind = self.chain(self.refs.get(ref, "")), (), {()}
        for i, commit in enumerate(line):
            (own, wrong), parents = self.state(commit), self.links(commit)[1]
            self.faults = [wrong] if wrong else []
            if len(parents) > 1:
                others = [self.state(p)[0] for p in parents if p != line[i - 1]]
                self.check(wrong or own == before and behind.issuperset(others), "E_MERGE")
            elif own != before:
                try:
                    self.entry(commit, parents)
                except Fault as fault:
                    self.check(False, fault.args[0])
            self.found += [(code, "-", commit) for code in self.faults]
            if set(self.faults) - set(KEPT):
                self.pending.append((commit, sha256(self.repo.get(commit, "commit"))))
            before = own
            behind.add(own)
        if not self.entries:
            need(self.found, "E_PROCEDURE_MISSING")
            return
        if ref != "refs/heads/" + self.procedure["ledger"]["branch"]:
            self.found.append(("E_REF", "-", "-"))
        doubt, ruled = self.disputes()
        self.found += [("E_REVOKED", n, self.entries[n].commit) for n in doubt if n not in ruled]
        self.tags(ruled)

    def entry(self, commit, parents):
        """Judges an entry; without a fault it is sound."""
        check, last = self.check, self.entries[-1] if self.entries else None
        raw = self.repo.get(commit, "commit")
        begins = b"\nSC-Root: " in raw
        try:
            e = signed(raw, COMMIT, GENESIS if begins else ENTRY)
        except Fault as fault:
            check(False, fault.args[0])
            with contextlib.suppress(Fault):  # what it deletes or misplaces is said besides
                self.changes(types.SimpleNamespace(commit=commit, records=None), parents)
            return
        need(begins == (e.n == 0), "E_TRAILER")
        need(last or begins and e.action == "genesis", "E_SEQ")
        e.commit, e.records, e.branch = commit, e.record.split("\nSC-Record: "), e.ref[11:]
        parts = [r.split("/") for r in e.records]
        need(all(p[0] in NAMES and all(map(allowed, p)) for p in parts), "E_TRAILER")
        need(e.records == sorted(set(e.records)) and e.branch != "HEAD", "E_TRAILER")
        need(is_ref(e.branch) and (not begins or is_ref(e.tags + "1.0.0")), "E_TRAILER")
        rooted = not begins or e.root == "." or all(map(allowed, e.root.split("/")))
        need(rooted and (not begins or e.root.split("/")[0] not in NAMES), "E_TRAILER")
        change = self.repaired if e.action == "repair" else self.changes
        ledger, inside = change(e, parents)
        e.files = {p: self.repo.get(inside[p][1][1], "blob") for p in sorted(inside)}
        need(sum(map(len, e.files.values())) <= 1 << 29, "E_LIMIT")
        attached = [data for p, data in e.files.items() if place(p)[0] == "file"]
        need(all(len(data) <= 1 << 23 for data in attached), "E_LIMIT")
        content = "".join(f"{sha256(data)[7:]}  {p}\n" for p, data in e.files.items())
        check(sha256(content.encode()) == e.content, "E_DIGEST")
        e.new = {}
        for path in sorted(ledger):
            try:
                e.new[path] = self.record(path, e.files[path])
            except Fault as fault:
                check(False, fault.args[0])
        if not last:
            need("procedure.yaml" in e.new, self.faults[-1] if self.faults else "E_SCOPE")
            self.id, self.tag_prefix, self.procedure = e.digest, e.tags, e.new["procedure.yaml"]
        e.judged = self.procedure
        check(last or e.root == self.root, "E_ROOT")
        check(not last or getattr(e, "ledger", None) == self.id, "E_LEDGER")
        check(e.branch == e.judged["ledger"]["branch"], "E_REF")
        check(e.n == len(self.entries), "E_SEQ")
        check(not last or getattr(e, "previous", None) == last.digest, "E_CHAIN")
        known = all(inside[p][0] == self.sound.get(p) for p in ledger)
        need(known or e.action == "repair", "E_CHAIN")
        need(not last or not begins, "E_TRANSITION")
        self.signer(e)
        for code in self.faults:
            need(code != "E_LEDGER" and len(e.new) == len(ledger), code)
        self.judge(e)
        if not self.faults:
            self.entries.append(e)
            self.sound.update({p: inside[p][1] for p in ledger})
            self.docs.update(e.new)
            self.procedure = self.docs["procedure.yaml"]
            if e.action == "repair":
                named = {commit for commit, _ in self.pending}
                self.found = [r for r in self.found if r[2] not in named or r[0] in KEPT]
                self.pending = []
            self.void = {n for n, (word, _) in self.disputes()[1].items() if word == "void"}

    def changes(self, e, parents):
        """§6: the ledger paths that an entry changes, and all that it changes in the root."""
        e.tree, size = self.links(e.commit)[0], len(self.prefix)
        every = self.repo.changes(self.links(parents[0])[0] if parents else None, e.tree)
        self.check(all(new for _, new in every.values()), "E_DELETE")
        inside = {
            p[size:]: pair for p, pair in every.items() if p.startswith(self.prefix) and pair[1]
        }
        ledger = {p for p in inside if p.split("/")[0] in NAMES}
        e.drafts = {p for p in inside if p.startswith("services/")}
        plain = {p for p in inside if inside[p][1][0] == "100644"}
        self.check(ledger <= plain and all(place(p)[0] for p in ledger), "E_PATH")
        if self.faults:
            raise Fault(self.faults[-1])
        self.check(e.drafts <= plain, "E_PATH")
        self.check(len(ledger | e.drafts) == len(every) and sorted(ledger) == e.records, "E_SCOPE")
        return ledger, {p: pair for p, pair in inside.items() if p in ledger | e.drafts}

    def repaired(self, e, parents):
        """§12: what a repair leaves besides the sound state, in place of what it changes."""
        e.tree, e.drafts, size = self.links(e.commit)[0], set(), len(self.prefix)
        every = self.repo.changes(self.links(parents[0])[0] if parents else None, e.tree)
        whole = self.repo.changes(None, e.tree).items()
        inside = {p: p[size:] for p in {*every, *dict(whole)} if p.startswith(self.prefix)}
        inside = {p: q for p, q in inside.items() if q.split("/")[0] in NAMES}
        self.check(set(every) <= set(inside), "E_SCOPE")
        files = {inside[p]: new for p, (_, new) in whole if p in inside}
        other = {p for p in {*files, *self.sound} if files.get(p) != self.sound.get(p)}
        named = {p for p in e.records if place(p)[0] == "ruling"} & other & set(files)
        need(named == set(e.records) and len(named) == 1, "E_SCOPE")
        self.check(other == named, "E_REPAIR")
        need(all(files[p][0] == "100644" for p in named), "E_PATH")
        return named, {p: (None, files[p]) for p in named}

    def signer(self, e):
        """§10: the key is the actor's, who is who they say, in a role of theirs."""
        people = e.judged["people"]
        owner = next((p for p in people if e.key in e.judged.keys(p)), None)
        gone = e.key in {key for _, key, *_ in e.judged.revoked()}
        known = "E_KEY_RETIRED" if e.key in self.owners else "E_KEY_UNKNOWN"
        need(owner, "E_REVOKED" if gone else known)
        who = people[owner]
        self.check((owner, who["name"], who["email"]) == (e.actor, e.name, e.email), "E_ACTOR")
        self.check(e.role in who["roles"], "E_ROLE")

    # §9 Version tags

    def tags(self, ruled):
        prefix = "refs/tags/" + self.tag_prefix
        refs = {n[len(prefix) :]: o for n, o in self.refs.items() if n.startswith(prefix)}
        versions = {e.version["version"]: e for e in self.entries if e.version}
        for version, e in versions.items():
            self.faults = []
            try:
                if version in refs:
                    self.tag(self.tag_prefix + version, refs[version], e)
                elif refs and version != list(versions)[-1]:
                    need(ruled.get(e.n, "?")[0] == "void", "E_TAG_MISSING")
            except Fault as fault:
                self.check(False, fault.args[0])
            self.found += [(code, e.n, e.commit) for code in self.faults]
        for version in set(refs) - set(versions):
            known = re.fullmatch(VERSION, version)
            self.found.append(("E_TAG_ORPHAN" if known else "E_TAG_NAME", "-", "-"))
        if versions and not refs:
            self.found.append(("E_TAGS_ABSENT", e.n, e.commit))

    def tag(self, name, target, e):
        check = self.check
        try:
            raw = self.repo.get(target, "tag")
        except Fault as fault:
            raise Fault(fault.args[0].replace("E_OBJ_FORM", "E_TAG_UNSIGNED"))
        t = signed(raw, TAGGED, TAG)
        need(t.tag.endswith(t.version), "E_TRAILER")
        check(t.target == e.commit, "E_TAG_TARGET")
        check(t.tag == name, "E_TAG_NAME")
        check(t.ledger == self.id, "E_LEDGER")
        stated = (t.n, t.entry_digest, t.stated)
        check(stated == (e.n, e.digest, e.version["digest"]), "E_TAG_MOVED")
        judges = [x.judged for x in self.entries[e.n :]] + [self.procedure]
        owner, knowing = self.owners.get(t.key), [p for p in judges if t.key in p.keys(t.actor)]
        same = (t.actor, t.role) == (e.actor, e.role)
        heirs = [p for p in knowing if not p.keys(e.actor) and p.may(t.actor, t.role, "publish")]
        if not (knowing and same or heirs):
            retired = owner == e.actor and not any(t.key in p.keys(owner) for p in judges)
            check(False, "E_KEY_UNKNOWN" if not owner else "E_KEY_RETIRED" if retired else "E_ROLE")


def judged(repository, options):
    """The violations of a repository, and the exit status."""
    ledger, status = Ledger(repository, options.root), 0
    try:
        ledger.verify(options.ref)
        if options.pin and ledger.id != options.pin:
            ledger.found.append(("E_LEDGER", "-", "-"))
    except Fault as fault:
        code, commit = (*fault.args, "-")[:2]
        ledger.found.append((code, "-", commit))
    except Unjudgeable as reason:
        print(reason, file=sys.stderr)
        status = 5
    codes = {code for code, _, _ in ledger.found}
    return ledger.found, 1 if codes - {"E_TAGS_ABSENT", "E_LIMIT"} else 5 if codes else status


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--root", default="catalogue")
    parser.add_argument("--ref", default="refs/heads/main")
    parser.add_argument("--pin")
    parser.add_argument("repository", nargs="+")
    options = parser.parse_args()
    for repository in options.repository:
        found, status = judged(repository, options)
        for row in found:
            print(*row, sep="\t")
        if len(options.repository) > 1:
            print("=", status, repository, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
