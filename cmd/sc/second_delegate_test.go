package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// raised gives the procedure of a deed the next version's number.
func (d *deed) raised() *deed {
	line := regexp.MustCompile(`(?m)^version: ([0-9]+)$`)
	text := d.text("procedure.yaml")
	n, err := strconv.Atoi(line.FindStringSubmatch(text)[1])
	d.w.check(err)
	return d.file("procedure.yaml", line.ReplaceAllString(text, "version: "+strconv.Itoa(n+1)))
}

// lends lets somebody act in a role, as SC-Actor says.
func (d *deed) lends(role, to string, more ...string) *deed {
	text := d.raised().text("procedure.yaml")
	if !strings.Contains(text, "\ndelegations:\n") {
		text += "delegations:\n"
	}
	text += fmt.Sprintf("  - role: %s\n    to: %s\n    by: %s\n    at: %q\n    entry: %s\n", role, to, d.get("SC-Actor"), at, d.get("SC-Entry"))
	for _, line := range more {
		text += "    " + line + "\n"
	}
	return d.file("procedure.yaml", text)
}

// takesBack ends the only delegation.
func (d *deed) takesBack() *deed {
	head, _, _ := strings.Cut(d.raised().text("procedure.yaml"), "delegations:\n")
	return d.file("procedure.yaml", head)
}

// lent is a history in which a role is lent to somebody, and edits of that entry.
func lent(name, role, to string, edits ...string) past {
	return lentIn("requested", name, func(w *workshop) {
		d := w.next("zhang.wei", "delegate").lends(role, to)
		for i := 0; i < len(edits); i += 2 {
			d.edit("procedure.yaml", edits[i], edits[i+1])
		}
		d.land()
	})
}

func lentIn(state, name string, steps ...func(*workshop)) past {
	return past{name, state, func(w *workshop) {
		for _, step := range steps {
			step(w)
		}
	}}
}

// acts is a step that somebody takes in a role.
func acts(person, role, step string, more ...string) func(*workshop) {
	return func(w *workshop) {
		w.next(person, step).set("SC-Role", role).event("SLR-2026-0002", step, more...).land()
	}
}

