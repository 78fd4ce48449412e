"""What a procedure allows, and what it must be itself (format.md §10a).

A procedure is the parsed procedure.yaml; what it says of people, roles, groups and steps is all
that counts, never the files of a later or an earlier one.
"""
import re, zoneinfo
from reading import HIDDEN, Fault, is_ref, need, usable

NOBODY = {"name": None, "email": None, "roles": [], "keys": []}
CORE = "request approve reject propose pass publish amend".split()
RESERVED = {"genesis", "review", "ruling", "repair", "confirm"}
CARRIED = {"pass": "review", "return": "review", "refuse": "review", "publish": "publish"}
CARRIED["periodic_review"] = "periodic_review"
BESIDE = ("amend", "periodic_review")  # steps that are taken on no requirement
ROWS = {  # steps on other records than requirements: from, to, final, needs
    "agreement": {
        "agree": ([], "drafted", False, []),
        "accept_deviation": (["drafted"], "same", False, ["reason"]),
        "sign_agreement": (["drafted"], "in_force", False, ["signatory"]),
        "end_agreement": (["drafted", "in_force"], "ended", True, ["reason"]),
    },
    "improvement": {
        "improve": ([], "raised", False, []),
        "accept_improvement": (["raised", "accepted"], "accepted", False, ["reason", "assign"]),
        "reject_improvement": (["raised"], "declined", True, ["reason"]),
        "withdraw_improvement": (["raised", "accepted"], "withdrawn", True, ["reason"]),
        "close_improvement": (["accepted"], "closed", True, ["amendment"]),
    },
}
OF = {step: of for of, rows in ROWS.items() for step in rows}  # what such a step is taken on
NEEDS = {"propose": "design", "publish": "manifest"}
NEEDS.update(dict.fromkeys(("pass", "return", "refuse"), "meeting"))


