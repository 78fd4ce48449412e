"""What the second verifier knows of records, procedures and disputes (format.md §2, §7 to §11).

Rules judges what an entry brings, by its action. It keeps the sound state and reports codes with
check; a Fault ends the judging of the entry at hand.
"""
import re
from people import People
from procedure import OF, Procedure
from reading import Fault, fits, folded, need, record, sha256

VERSION = r"(?:(?:0|[1-9][0-9]*)\.){2}(?:0|[1-9][0-9]*)"
KINDS = {
    "requests": ("SLR", "request"),
    "meetings": ("MTG", "meeting"),
    "rulings": ("RUL", "ruling"),
    "confirmations": ("CNF", "confirmation"),
    "reviews": ("REV", "periodic-review"),
    "agreements": ("SLA", "agreement"),
    "improvements": ("IMP", "improvement"),
}
BRINGS = {"genesis": "procedure", "amend": "procedure", "ruling": "ruling", "delegate": "procedure"}
BRINGS.update(confirm="confirmation", repair="ruling", periodic_review="periodic-review")
BRINGS.update(OF)
BEGINS = {"agree", "improve"}
CORRECTED = "title words business_goal priority value raised_on".split()
CORRECTED += ["customer.name", "customer.code", "customer.contact"]
CARRIES = {"review": "meeting", "publish": "version"}


def place(path):
    """Where a record lies: its kind, id, year and number; no kind if nowhere."""
    if path == "procedure.yaml":
        return "procedure", None, None, 0
    if found := re.fullmatch(rf"versions/({VERSION})\.yaml", path):
        return "version", found[1], None, 0
    for folder, (prefix, _) in (("requests", KINDS["requests"]), ("agreements", KINDS["agreements"])):
        if found := re.fullmatch(rf"{folder}/([0-9]{{4}})/files/({prefix}-\1-[0-9]{{4,}})/[^/]+", path):
            return "file", found[2], None, 0
    found = re.fullmatch(
        r"([a-z]+)/([0-9]{4})/(?:([0-9]+)/)?(([A-Z]{3})-\2-([0-9]{4,}))\.yaml", path
    )
    if found and KINDS.get(found[1], "?")[0] == found[5]:
        n = int(found[6])
        if n and f"{n:04d}" == found[6] and found[3] == (str(n - n % 1000) if n > 999 else None):
            return KINDS[found[1]][1], found[4], found[2], n
    return None, None, None, 0