func badDelegations() []past {
	lead := func(to string) func(*workshop) {
		return func(w *workshop) { w.next("zhang.wei", "delegate").lends("ops_lead", to).land() }
	}
	back := func(person, role string) func(*workshop) {
		return func(w *workshop) { w.next(person, "delegate").set("SC-Role", role).takesBack().land() }
	}
	lend := func(person, as, role, to string) func(*workshop) {
		return func(w *workshop) { w.next(person, "delegate").set("SC-Role", as).lends(role, to).land() }
	}
	amend := func(person string, edits ...string) func(*workshop) {
		return func(w *workshop) {
			d := w.next(person, "amend").set("SC-Role", "ops_lead").raised()
			for i := 0; i < len(edits); i += 2 {
				d.edit("procedure.yaml", edits[i], edits[i+1])
			}
			d.land()
		}
	}
	approve := []string{"considered:", "  business_need: x", "  company_situation: y"}
	wei := "    roles:\n      - ops_lead\n    keys:\n      - key: " + publicKey("zhang.wei") + "\n"
	return []past{
		lent("good: a delegation", "ops_lead", "li.na"),
		lent("good: a delegation until a day that is past", "ops_lead", "li.na", "    entry: ", "    until: \"2020-01-01\"\n    entry: "),
		lent("a delegation without a number more", "ops_lead", "li.na", "\nversion: 2\n", "\nversion: 1\n"),
		lent("a delegation with two numbers more", "ops_lead", "li.na", "\nversion: 2\n", "\nversion: 3\n"),
		lent("a delegation and a rule", "ops_lead", "li.na", "quorum: 2", "quorum: 1"),
		lent("a delegation and a role for good", "ops_lead", "li.na", "      - market_manager\n    keys", "      - market_manager\n      - ops_lead\n    keys"),
		lent("a delegation and a comment", "ops_lead", "li.na", "quorum: 2", "quorum: 2 # two"),
		lent("a delegation and a comment behind the number", "ops_lead", "li.na", "\nversion: 2\n", "\nversion: 2 # two\n"),
		lent("a delegation before another key", "ops_lead", "li.na", "delegations:", "process_owners: []\ndelegations:"),
		lent("a delegation indented otherwise", "ops_lead", "li.na", "  - role: ops_lead\n    to: li.na\n", "  - to: li.na\n    role: ops_lead\n"),
		lent("a delegation in the name of another", "ops_lead", "li.na", "    by: zhang.wei", "    by: li.na"),
		lent("a delegation at another time", "ops_lead", "li.na", "    at: \"2026-03-02", "    at: \"2026-03-03"),
		lent("a delegation in another entry", "ops_lead", "li.na", "    entry: ", "    entry: 1"),
		lent("a delegation of a role of another", "market_manager", "wang.fang"),
		lent("a delegation of a role that is none", "boss", "li.na"),
		lent("a delegation to nobody", "ops_lead", "zhao.min"),
		lent("a delegation to oneself", "ops_lead", "zhang.wei"),
		lent("a delegation that says more", "ops_lead", "li.na", "    entry: ", "    more: x\n    entry: "),
		lentIn("requested", "a delegation in another role", lend("zhang.wei", "sales", "ops_lead", "li.na")),
		lentIn("requested", "a delegation of a role that the other holds", lend("li.na", "market_manager", "market_manager", "li.na")),
		lentIn("requested", "good: a delegation by the market manager", lend("li.na", "market_manager", "market_manager", "wang.fang")),
		lentIn("requested", "good: two delegations, one ended", lend("li.na", "market_manager", "market_manager", "wang.fang"), lead("li.na"), func(w *workshop) {
			d := w.next("zhang.wei", "delegate").raised()
			text := d.text("procedure.yaml")
			first := regexp.MustCompile(`  - role: market_manager\n(?:    .*\n)*`).FindString(text)
			d.file("procedure.yaml", strings.Replace(text, first, "", 1)).land()
		}),
		lentIn("requested", "two delegations at once", func(w *workshop) {
			d := w.next("zhang.wei", "delegate").lends("ops_lead", "li.na").lends("ops_lead", "wang.fang")
			d.edit("procedure.yaml", "\nversion: 3\n", "\nversion: 2\n").land()
		}),
		lentIn("requested", "a delegation given twice", lead("li.na"), lead("li.na")),
		lentIn("requested", "a delegation that changes nothing", lead("li.na"), func(w *workshop) { w.next("zhang.wei", "delegate").raised().land() }),
		lentIn("requested", "a delegation altered", lead("li.na"), func(w *workshop) {
			w.next("zhang.wei", "delegate").raised().edit("procedure.yaml", "    to: li.na\n", "    to: wang.fang\n").land()
		}),
		lentIn("requested", "a delegation with a record", func(w *workshop) {
			w.next("zhang.wei", "delegate").lends("ops_lead", "li.na").event("SLR-2026-0002", "note", noteText).land()
		}),
		lentIn("requested", "delegated on", lead("li.na"), lend("li.na", "ops_lead", "ops_lead", "wang.fang")),
		lentIn("requested", "good: a delegate approves", lead("li.na"), acts("li.na", "ops_lead", "reject", "reason: x")),
		lentIn("requested", "good: the holder approves still", lead("li.na"), acts("zhang.wei", "ops_lead", "approve", approve...)),
		lentIn("requested", "a delegate in a role that was not lent", lead("li.na"), acts("li.na", "sales", "note", noteText)),
		lentIn("requested", "approved without a delegation", acts("li.na", "ops_lead", "approve", approve...)),
		lentIn("requested", "one entry lends and uses", func(w *workshop) {
			w.next("li.na", "delegate").set("SC-Role", "ops_lead").lends("ops_lead", "li.na").land()
		}),
		lentIn("requested", "the requester approves as a delegate", lead("wang.fang"), acts("wang.fang", "ops_lead", "approve", approve...)),
		lentIn("requested", "approved behind the end", lead("li.na"), back("zhang.wei", "ops_lead"), acts("li.na", "ops_lead", "approve", approve...)),
		lentIn("requested", "good: handed back", lead("li.na"), back("li.na", "ops_lead")),
		lentIn("requested", "good: handed back in a role of their own", lead("li.na"), back("li.na", "market_manager")),
		lentIn("requested", "ended by somebody else", lead("li.na"), back("wang.fang", "sales")),
		lentIn("requested", "good: ended by who may amend", lend("li.na", "market_manager", "market_manager", "wang.fang"), back("zhang.wei", "ops_lead")),
		lentIn("requested", "a delegate amends", lead("li.na"), amend("li.na")),
		lentIn("requested", "a delegate proposes an amendment", lead("li.na"), func(w *workshop) {
			d := w.next("li.na", "confirm").set("SC-Role", "ops_lead")
			text := strings.Replace(d.text("procedure.yaml"), "\nversion: 2\n", "\nversion: 3\n", 1)
			body := "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ")
			d.file("confirmations/2026/CNF-2026-0001.yaml", fmt.Sprintf("schema: 1\nid: CNF-2026-0001\namends: 2\ndigest: %s\nby: li.na\nrole: ops_lead\nat: %q\nentry: %s\nprocedure: |\n%s\n", digest([]byte(text)), at, d.get("SC-Entry"), body)).land()
		}),
		lentIn("requested", "good: an amendment keeps it", lead("li.na"), amend("zhang.wei", "decide_within: 5", "decide_within: 4")),
		lentIn("requested", "an amendment gives a delegation", func(w *workshop) { w.next("zhang.wei", "amend").lends("ops_lead", "li.na").land() }),
		lentIn("requested", "an amendment alters a delegation", lead("li.na"), amend("zhang.wei", "    to: li.na\n", "    to: wang.fang\n")),
		lentIn("requested", "good: an amendment ends a delegation", lead("li.na"), func(w *workshop) { w.next("zhang.wei", "amend").takesBack().land() }),
		lentIn("requested", "an amendment retires who delegated", amend("zhang.wei", "  li.na:\n", "  zhao.min:\n    name: 赵敏\n    email: zhao.min@yunmai.example\n    roles:\n      - ops_lead\n    keys:\n      - key: "+publicKey("zhao.min")+"\n  li.na:\n"),
			lead("li.na"), amend("zhao.min", wei, strings.Replace(wei, "ops_lead", "sales", 1))),
		lentIn("requested", "an amendment retires the delegate", lead("wang.fang"), amend("zhang.wei", "    roles:\n      - sales\n", "    roles: []\n")),
		lentIn("requested", "nobody but a delegate may publish", lead("li.na"), amend("zhang.wei", wei, "    roles: []\n    keys: []\n")),
		lentIn("requested", "good: roles that may be delegated", amend("zhang.wei", "  emergency: forbidden", "  emergency: forbidden\n  delegable: [ops_lead]"), lead("li.na")),
		lentIn("requested", "a role that may not be delegated", amend("zhang.wei", "  emergency: forbidden", "  emergency: forbidden\n  delegable: [market_manager]"), lead("li.na")),
		lentIn("requested", "no role may be delegated", amend("zhang.wei", "  emergency: forbidden", "  emergency: forbidden\n  delegable: []"), lead("li.na")),
		lentIn("requested", "a role that is none may be delegated", amend("zhang.wei", "  emergency: forbidden", "  emergency: forbidden\n  delegable: [boss]")),
		lentIn("requested", "a step called delegate", amend("zhang.wei", "  - name: note\n", "  - name: delegate\n    from: [submitted]\n    to: same\n    by: [anyone]\n  - name: note\n")),
		lentIn("", "a genesis with a delegation", func(w *workshop) {
			d := w.entry(0)
			d.file("procedure.yaml", d.text("procedure.yaml")+"delegations:\n  - role: ops_lead\n    to: li.na\n    by: zhang.wei\n    at: \""+at+"\"\n    entry: 1\n").land()
		}),
	}
}
