package main

import (
	"fmt"
	"strings"
)

// took is a history with one step more on the second requirement.
func took(name, person, step string, lines ...string) past {
	return past{name, "requested", func(w *workshop) {
		w.next(person, step).event("SLR-2026-0002", step, lines...).land()
	}}
}

// corrected is a history with a correction.
func corrected(name, field, from, to string) past {
	return took(name, "zhang.wei", "correct", "reason: x", "correction: {field: "+field+", from: "+from+", to: "+to+"}")
}

func badSteps() []past {
	file := "requests/2026/files/SLR-2026-0002/x.txt"
	attach := func(path, sum string) []string {
		return []string{noteText, "attachments:", "  - path: " + path, "    sha256: " + sum}
	}
	attached := func(name string, change func(*deed)) past {
		return past{name, "requested", func(w *workshop) {
			d := w.next("li.na", "note")
			change(d)
			d.land()
		}}
	}
	sum := digest([]byte("x"))
	return []past{
		took("good: rejected", "zhang.wei", "reject", "reason: x"),
		took("rejected without a reason", "zhang.wei", "reject"),
		took("good: rejected as a duplicate", "zhang.wei", "reject", "reason: x", "reason_code: duplicate", "duplicate_of: SLR-2026-0001"),
		took("a duplicate of nothing", "zhang.wei", "reject", "reason: x", "reason_code: duplicate"),
		took("a duplicate for another reason", "zhang.wei", "reject", "reason: x", "reason_code: cost", "duplicate_of: SLR-2026-0001"),
		took("a duplicate of itself", "zhang.wei", "reject", "reason: x", "reason_code: duplicate", "duplicate_of: SLR-2026-0002"),
		took("good: closed by who asked", "li.na", "close", "service: svc-app-ops"),
		took("closed by sales who did not ask", "wang.fang", "close", "service: svc-app-ops"),
		took("good: withdrawn by who asked", "li.na", "withdraw", "reason: x"),
		took("withdrawn by another", "wang.fang", "withdraw", "reason: x"),
		took("a note with a meeting", "li.na", "note", noteText, "meeting: MTG-2026-0001"),
		took("a note with a version", "li.na", "note", noteText, "version: 1.0.0"),
		took("a note with a correction", "li.na", "note", noteText, "correction: {field: title, from: 数据库驻场保障, to: y}"),
		took("a note with a design", "li.na", "note", noteText, "design: [{service: svc-x, change: add, base: '-', digest: "+sum+"}]"),
		took("good: a note with an empty design", "li.na", "note", noteText, "design: []"),
		took("a note with an emergency", "li.na", "note", noteText, "emergency: x"),
		took("good: a note with a change request", "li.na", "note", noteText, "change_ref: x"),
		took("good: approved for another's design", "zhang.wei", "approve", criteria1, criteria2, criteria3, "assign:", "  person: li.na"),
		corrected("good: a title corrected", "title", "数据库驻场保障", "y"),
		corrected("a correction of what does not stand there", "title", "x", "y"),
		corrected("a correction that changes nothing", "title", "数据库驻场保障", "数据库驻场保障"),
		corrected("a correction to nothing", "title", "数据库驻场保障", "''"),
		corrected("a correction of the id", "id", "SLR-2026-0002", "y"),
		corrected("a correction of the source", "source", "contract", "internal"),
		corrected("a correction of who raised it", "raised_by", "王芳", "y"),
		corrected("good: a correction of what was not there", "business_goal", "null", "y"),
		corrected("good: a correction of the customer's name", "customer.name", "华岭市人民医院", "y"),
		corrected("a priority that is none", "priority", "null", "x"),
		corrected("good: a priority", "priority", "null", "high"),
		corrected("a day that is none", "raised_on", "'2026-03-02'", "'2026-02-30'"),
		corrected("good: a day", "raised_on", "'2026-03-02'", "'2026-03-01'"),
		{"good: corrected twice", "requested", func(w *workshop) {
			w.next("zhang.wei", "correct").event("SLR-2026-0002", "correct", "reason: x", "correction: {field: title, from: 数据库驻场保障, to: y}").land()
			w.next("zhang.wei", "correct").event("SLR-2026-0002", "correct", "reason: x", "correction: {field: title, from: y, to: z}").land()
		}},
		{"corrected twice from the first", "requested", func(w *workshop) {
			w.next("zhang.wei", "correct").event("SLR-2026-0002", "correct", "reason: x", "correction: {field: title, from: 数据库驻场保障, to: y}").land()
			w.next("zhang.wei", "correct").event("SLR-2026-0002", "correct", "reason: x", "correction: {field: title, from: 数据库驻场保障, to: z}").land()
		}},
		attached("good: a file", func(d *deed) { d.file(file, "x").event("SLR-2026-0002", "note", attach(file, sum)...) }),
		attached("a file with another digest", func(d *deed) {
			d.file(file, "x").event("SLR-2026-0002", "note", attach(file, digest([]byte("y")))...)
		}),
		attached("a file with a bare digest", func(d *deed) {
			d.file(file, "x").event("SLR-2026-0002", "note", attach(file, strings.TrimPrefix(sum, "sha256:"))...)
		}),
		attached("a file that is not there", func(d *deed) { d.event("SLR-2026-0002", "note", attach(file, sum)...) }),
		attached("a file more", func(d *deed) {
			d.file(file, "x").file(file+"2", "x").event("SLR-2026-0002", "note", attach(file, sum)...)
		}),
		attached("a file of another requirement", func(d *deed) {
			other := strings.Replace(file, "0002", "0001", 1)
			d.file(other, "x").event("SLR-2026-0002", "note", attach(other, sum)...)
		}),
		attached("a file with a hidden name", func(d *deed) {
			d.file(file+"\u202e", "x").event("SLR-2026-0002", "note", attach(file+"\u202e", sum)...)
		}),
		attached("a file in a folder", func(d *deed) {
			d.file(file+"/y", "x").event("SLR-2026-0002", "note", attach(file+"/y", sum)...)
		}),
		{"two files of one name but for case", "requested", func(w *workshop) {
			d := w.next("li.na", "note").file(file, "x")
			d.event("SLR-2026-0002", "note", attach(file, sum)...).land()
			d = w.next("li.na", "note").file(strings.Replace(file, "x.txt", "X.txt", 1), "x")
			d.event("SLR-2026-0002", "note", attach(strings.Replace(file, "x.txt", "X.txt", 1), sum)...).land()
		}},
		{"a file written over", "requested", func(w *workshop) {
			w.next("li.na", "note").file(file, "x").event("SLR-2026-0002", "note", attach(file, sum)...).land()
			w.next("li.na", "note").file(file, "y").event("SLR-2026-0002", "note", attach(file, digest([]byte("y")))...).land()
		}},
		{"the requester approves, always forbidden", "published", func(w *workshop) {
			ruledBy(w, "requester_not_approver: customers", "requester_not_approver: always")
			own(w)
		}},
		{"good: the requester approves an internal one", "published", own},
		{"the requester approves an internal one for a customer", "published", func(w *workshop) {
			requested(w.next("zhang.wei", "request"), "SLR-2026-0002").edit(slr2, "source: contract", "source: internal").land()
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"good: the requester approves, never forbidden", "published", func(w *workshop) {
			ruledBy(w, "requester_not_approver: customers", "requester_not_approver: never", "by: [anyone]\n    needs: [request]", "by: [sales, market_manager]\n    needs: [request]", "    to: approved\n    by: [ops_lead]", "    to: approved\n    by: [ops_lead, market_manager]")
			requested(w.next("li.na", "request"), "SLR-2026-0002").land()
			w.next("li.na", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"a step that the procedure retired", "requested", func(w *workshop) {
			ruledBy(w, "    to: same\n    by: [anyone]\n    needs: [text]", "    to: same\n    by: []\n    needs: [text]")
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"good: steps of their own", "requested", func(w *workshop) {
			ruledBy(w, "  - name: withdraw\n", "  - name: hold\n    from: [any]\n    to: held\n    by: [ops_lead]\n    needs: [change_ref]\n  - name: resume\n    from: [held]\n    to: submitted\n    by: [requester]\n  - name: withdraw\n")
			w.next("zhang.wei", "hold").event("SLR-2026-0002", "hold", "change_ref: x").land()
			w.next("li.na", "resume").event("SLR-2026-0002", "resume").land()
		}},
		{"a step of their own from another state", "requested", func(w *workshop) {
			ruledBy(w, "  - name: withdraw\n", "  - name: hold\n    from: [approved]\n    to: held\n    by: [ops_lead]\n  - name: resume\n    from: [held]\n    to: submitted\n    by: [requester]\n  - name: withdraw\n")
			w.next("zhang.wei", "hold").event("SLR-2026-0002", "hold").land()
		}},
		{"a design of what was never approved", "requested", func(w *workshop) {
			ruledBy(w, "  - name: withdraw\n", "  - name: skip\n    from: [submitted]\n    to: approved\n    by: [ops_lead]\n  - name: withdraw\n")
			w.next("zhang.wei", "skip").event("SLR-2026-0002", "skip").land()
			designed(w.next("li.na", "propose"), "SLR-2026-0002", "x\n").land()
		}},
		{"good: a design of what was approved", "approved", func(w *workshop) {
			designed(w.next("li.na", "propose"), "SLR-2026-0002", "x\n").land()
		}},
		{"a design that changes nothing", "approved", func(w *workshop) {
			designed(w.next("li.na", "propose"), "SLR-2026-0002", w.next("li.na", "propose").text(dbOps)).land()
		}},
		{"a design proposed over another", "passed", func(w *workshop) {
			second(w)
			designed(w.next("li.na", "propose"), "SLR-2026-0003", "x\n").land()
		}},
		{"good: a design proposed over another, for both", "passed", func(w *workshop) {
			second(w)
			d := designed(w.next("li.na", "propose"), "SLR-2026-0003", "x\n")
			designed(d, "SLR-2026-0002", "x\n").land()
		}},
		{"two designs of one service in one entry", "passed", func(w *workshop) {
			second(w)
			d := designed(w.next("li.na", "propose"), "SLR-2026-0003", "x\n")
			designed(d, "SLR-2026-0002", "y\n").land()
		}},
		{"a service twice in a design", "approved", func(w *workshop) {
			d := designed(w.next("li.na", "propose"), "SLR-2026-0002", "x\n")
			text := d.text(slr2)
			d.file(slr2, text+text[strings.LastIndex(text, "      - service:"):]).land()
		}},
	}
}

// ruledBy amends the procedure of a company that never did.
func ruledBy(w *workshop, edits ...string) {
	d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
	for i := 0; i < len(edits); i += 2 {
		d.edit("procedure.yaml", edits[i], edits[i+1])
	}
	d.land()
}

// own is an internal requirement that the ops lead logs and approves.
func own(w *workshop) {
	d := requested(w.next("zhang.wei", "request"), "SLR-2026-0002")
	d.edit(slr2, "customer:\n  name: x\nsource: contract", "source: internal").land()
	w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
}

// second is another requirement, logged and approved.
func second(w *workshop) {
	requested(w.next("li.na", "request"), "SLR-2026-0003").land()
	w.next("zhang.wei", "approve").event("SLR-2026-0003", "approve", criteria1, criteria2, criteria3).land()
}

// designed proposes other bytes of a service.
func designed(d *deed, id, text string) *deed {
	base := digest([]byte(d.w.objects[d.w.files(d.w.entry(5).tree, "")["catalogue/"+dbOps]].data))
	d.file(dbOps, text)
	return d.event(id, "propose", "design:", "  - service: svc-db-ops", "    change: modify", "    base: "+base, "    digest: "+digest([]byte(text)))
}

// held is a meeting of a company with a second ops lead, by the rules that it gave
// itself; each vote is "PERSON ROLE VOTE".
func held(name, rules string, votes ...string) past {
	return past{name, "proposed", func(w *workshop) {
		before, after, _ := strings.Cut(rules, " → ")
		ruledBy(w, before, after, "  zhang.wei:\n", strings.Replace(zhaoEntry, "      - ops_lead\n", "      - ops_lead\n      - sales\n", 1)+publicKey("zhao.min")+"\n  zhang.wei:\n")
		d := w.next("li.na", "review")
		text := "schema: 1\nid: MTG-2026-0002\nheld_at: \"" + at + "\"\nchair: li.na\nrecorder: li.na\nattendees:\n"
		for _, v := range votes {
			part := strings.Fields(v)
			text += fmt.Sprintf("  - person: %s\n    role: %s\n    present: true\n", part[0], part[1])
			if len(part) > 2 {
				text += "    vote: " + part[2] + "\n"
			}
		}
		slr := d.text(slr2)
		design := slr[strings.Index(slr, "    design:\n"):]
		d.file(mtg2, text+"items:\n  - request: SLR-2026-0002\n    proposed_entry: 8\n"+design+"    result: pass\n")
		d.event("SLR-2026-0002", "pass", "meeting: MTG-2026-0002").land()
	}}
}

func badVotes() []past {
	half, third, all := "majority: half → majority: half", "majority: half → majority: two_thirds", "majority: half → majority: all"
	li, zhang, zhao, wang := "li.na market_manager ", "zhang.wei ops_lead ", "zhao.min ops_lead ", "wang.fang sales "
	return []past{
		held("good: two of three", half, li+"for", zhang+"for", zhao+"against"),
		held("one of three", half, li+"for", zhang+"against", zhao+"against"),
		held("one for, one against, one abstains", half, li+"for", zhang+"against", zhao+"abstain"),
		held("good: one for, two abstain", half, li+"for", zhang+"abstain", zhao+"abstain"),
		held("good: one for, two silent", half, li+"for", zhang, zhao),
		held("the votes of sales do not count", half, li+"for", zhang+"against", wang+"for"),
		held("good: nor those against", half, li+"for", zhang+"for", wang+"against"),
		held("good: two thirds of three", third, li+"for", zhang+"for", zhao+"against"),
		held("half, where two thirds are asked", third, li+"for", zhang+"against"),
		held("good: two thirds, one abstains", third, li+"for", zhang+"for", zhao+"abstain"),
		held("good: one for, two abstain, by two thirds", third, li+"for", zhang+"abstain", zhao+"abstain"),
		held("good: all", all, li+"for", zhang+"for", zhao+"for"),
		held("good: all, one abstains", all, li+"for", zhang+"for", zhao+"abstain"),
		held("two of three, where all are asked", all, li+"for", zhang+"for", zhao+"against"),
		held("good: a second role at the meeting", half, li+"for", zhang+"for", "zhao.min sales against"),
		held("good: a quorum by a second role", "quorum: 2 → quorum: 3", li+"for", zhang+"for", "zhao.min sales for"),
		held("good: a role that must vote, held by another role", "required_roles: [market_manager] → required_roles: [market_manager, sales]", li+"for", zhang+"for", "zhao.min ops_lead for"),
		held("good: a role that must vote, named", "required_roles: [market_manager] → required_roles: [market_manager, sales]", li+"for", zhang+"for", "zhao.min sales for"),
		held("a role that must vote, and does not decide", "required_roles: [market_manager] → required_roles: [market_manager, sales]", li+"for", zhang+"for", wang+"for"),
		held("good: a role that must vote, and abstains", half, li+"abstain", zhang+"for"),
		held("the recorder was not there", half, zhang+"for", zhao+"for"),
	}
}

// changed publishes with other rules on change requests.
func changed(name, rules, ref string) past {
	return past{name, "passed", func(w *workshop) {
		before, after, _ := strings.Cut(rules, " → ")
		ruledBy(w, before, after)
		d := catalogued(w.next("zhang.wei", "publish"))
		if ref != "" {
			d.edit(version2, "services:\n", ref+"\nservices:\n")
		}
		d.land()
	}}
}

func badChanges() []past {
	always, pattern := "when: [weakened, retired] → when: [always]", "when: [weakened, retired] → when: [weakened, retired]\n    pattern: \"^CHG-[0-9]+$\""
	return []past{
		changed("good: published by hand", "decide_within: 5 → decide_within: 4", ""),
		changed("no change request, always asked for", always, ""),
		changed("good: a change request, always asked for", always, "change_ref: x"),
		changed("a change request of another form", pattern, "change_ref: x"),
		changed("good: a change request of the form", pattern, "change_ref: CHG-1"),
		changed("good: no change request, with a form", pattern, ""),
		changed("an emergency in one word", "emergency: forbidden → emergency: allowed", "emergency: x"),
		{"good: the recorder publishes, where that is allowed", "proposed", func(w *workshop) {
			ruledBy(w, "reviewer_not_publisher: always", "reviewer_not_publisher: never", "  - name: publish # §5.4\n    from: [passed]\n    to: published\n    final: true\n    by: [ops_lead]", "  - name: publish # §5.4\n    from: [passed]\n    to: published\n    final: true\n    by: [maintenance_group]")
			reviewed(w)
			catalogued(w.next("li.na", "publish")).edit(version2, "published_by: zhang.wei", "published_by: li.na").land()
		}},
		{"good: a form of change requests, in a note", "requested", func(w *workshop) {
			ruledBy(w, "when: [weakened, retired]", "when: [weakened, retired]\n    pattern: \"^CHG-[0-9]+$\"")
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText, "change_ref: x").land()
		}},
		{"weakened, without a change request", "passed", func(w *workshop) {
			d := catalogued(w.next("zhang.wei", "publish"))
			text := strings.NewReplacer("severity: improved", "severity: weakened", "version: 1.1.0", "version: 2.0.0", "since: 1.1.0", "since: 2.0.0").Replace(d.text(version2))
			d.tree = w.with(d.tree, "catalogue/"+version2, "", "")
			d.file("versions/2.0.0.yaml", text).edit(slr2, "version: 1.1.0", "version: 2.0.0").land()
		}},
	}
}

// reviewed records a meeting that passed the second requirement.
func reviewed(w *workshop) {
	d := w.next("li.na", "review")
	slr := d.text(slr2)
	d.file(mtg2, "schema: 1\nid: MTG-2026-0002\nheld_at: \""+at+"\"\nchair: li.na\nrecorder: li.na\nattendees:\n  - person: li.na\n    role: market_manager\n    present: true\n    vote: for\n  - person: zhang.wei\n    role: ops_lead\n    present: true\n    vote: for\nitems:\n  - request: SLR-2026-0002\n    proposed_entry: 8\n"+slr[strings.Index(slr, "    design:\n"):]+"    result: pass\n")
	d.event("SLR-2026-0002", "pass", "meeting: MTG-2026-0002").land()
}