def said(value):
    """Whether something is there and not blank, nor any part of it."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict) and not {"from", "to"} & set(value):
        return all(map(said, value.values()))
    return bool(value)


def deviations(agreed, entry):
    """Where an agreement says something else than an entry: field, and whether beyond it."""
    plain = ("frequency", "hours", "workload", "exceptions")
    found = [(k, True) for k in plain if agreed.get(k) != entry.get(k)]
    offered, promised = (
        [(".".join(["levels", v["metric"], *[v[k] for k in ("priority",) if k in v]]), v) for v in d]
        for d in (entry.get("levels", []), agreed.get("levels", []))
    )
    for field in {k for k, _ in offered + promised}:
        old, new = ([v for k, v in some if k == field] for some in (offered, promised))
        if old != new:
            same = len(old) == len(new) and all(map(eased, old, new))
            found.append((field, bool(new) and not same))
    return found


def eased(old, new):
    """Whether a level promises no more than another: it has no other value, or an easier one."""
    if {**old, "value": 0} != {**new, "value": 0}:
        return False
    a, b = old["value"], new["value"]
    return a == b or old["op"] == "<=" and b > a or old["op"] == ">=" and b < a


class Rules(People):
    """The sound state of a ledger, and the judging of what an entry changes in it."""

    def __init__(self):
        self.faults, self.entries, self.id = [], [], None  # entries: the sound ones, by number
        self.sound, self.docs = {}, {}  # what they left: path -> (mode, object), path -> record
        self.procedure, self.owners = None, {}  # key -> person it was ever listed for
        self.void = set()  # numbers of the entries that were ruled void
        self.pending = []  # (commit, digest) of each with a violation that no repair names

    def check(self, ok, code):
        if not ok and code not in self.faults:
            self.faults.append(code)

    def record(self, path, data):
        """The value of a record of the entry (§7a)."""
        kind, name, _, _ = place(path)
        if kind == "file":
            return None
        value = record(kind, data)
        self.check(name in (None, value.get("id", value.get("version"))), "E_ID")
        return Procedure(value) if kind == "procedure" else value

    def judge(self, e):
        """An entry's records, by its action."""
        e.steps, e.rulings, e.version, e.amended, e.brought, e.revokes = [], [], None, None, set(), set()
        e.confirms, e.backing = None, []
        e.kinds = {}
        for path in e.new:
            e.kinds.setdefault(place(path)[0], []).append(path)
        need(not e.drafts or e.action == "propose", "E_SCOPE")
        brings = BRINGS.get(e.action)
        for kind in ("ruling", "confirmation", "periodic-review", "agreement", "improvement"):
            need((brings == kind) == (kind in e.kinds), "E_TRANSITION")
        allowed = {brings} if brings else {"request", "file", CARRIES.get(e.action)}
        allowed |= {"request"} if e.action == "periodic_review" else set()
        allowed |= {"file"} if brings == "agreement" else set()
        self.check(set(e.kinds) <= allowed, "E_SCOPE")
        if brings in ("ruling", "confirmation"):
            need(set(e.kinds) == allowed, "E_SCOPE")
        special = {"genesis": self.amend, "amend": self.amend, "ruling": self.ruling}
        special.update(delegate=self.delegate, confirm=self.confirm, repair=self.repair, periodic_review=self.periodic)
        special.update(dict.fromkeys(OF, self.living))
        special.get(e.action, self.requests)(e)

    def numbered(self, e, path):
        """§7: the number of a new record is the highest of its kind and year so far + 1."""
        kind, _, year, n = place(path)
        before = sum(place(p)[0] == kind and place(p)[2] == year for p in self.sound)
        mine = sorted(place(p)[3] for p in e.kinds[kind] if p not in self.sound)
        self.check(year == e.at[:4] and n == before + 1 + mine.index(n), "E_ID")

    # §8, §10: requirements

    def case(self, doc):
        """The state of a requirement, and those of its events that are not void."""
        live = [event for event in doc["history"] if event["entry"] not in self.void]
        if doc["history"][0] not in live:
            return "void", live
        state = None
        for event in live:
            rule = self.procedure.step(event["step"])
            if event["step"] == "publish" and "emergency" in event:
                state = "unreviewed"
            elif state == "unreviewed" and event["step"] == "pass":
                state = self.procedure.step("publish")["to"]
            elif rule["to"] != "same":
                state = rule["to"]
        return state, live

    def requests(self, e):
        """Each requirement of the entry takes one step more."""
        attached = {}
        if e.action in CARRIES:
            brought = e.kinds.get(CARRIES[e.action], [])
            need(len(brought) == 1 and brought[0] not in self.sound, "E_SCOPE")
        need(e.kinds.get("request"), "E_SCOPE")
        need(e.action != "request" or len(e.kinds["request"]) == 1, "E_SCOPE")
        for path in e.kinds["request"]:
            self.step(e, path, attached)
        self.brought(e, attached)
        then = {"propose": self.propose, "review": self.review, "publish": self.publish}
        then.get(e.action, lambda e: None)(e)

    def brought(self, e, attached):
        """The files that an entry brings are those that its steps name."""
        check, files = self.check, set(e.kinds.get("file", []))
        check(files == set(attached) and not files & set(self.sound), "E_SCOPE")
        every = {p for p in [*self.sound, *files] if place(p)[0] == "file"}
        check(not files or len(set(map(folded, every))) == len(every), "E_PATH")
        known = {p: sha256(e.files[p]) for p in files}
        check(all(attached.get(p, known[p]) == known[p] for p in files), "E_DIGEST")

    def grown(self, e, path):
        """The step more of a record that is otherwise what it was (§8)."""
        check, doc, old, data = self.check, e.new[path], self.docs.get(path), e.files[path]
        before = self.repo.get(self.sound[path][1], "blob") if old else b""
        start = len(before) if old else data.find(b"\nhistory:\n") + 10
        whole = data.startswith(before) and list(doc)[-1] == "history"
        one = re.fullmatch(rb"  - step: .*\n(|(    .*|)\n)*", data[start:])
        past, event = doc["history"][:-1], doc["history"][-1]
        need(whole and one and past == (old["history"] if old else []), "E_HISTORY")
        check((event["by"], event["role"]) == (e.actor, e.role), "E_ACTOR")
        check(event["at"] == e.at, "E_TIME")
        check(event["entry"] == e.n, "E_SEQ")
        return event

    def step(self, e, path, attached):
        """One requirement takes one step."""
        check, doc, old = self.check, e.new[path], self.docs.get(path)
        event = self.grown(e, path)
        rule, rules = self.procedure.row(event), self.procedure["rules"]
        need(rule and event["step"] not in ("amend", "periodic_review", *OF), "E_TRANSITION")
        logs = e.action == "periodic_review" and event["step"] == "request"
        need(logs or e.action == (rule.get("carried_by") or event["step"]), "E_TRANSITION")
        if not old:
            self.numbered(e, path)
        state, live = self.case(old) if old else (None, [])
        final = [None, *self.procedure.final()]
        if state == "unreviewed":
            reviews = rule.get("carried_by") == "review"
            check(reviews or rule["to"] == "same" and "any" in rule["from"], "E_STATE")
            urgent = [v for v in live if v["step"] == "publish" and "emergency" in v][-1]
            apart = not reviews or rules["reviewer_not_publisher"] != "always"
            check(apart or urgent["by"] != event["by"], "E_SOD")
        ready = state == "unreviewed" or state in (rule["from"] or [None]) or "any" in rule["from"] and state not in final
        check(ready, "E_STATE")
        own, asked = self.asked(event["by"], doc, doc["history"])
        need(self.procedure.fits(event["by"], event["role"], rule, own), "E_ROLE")
        self.given(doc, event, rule)
        apart = {
            "always": True,
            "customers": "customer" in doc or doc["source"] not in ("internal", "review"),
        }
        if event["step"] == "approve" and apart.get(rules["requester_not_approver"]):
            check(not asked, "E_SOD")
        if event["step"] == "propose":
            steps = [ev["step"] for ev in live]
            back = [i for i, s in enumerate(steps) if self.procedure.step(s)["to"] == "submitted"]
            check("approve" in steps[back[-1] :], "E_STATE")
        for item in event.get("attachments", []) + ([] if old else doc.get("attachments", [])):
            check(place(item["path"])[:2] == ("file", doc["id"]), "E_SCOPE")
            attached[item["path"]] = item["sha256"]
        e.steps.append((path, event))

    def given(self, doc, event, rule):
        """What a step must bring, and what it must not."""
        check, needs = self.check, rule.get("needs", [])
        given = dict(event, request=True, manifest=event.get("version"))
        check(all(said(given.get(k)) for k in needs), "E_TRANSITION")
        bound = [k for k in ("meeting", "manifest", "correction", "design", "signatory", "amendment") if given.get(k)]
        check(set(bound) <= set(needs), "E_TRANSITION")
        repeats = event.get("reason_code") == "duplicate"
        check(repeats == ("duplicate_of" in event), "E_TRANSITION")
        check(event.get("duplicate_of") != doc["id"], "E_TRANSITION")
        check(
            "emergency" not in event
            or self.procedure["rules"]["emergency"] == "allowed" and event["emergency"].strip(),
            "E_TRANSITION",
        )
        if "correction" in event:
            self.correct(doc, event["correction"])

    def correct(self, doc, correction):
        """A correction names a field, what stands there and what shall stand there."""
        field, value = correction["field"], correction["to"]
        parts = field.split(".")
        need(field in CORRECTED, "E_HISTORY")
        stands = doc.get(parts[0]) if len(parts) == 1 else doc.get(parts[0], {}).get(parts[1])
        for event in doc["history"][:-1]:
            if (
                event.get("correction", {}).get("field") == field
                and event["entry"] not in self.void
            ):
                stands = event["correction"]["to"]
        fresh = (correction["from"] or "") == (stands or "") and value not in (None, "", stands)
        need(fresh, "E_HISTORY")
        need(field != "priority" or value in ("low", "medium", "high", "urgent"), "E_HISTORY")
        need(field != "raised_on" or fits({"format": "date"}, value), "E_HISTORY")

    def designs(self, doc):
        """The proposals that count in a requirement."""
        return [
            event
            for event in doc["history"]
            if event["step"] == "propose" and event["entry"] not in self.void
        ]

    def services(self, e):
        """The digests of services/*.yaml in the entry's tree, by id."""
        tree = e.tree
        for part in ([] if self.root == "." else self.root.split("/")) + ["services"]:
            tree = self.repo.tree(tree)[part][1]
        nodes = {n[:-5]: node for n, node in self.repo.tree(tree).items() if n.endswith(".yaml")}
        need(all(mode == "100644" for mode, _ in nodes.values()), "E_DIGEST")
        return {n: sha256(self.repo.get(name, "blob")) for n, (_, name) in nodes.items()}

    def last(self):
        """The manifest before, and its services by id."""
        version = ([e.version for e in self.entries if e.version] or [{"services": []}])[-1]
        return version, {s["id"]: s for s in version["services"]}

    # §10c: periodic reviews

    def periodic(self, e):
        """A periodic review of the last version, with the requirements that it logs."""
        check, paths, attached = self.check, e.kinds["periodic-review"], {}
        need(len(paths) == 1 and paths[0] not in self.sound, "E_SCOPE")
        doc, (version, last) = e.new[paths[0]], self.last()
        self.numbered(e, paths[0])
        check((doc["by"], doc["role"]) == (e.actor, e.role), "E_ACTOR")
        check(doc["at"] == e.at, "E_TIME")
        check(doc["entry"] == e.n, "E_SEQ")
        for path in e.kinds.get("request", []):
            need(path not in self.sound, "E_HISTORY")
            self.step(e, path, attached)
        check(not attached, "E_SCOPE")
        need(self.procedure.step("periodic_review"), "E_TRANSITION")
        check(self.procedure.may(doc["by"], doc["role"], "periodic_review"), "E_ROLE")
        need(version["services"], "E_STATE")
        check(doc["version"] == version["version"], "E_VERSION")
        right = doc["version"] != version["version"] or doc["digest"] == version["digest"]
        check(right, "E_DIGEST")
        for s in doc["services"]:
            need(s["service"] in last, "E_ID")
            check(s["digest"] == last[s["service"]]["digest"], "E_DIGEST")
            changes = s["verdict"] != "confirm"
            check(changes == ("request" in s), "E_TRANSITION")
            check(said(s.get("finding")) or s["accurate"] and not changes, "E_TRANSITION")
        names = [s["service"] for s in doc["services"]]
        check(len(set(names)) == len(names), "E_TRANSITION")
        logged = {e.new[path]["id"]: e.new[path] for path, _ in e.steps}
        named = {s["request"] for s in doc["services"] if "request" in s}
        check(named == set(logged), "E_SCOPE")
        for name, request in logged.items():
            own = request["source"] == "review" and not {"customer", "contract"} & set(request)
            about = {s["service"] for s in doc["services"] if s.get("request") == name}
            asked = {a.get("service") for a in request.get("asks", [])}
            check(name not in named or own and about == asked, "E_TRANSITION")
        self.took_part(doc)

    def took_part(self, doc):
        """Who was at a periodic review."""
        check, people = self.check, doc["participants"]
        held = [p for p in people if "role" in p]
        fits_role = all(p["role"] in self.procedure.held(p["person"]) for p in held)
        check(fits_role, "E_ROLE")
        who = [(p.get("person"), p.get("name")) for p in people]
        there = doc["by"] in [p.get("person") for p in people if p["present"]]
        check(not fits_role or len(set(who)) == len(who) and there, "E_TRANSITION")

    # §10d, §10g: agreements, improvements

    def living(self, e):
        """A new agreement or improvement, or one step on one or more."""
        paths, attached = e.kinds[OF[e.action]], {}
        need(self.procedure.step(e.action), "E_TRANSITION")
        need(e.action not in BEGINS or len(paths) == 1, "E_SCOPE")
        for path in paths:
            self.further(e, path, attached)
        self.brought(e, attached)

    def asked(self, who, doc, events):
        """Whether somebody asked by their id, which is a right, or by their name, too."""
        own = who in [doc.get("raised_by"), *[v["by"] for v in events[:1]]]
        return own, own or doc.get("raised_by") == self.procedure.person(who)["name"]

    def further(self, e, path, attached):
        """One agreement or improvement takes one step."""
        check, doc, old = self.check, e.new[path], self.docs.get(path)
        need((e.action in BEGINS) == (not old), "E_HISTORY")
        event, rule = self.grown(e, path), self.procedure.step(e.action)
        need(event["step"] == e.action, "E_TRANSITION")
        if not old:
            self.numbered(e, path)
        state, live = self.case(old) if old else (None, [])
        check(state in (rule["from"] or [None]), "E_STATE")
        own, asked = self.asked(event["by"], doc, live)
        need(self.procedure.may(event["by"], event["role"], e.action, own), "E_ROLE")
        self.given(doc, event, rule)
        apart = self.procedure["rules"]["requester_not_approver"] == "always"
        check(e.action != "accept_improvement" or not apart or not asked, "E_SOD")
        if e.action == "close_improvement" and "amendment" in event:
            since = doc["procedure"] < event["amendment"] <= self.procedure["version"]
            check(since, "E_PROCEDURE_VERSION")
        beyond = any(d["beyond"] for d in doc.get("deviations", []))
        accepted = "accept_deviation" in [v["step"] for v in live]
        check(e.action != "sign_agreement" or accepted or not beyond, "E_STATE")
        check(e.action != "accept_deviation" or beyond, "E_STATE")
        for item in event.get("attachments", []):
            check(place(item["path"])[:2] == ("file", doc["id"]), "E_SCOPE")
            attached[item["path"]] = item["sha256"]
        e.steps.append((path, event))
        if not old and e.action == "agree":
            self.promises(doc)
        if not old and e.action == "improve":
            check(doc["procedure"] == self.procedure["version"], "E_PROCEDURE_VERSION")

    def promises(self, doc):
        """An agreement rests on a version that counts, and tells each deviation from it."""
        versions = [x for x in self.entries if x.version and x.n not in self.void]
        found = [x for x in versions if x.version["version"] == doc["version"]]
        need(found, "E_VERSION")
        need(found[0].version["digest"] == doc["digest"], "E_DIGEST")
        digests, want = {s["id"]: s["digest"] for s in found[0].version["services"]}, []
        for s in doc["services"]:
            need(s["service"] in digests, "E_ID")
            need(s["digest"] == digests[s["service"]], "E_DIGEST")
            need(s["service"] not in [name for name, *_ in want], "E_TRANSITION")
            try:
                entry = record("service", self.file(found[0].tree, f"services/{s['service']}.yaml"))
            except Fault:
                raise Fault("E_SCHEMA")
            need(entry["visibility"] != "internal" and entry["lifecycle"] != "retired", "E_STATE")
            want += [(s["service"], *d) for d in [(None, None), *deviations(s, entry)]]
        told = [(d["service"], d["field"], d["beyond"]) for d in doc.get("deviations", [])]
        self.check(sorted(told) == sorted(w for w in want if w[1]), "E_TRANSITION")
        self.check(all(said(d["reason"]) for d in doc.get("deviations", [])), "E_TRANSITION")

    def file(self, tree, path):
        """The content of a file below the root of a tree."""
        *folders, name = ([] if self.root == "." else self.root.split("/")) + path.split("/")
        for part in folders:
            tree = self.repo.tree(tree)[part][1]
        return self.repo.get(self.repo.tree(tree)[name][1], "blob")

    def propose(self, e):
        """A proposal binds services to the bytes of the entry's tree."""
        check, here, (_, last), bound = self.check, self.services(e), self.last(), {}
        for _, event in e.steps:
            names = [d["service"] for d in event["design"]]
            check(len(set(names)) == len(names), "E_DIGEST")
            for d in event["design"]:
                base = last.get(d["service"], {"digest": "-"})["digest"]
                check((here.get(d["service"]), base) == (d["digest"], d["base"]), "E_DIGEST")
                check((d["change"] == "add") == (base == "-") and d["digest"] != base, "E_DIGEST")
                bound[d["service"]] = d["digest"]
        check(e.drafts <= {f"services/{n}.yaml" for n in bound}, "E_SCOPE")
        for path, doc in self.docs.items():
            if place(path)[0] == "request" and path not in e.new:
                if self.case(doc)[0] in ("proposed", "passed"):
                    for d in self.designs(doc)[-1]["design"]:
                        check(bound.get(d["service"], d["digest"]) == d["digest"], "E_DIGEST")

    def review(self, e):
        check, doc, name = self.check, e.new[e.kinds["meeting"][0]], e.kinds["meeting"][0]
        self.numbered(e, name)
        check(doc["recorder"] == e.actor, "E_ACTOR")
        known = {d["id"]: d for p, d in self.docs.items() if place(p)[0] == "request"}
        for item in doc["items"]:
            proposals = self.designs(known.get(item["request"], {"history": []}))
            same = [
                p
                for p in proposals[-1:]
                if (p["entry"], p["design"]) == (item["proposed_entry"], item["design"])
            ]
            check(same, "E_REVIEW_STALE")
        results = {i["request"]: i["result"] for i in doc["items"]}
        check(len(results) == len(doc["items"]) == len(e.steps), "E_SCOPE")
        for path, event in e.steps:
            stated = results.get(e.new[path]["id"], event["step"]), doc["id"]
            check(stated == (event["step"], event.get("meeting")), "E_TRANSITION")
        self.votes(doc)

    def votes(self, doc):
        """Whether a meeting could decide, and did."""
        check, rules, procedure = self.check, self.procedure["rules"]["review"], self.procedure
        present = [a for a in doc["attendees"] if a["present"]]
        people = [a["person"] for a in doc["attendees"]]
        check(len(set(people)) == len(people), "E_TRANSITION")
        held = all(a["role"] in procedure.held(a["person"]) for a in present)
        check(held, "E_ROLE")
        check(not held or doc["chair"] in [a["person"] for a in present], "E_TRANSITION")
        there = [a for a in present if procedure.can(a["person"], "pass")]
        there = [a for a in there if rules["votes"] != "signed" or "vote" in a]
        check(len(there) >= rules["quorum"], "E_THRESHOLD")
        voted = {r for a in there if "vote" in a for r in procedure.held(a["person"])}
        check(set(rules["required_roles"]) <= voted, "E_THRESHOLD")
        votes = [a["vote"] for a in there if a.get("vote", "abstain") != "abstain"]
        agreed = votes.count("for")
        enough = {"half": 2 * agreed > len(votes), "two_thirds": 3 * agreed >= 2 * len(votes)}
        check(agreed and enough.get(rules["majority"], agreed == len(votes)), "E_THRESHOLD")

    def publish(self, e):
        check, doc, here = self.check, e.new[e.kinds["version"][0]], self.services(e)
        (before, last), rules = self.last(), self.procedure["rules"]
        check(doc.get("previous") == before.get("version"), "E_VERSION")
        check(doc["published_at"] == e.at, "E_TIME")
        check(doc["published_by"] == e.actor, "E_ACTOR")
        check(all(event.get("version") == doc["version"] for _, event in e.steps), "E_VERSION")
        check(set(doc["requests"]) == {e.new[path]["id"] for path, _ in e.steps}, "E_SCOPE")
        check(doc["requests"] and doc["requests"] == sorted(doc["requests"]), "E_VERSION")
        passed, meetings = {}, set()
        urgent = {p for p, _ in e.steps if self.case(self.docs[p])[0] == "proposed"}
        for path, old in self.docs.items():
            if place(path)[1] in doc["requests"]:
                bound = self.case(old)[0] == "passed" or path in urgent and "emergency" in doc
                for event in self.designs(old)[-1:] if bound else []:
                    passed.update({d["service"]: d for d in event["design"]})
                if path not in urgent:
                    held = [v["meeting"] for v in self.case(old)[1] if "meeting" in v]
                    meetings.update(held[-1:])
        check(doc["meetings"] == sorted(meetings), "E_VERSION")
        check([s["id"] for s in doc["services"]] == sorted(here), "E_DIGEST")
        check(set(last) <= {s["id"] for s in doc["services"]}, "E_ID")
        for s in doc["services"]:
            self.service(s, here, last.get(s["id"]), passed.get(s["id"], {}), doc["version"])
        lines = "".join(f"{s['id']} {s['digest']}\n" for s in doc["services"])
        check(sha256(lines.encode()) == doc["digest"], "E_DIGEST")
        severities = {s["severity"] for s in doc["services"]}
        x, y, z = (int(n) for n in before.get("version", "0.0.0").split("."))
        steps = [f"{x + 1}.0.0", f"{x}.{y + 1}.0", f"{x}.{y}.{z + 1}"][
            : 3 if before.get("version") else 1
        ]
        least = (
            1
            if severities & {"weakened", "retired"}
            else 2
            if severities & {"new", "improved"}
            else 3
        )
        check(doc["version"] in steps[:least], "E_VERSION")
        when, named = set(rules["change_ref"]["when"]), doc.get("change_ref", "")
        form = re.search(rules["change_ref"].get("pattern", ""), named)
        check(form if named else not when & (severities | {"always"}), "E_TRANSITION")
        said = doc.get("emergency", {"reason": None})["reason"]
        check("emergency" not in doc or rules["emergency"] == "allowed" and said.strip(), "E_TRANSITION")
        check("emergency" not in doc or urgent, "E_TRANSITION")
        check(all(v.get("emergency", said) == said for _, v in e.steps), "E_TRANSITION")
        if rules["reviewer_not_publisher"] == "always":
            minutes = [d for p, d in self.docs.items() if place(p)[1] in meetings]
            check(e.actor not in [m["recorder"] for m in minutes], "E_SOD")
        for path, meeting in self.docs.items():
            if place(path)[1] in meetings:
                self.backed(e, meeting)
        e.version = doc

    def service(self, s, here, before, bound, version):
        """One service of a manifest: unchanged, or as a meeting passed it."""
        check, base = self.check, before["digest"] if before else "-"
        check(here.get(s["id"]) == s["digest"], "E_DIGEST")
        said = s["change"], s["severity"], s["since"]
        if s["digest"] == base:
            check(said == ("none", "none", before["since"]), "E_DIGEST")
        elif [bound.get(k) for k in ("digest", "base", "change")] == [
            s["digest"],
            base,
            s["change"],
        ]:
            usual = ["weakened", "improved", "editorial", "judge"]
            fit = {"add": ["new"], "retire": ["retired"]}.get(s["change"], usual)
            check(s["severity"] in fit and s["since"] == version, "E_VERSION")
        else:
            check(False, "E_DIGEST")
