"""What the second verifier knows of people: amendments, confirmations, disputes, rulings, repairs.

People judges the entries that change who may do what, and those that settle what went wrong
(format.md §10 to §13). It is a part of Rules, whose sound state it reads.
"""
import base64, re
from reading import Fault, armored, need, sha256, signer


def parted(text):
    """The text of a procedure before its delegations, its version as 0, and each of them."""
    head, found, tail = text.partition(b"\ndelegations:\n")
    head += b"\n" if found else b""
    items = re.findall(rb"  - role: .*\n(?:    .*\n|\n)*", tail)
    head, n = re.subn(rb"(?m)^version: [0-9]+", b"version: 0", head)
    good = n == 1 and head.endswith(b"\n") and b"".join(items) == tail and bool(items) == bool(found)
    return head if good else None, items


def bears(rule, name):
    """Whether later steps rest on one."""
    return rule["to"] != "same" or name in ("approve", "accept_deviation")


def rules(procedure):
    """All that a procedure says but who is who (§11.6)."""
    return {k: v for k, v in procedure.items() if k not in ("version", "people", "delegations")}


class People:
    """The judging of amendments, confirmations, rulings and repairs."""

    def amend(self, e):
        check, old = self.check, self.procedure if self.entries else None
        mixed = "E_PROCEDURE_MIXED" if old else "E_SCOPE"
        need(e.records == ["procedure.yaml"] and not e.drafts, mixed)
        new = e.new["procedure.yaml"]
        check(new["version"] == (old["version"] + 1 if old else 1), "E_PROCEDURE_VERSION")
        check(new.keyed(), "E_SIG_ALG")
        check(new.sound(), "E_PROCEDURE_LOCKOUT")
        need((old or new).may(e.actor, e.role, "amend"), "E_PROCEDURE_AUTH")
        need(old or new.can(e.actor, "publish"), "E_PROCEDURE_AUTH")
        approvals = old["rules"]["amend"]["approvals"] if old else 1
        if approvals > 1:
            said = self.confirmed(amends=old["version"], digest=sha256(e.files["procedure.yaml"]))
            may = [(p, n) for p, n in said if old.can(p, "amend")]
            self.stand(e, approvals, {e.actor}, may)
        lent = old.delegated() if old else []
        check(all(d in lent for d in new.delegated()), "E_PROCEDURE_AUTH")
        same = [[s.get("to"), s.get("final")] for s in (old or new)["steps"]]
        kept = [new.step(s["name"]) or {} for s in (old or new)["steps"]]
        check(same == [[s.get("to"), s.get("final")] for s in kept], "E_PROCEDURE_LOCKOUT")
        listed = [(k, p) for p in new["people"] for k in new.keys(p)]
        once = len({k for k, _ in listed}) == len(listed)
        check(once and all(self.owners.get(k, p) == p for k, p in listed), "E_KEY_DUP")
        before, after = old.revoked() if old else set(), new.revoked()
        check(
            before <= after and not {k for k, _ in listed} & {k for _, k, *_ in after}, "E_REVOKED"
        )
        for name, key, n, _ in after - before:
            check(self.owners.get(key) == name and 1 <= n <= e.n and key != e.key, "E_REVOKED")
            check(1 <= n <= e.n and e.actor in self.judging(n).able("amend", e.key), "E_REVOKED")
            check(e.actor in new.able("amend", e.key), "E_PROCEDURE_LOCKOUT")
        for name, d in new["people"].items():
            for k in d["keys"]:
                self.proof(e, new, name, k)
        self.owners.update({} if self.faults else listed)
        e.amended = new
        e.revokes, e.brought = after - before, new.brings(old) if old else new.powers()

    def delegate(self, e):
        """§10e: a delegation given or ended, and nothing else."""
        check, old, new = self.check, self.procedure, e.new.get("procedure.yaml")
        need(e.records == ["procedure.yaml"] and not e.drafts, "E_PROCEDURE_MIXED")
        before = self.repo.get(self.sound["procedure.yaml"][1], "blob")
        (head, was), (now, has) = parted(before), parted(e.files["procedure.yaml"])
        left = [was[:i] + was[i + 1 :] for i in range(len(was))]
        check(new["version"] == old["version"] + 1, "E_PROCEDURE_VERSION")
        need(head and head == now and (has[:-1] == was or has in left), "E_PROCEDURE_AUTH")
        rows = [p.delegated() for p in (old, new)]
        given, ended = ([d for d in rows[i] if d not in rows[1 - i]] for i in (1, 0))
        need(len(given + ended) == 1, "E_PROCEDURE_AUTH")
        e.amended, e.brought = new, new.brings(old)
        for d in ended:
            holder = e.role == d["role"] in old.person(e.actor)["roles"]
            check(holder or e.actor == d["to"] or old.may(e.actor, e.role, "amend"), "E_ROLE")
        for d in given:
            need(d["by"] == e.actor, "E_ACTOR")
            need(d["at"] == e.at, "E_TIME")
            need(d["entry"] == e.n, "E_SEQ")
            need(e.role == d["role"] in old.person(e.actor)["roles"], "E_ROLE")
            need(d["role"] in old["rules"].get("delegable", [d["role"]]), "E_TRANSITION")
            other = d["to"] != d["by"] and old.person(d["to"])["roles"]
            need(other and d["role"] not in old.held(d["to"]), "E_STATE")

    def judging(self, n):
        """The procedure that judged entry n, or that judges the one at hand."""
        return self.entries[n].judged if n < len(self.entries) else self.procedure

    def proof(self, e, new, name, k):
        """§10: a key's proof of possession."""
        if "proof" not in k:
            excused = k["key"] == (self.entries or [e])[0].key
            self.check(excused or new["rules"]["keys"]["proof"] != "require", "E_PROCEDURE_AUTH")
        else:
            good = False
            for ledger in (self.id, "genesis"):
                text = f"sc-key 1\n{ledger}\n{name}\n{k['key']}\n"
                try:
                    armor = armored(base64.b64decode(k["proof"], validate=True))
                    good = good or signer(armor, text.encode(), "sc-key") == k["key"]
                except (Fault, ValueError):
                    pass
            self.check(good, "E_SIG_BAD")

    def disputes(self):
        """§11: From of each entry in dispute; of each that was ruled on, the ruling and its entry."""
        ruled, doubt, origin, sure, since = {}, {}, {}, None, []
        for e in reversed(self.entries):
            for r in [] if ruled.get(e.n, "?")[0] == "void" else e.rulings:
                ruled.setdefault(r["entry"], (r["ruling"], e.n))
        word = {n: w for n, (w, _) in ruled.items()}
        counting = [e.revokes for e in self.entries if word.get(e.n) != "superseded"]
        for e in self.entries:
            own = [n for some in counting for _, key, n, _ in some if key == e.key and n <= e.n]
            froms = [min(own)] if own else []
            froms += [origin[p] for p in ((e.actor, e.key), (e.actor, e.role)) if p in origin]
            for v in self.entries[: e.n]:
                if word.get(v.n) == "void" and e.n < ruled[v.n][1] and self.meet(v, e):
                    froms.append(doubt.get(v.n, v.n))
            for count, people, said in e.backing:
                lost = {n for _, n in said if n in doubt and word.get(n) != "ratify"}
                if len(people | {p for p, n in said if n not in lost}) < count:
                    froms.append(min(doubt[n] for n in lost))
            mends = e.amended or e.rulings or e.action == "repair"
            if since and rules(now) != rules(sure) and not (mends and e.actor in sure.able("amend", e.key)):
                froms.append(min(since))
            if froms:
                doubt[e.n] = froms[0]
            if e.amended:
                now, free = e.amended, e.n not in doubt or word.get(e.n) == "ratify"
                sure, since = (now, []) if free else (sure, [*since, doubt[e.n]])
            for power in e.brought:
                if e.n in doubt and word.get(e.n) != "ratify":
                    origin.setdefault(power, doubt[e.n])
                else:
                    origin.pop(power, None)
        return doubt, ruled

    def meet(self, v, e):
        """Whether two entries move one requirement, or both bring a version."""
        moved = [
            {p for p, d in x.steps if bears(x.judged.step(d["step"]), d["step"])} for x in (v, e)
        ]
        return moved[0] & moved[1] or v.version and e.version

    def ruling(self, e):
        check, (doubt, ruled), seen = self.check, self.disputes(), set()
        need(self.procedure.may(e.actor, e.role, "amend"), "E_ROLE")
        for path, doc in e.new.items():
            need(doc["ruling"] != "repair", "E_TRANSITION")
            n, word = doc["entry"], doc["ruling"]
            need(path not in self.sound, "E_SCOPE")
            self.numbered(e, path)
            check(doc["ruled_in"] == e.n, "E_SEQ")
            need(n in doubt and n not in ruled and n not in seen, "E_STATE")
            check(e.actor in self.judging(doubt[n]).able("amend", e.key), "E_REVOKED")
            only = {"amend": "superseded", "delegate": "superseded", "repair": "ratify"}.get(self.entries[n].action, "void")
            check(word in ("ratify", only), "E_TRANSITION")
            free = not self.entries[n].brought & self.procedure.powers()
            check(word != "superseded" or free, "E_STATE")
            seen.add(n)
        e.rulings = list(e.new.values())

    # §13 Confirmations

    def confirm(self, e):
        check, (path, doc) = self.check, next(iter(e.new.items()))
        need(len(e.new) == 1 and path not in self.sound, "E_SCOPE")
        self.numbered(e, path)
        check((doc["by"], doc["role"]) == (e.actor, e.role), "E_ACTOR")
        check(doc["at"] == e.at, "E_TIME")
        check(doc["entry"] == e.n, "E_SEQ")
        if "meeting" in doc:
            about = {"meeting": doc["meeting"]}
            self.minutes(e, doc)
        else:
            about = {"amends": doc["amends"], "digest": doc["digest"]}
            check(doc["amends"] == self.procedure["version"], "E_PROCEDURE_VERSION")
            check(self.procedure.may(e.actor, e.role, "amend"), "E_ROLE")
            first = not self.confirmed(set(), **about)
            check(first or "procedure" not in doc, "E_STATE")
            text = doc.get("procedure", "").encode()
            check(not first or sha256(text) == doc["digest"], "E_DIGEST")
        check(e.actor not in [p for p, _ in self.confirmed(**about)], "E_STATE")
        e.confirms = doc

    def minutes(self, e, doc):
        """A confirmation of minutes, by somebody who was there."""
        found = [p for p, d in self.docs.items() if d and d.get("id") == doc["meeting"]]
        need(found, "E_ID")
        meeting = self.docs[found[0]]
        file = self.repo.get(self.sound[found[0]][1], "blob")
        self.check(sha256(file) == doc["digest"], "E_DIGEST")
        there = [a["person"] for a in meeting["attendees"] if a["present"]]
        self.check(doc["by"] in there, "E_ROLE")
        self.check(doc["by"] != meeting["recorder"], "E_SOD")

    def confirmed(self, void=None, **about):
        """Who confirmed something, and in which entry, without those that are void."""
        void = self.void if void is None else void
        docs = [(e.confirms, e.n) for e in self.entries if e.confirms and e.n not in void]
        return [(d["by"], n) for d, n in docs if all(d.get(k) == v for k, v in about.items())]

    def backed(self, e, meeting):
        """Whether a meeting was confirmed as a version asks for."""
        rules, said = self.procedure["rules"]["review"], self.confirmed(meeting=meeting["id"])
        self.stand(e, rules["confirmations"], set(), said)
        if rules["votes"] == "signed":
            voters = {a["person"] for a in meeting["attendees"] if "vote" in a}
            for voter in voters - {meeting["recorder"]}:
                self.stand(e, 1, set(), [(p, n) for p, n in said if p == voter])

    def stand(self, e, count, people, said):
        """So many people stand behind an entry."""
        self.check(len(people | {p for p, _ in said}) >= count, "E_THRESHOLD")
        e.backing.append((count, people, said))

    # §12 Repairs

    def repair(self, e):
        check, (path, doc) = self.check, next(iter(e.new.items()))
        need(self.procedure.may(e.actor, e.role, "amend"), "E_ROLE")
        need(len(e.new) == 1 and path not in self.sound, "E_SCOPE")
        need(doc["ruling"] == "repair", "E_TRANSITION")
        self.numbered(e, path)
        check(doc["ruled_in"] == e.n, "E_SEQ")
        check(doc["commits"] == [digest for _, digest in self.pending], "E_REPAIR")