class Procedure(dict):
    """A procedure, and what it allows whom."""

    def step(self, name):
        return next((s for s in self["steps"] if s["name"] == name), None)

    def person(self, who):
        return self["people"].get(who, NOBODY)

    def keys(self, who):
        return [k["key"] for k in self.person(who)["keys"]]

    def roles(self, by):
        """The roles that a list of roles and groups names."""
        named = [self["groups"].get(b, {"roles": [b]})["roles"] for b in by]
        return {r for roles in named for r in roles if r in self["roles"]}

    def may(self, who, role, name, asked=False):
        """Whether a person may take a step in a role, be it as the one who asked."""
        by = self.step(name)["by"]
        fit = role in self.roles(by) or "anyone" in by or "requester" in by and asked
        return fit and role in self.person(who)["roles"]

    def can(self, who, name, asked=False):
        """Whether a person may take a step in one of their roles."""
        return any(self.may(who, role, name, asked) for role in self.person(who)["roles"])

    def able(self, name, key=None, asked=False):
        """The people who may take a step and have a key, or this one."""
        people = {p for p in self["people"] if self.keys(p) and key in (None, *self.keys(p))}
        return {p for p in people if self.can(p, name, asked)}

    def final(self):
        """The states that no step leaves."""
        return {s["to"] for s in self.flow() if s.get("final")} | {"void"}

    def flow(self):
        """The steps that are taken on requirements, and beside them."""
        return [s for s in self["steps"] if s["name"] not in OF]

    def powers(self):
        """What an amendment can bring: (person, key) and (person, role)."""
        return {
            (p, power) for p, d in self["people"].items() for power in self.keys(p) + d["roles"]
        }

    def revoked(self):
        people = [(p, d.get("revoked", [])) for p, d in self["people"].items()]
        return {(p, r["key"], r["from_entry"], r["reason"]) for p, some in people for r in some}

    def sound(self):
        """Whether people can follow it, and nobody is locked out."""
        return self.named() and self.stepped() and self.left() and self.staffed()

    def named(self):
        """Every name in it stands for something."""
        words, rules, branch = (
            {*self["roles"], *self["groups"]},
            self["rules"],
            self["ledger"]["branch"],
        )
        roles = [d["roles"] for d in [*self["people"].values(), *self["groups"].values()]]
        roles.append(rules["review"]["required_roles"])
        by = {b for s in self["steps"] for b in s["by"]}
        apart = not words & {"anyone", "requester"} and not set(self["roles"]) & set(self["groups"])
        header = r"[^<>\s]([^<>]*[^<>\s])?"
        people = [d["name"] for d in self["people"].values() if d["keys"]]
        fine = all(
            re.fullmatch(header, n) and not HIDDEN.search(n.replace("\n", "\0")) for n in people
        )
        try:
            zoneinfo.ZoneInfo(self["calendar"]["time_zone"])
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return False
        known = {r for some in roles for r in some} <= set(self["roles"])
        known = known and by <= words | {"anyone", "requester"}
        return apart and fine and known and is_ref(branch) and branch != "HEAD"

    def stepped(self):
        """Each step is of the form that its name asks for."""
        steps = {s["name"]: s for s in self["steps"]}
        if RESERVED & set(steps):
            return False
        if len(steps) < len(self["steps"]) or not all(steps.get(n, {"by": 0})["by"] for n in CORE):
            return False
        if any(len(set(rows) & set(steps)) not in (0, len(rows)) for rows in ROWS.values()):
            return False
        for name, s in steps.items():
            if of := OF.get(name):
                form = (s["from"], s["to"], s.get("final", False), s.get("needs", []))
                if form != ROWS[of][name] or s.get("of") != of or "carried_by" in s:
                    return False
                continue
            if "of" in s or {"signatory", "amendment"} & set(s.get("needs", [])):
                return False
            needs, start, end = s.get("needs", []), s["from"], s["to"]
            good = s.get("carried_by") == CARRIED.get(name) and "comment" not in needs
            good = good and NEEDS.get(name) in (None, *needs) and end not in ("any", "void")
            good = good and bool(start) == (name not in ("request", *BESIDE))
            good = good and (len(start) == 1 or "any" not in start)
            good = good and (
                end != "same" or not s.get("final") and name not in ("request", "publish")
            )
            good = good and (CARRIED.get(name) != "review" or start == ["proposed"])
            for state, only in (("passed", "pass"), ("proposed", "propose")):
                good = good and (end == state) == (name == only)
            if not good:
                return False
        publish, aside = steps["publish"], [steps[n] for n in BESIDE if n in steps]
        still = all(s["to"] == "same" and not s.get("needs") for s in aside)
        return still and publish["from"] == ["passed"] and publish.get("final")

    def left(self):
        """Each state that a step leaves is reached, and each leads to a final one."""
        moves = [s for s in self.flow() if s["to"] != "same"]
        final = {s["to"] for s in moves if s.get("final")}
        starts = {f for s in self.flow() for f in s["from"]} - {"any"}
        reached, ends = {s["to"] for s in moves}, set(final)
        for _ in moves:
            ends |= {f for s in moves if s["to"] in ends for f in s["from"]}
            ends |= reached if "any" in ends else set()
        mixed = any(s["to"] in final and not s.get("final") for s in moves)
        return starts <= reached and not mixed and not starts & final and reached <= ends

    def staffed(self):
        """Each step has somebody with a key to take it, and a review can decide."""
        rules, review = self["rules"], self["rules"]["review"]
        taken = all(self.able(s["name"], asked=True) for s in self["steps"] if s["by"])
        deciders = {p for p in self["people"] if self.can(p, "pass")}
        held = all(
            any(r in d["roles"] for d in self["people"].values()) for r in review["required_roles"]
        )
        signers, publishers = self.able("pass", asked=True), self.able("publish", asked=True)
        two = rules["reviewer_not_publisher"] == "never" or len(signers | publishers) > 1
        by = self.step("approve")["by"]
        alone = (
            self.roles(by)
            if rules["requester_not_approver"] == "never" and "anyone" not in by
            else ()
        )
        start = self.step("request")["by"]
        both = len(alone) == 1 and ("anyone" in start or self.roles(start) & alone)
        signing = [p for p, d in self["people"].items() if d["keys"] and d["roles"]]
        enough = len(deciders) >= review["quorum"] and self.able("amend")
        enough = enough and review["confirmations"] <= len(signing) - 1
        enough = enough and rules["amend"]["approvals"] <= len(self.able("amend"))
        if review["votes"] == "signed":
            voters = [self.person(p)["roles"] for p in deciders if self.keys(p)]
            enough = enough and len(voters) >= review["quorum"]
            held = held and all(any(r in v for v in voters) for r in review["required_roles"])
        return taken and enough and held and two and not both

    def keyed(self):
        """Whether each key is one that can sign."""
        try:
            return all(
                need(usable(k), "E_SIG_ALG") is None for p in self["people"] for k in self.keys(p)
            )
        except Fault:
            return False
