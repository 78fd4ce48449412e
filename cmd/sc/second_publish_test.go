package main

import (
	"slices"
	"strings"
)

const (
	version2 = "versions/1.1.0.yaml"
	dbOps    = "services/svc-db-ops.yaml"
	tag1     = "refs/tags/catalogue/v1.0.0"
	tag2     = "refs/tags/catalogue/v1.1.0"
)

// met is a history whose last meeting is another.
func met(name string, edits ...string) past {
	return remade(name, "passed", func(d *deed) {
		for i := 0; i < len(edits); i += 3 {
			d.edit(edits[i], edits[i+1], edits[i+2])
		}
	})
}

func badMeetings() []past {
	li := "  - person: li.na\n    role: market_manager\n    present: true\n    vote: for\n"
	zhang := "  - person: zhang.wei\n    role: ops_lead\n    present: true\n    vote: for\n"
	return []past{
		met("good: minutes with a remark", mtg2, "items:\n", "notes: x\nitems:\n"),
		met("a meeting of an older proposal", mtg2, "proposed_entry: 8", "proposed_entry: 3"),
		met("a meeting of another design", mtg2, "digest: sha256:", "digest: sha256:0000000000000000000000000000000000000000000000000000000000000000 #"),
		met("no quorum", mtg2, zhang, ""),
		met("the market manager absent", mtg2, li, "  - person: li.na\n    role: market_manager\n    present: false\n"),
		met("the market manager does not vote", mtg2, li, strings.Replace(li, "    vote: for\n", "", 1)),
		met("one for, one against", mtg2, zhang, strings.Replace(zhang, "for", "against", 1)),
		met("good: one for, one abstains", mtg2, zhang, strings.Replace(zhang, "for", "abstain", 1)),
		met("good: one for, one without a vote", mtg2, zhang, strings.Replace(zhang, "    vote: for\n", "", 1)),
		met("both abstain", mtg2, zhang, strings.Replace(zhang, "for", "abstain", 1), mtg2, li, strings.Replace(li, "for", "abstain", 1)),
		met("the same person twice", mtg2, zhang, li),
		met("a person whom nobody knows", mtg2, "person: zhang.wei", "person: nobody"),
		met("a person in a role of another", mtg2, "role: ops_lead", "role: sales"),
		met("somebody outside the group", mtg2, zhang, strings.NewReplacer("zhang.wei", "wang.fang", "ops_lead", "sales").Replace(zhang)),
		met("good: a third who is outside the group", mtg2, zhang, zhang+strings.NewReplacer("zhang.wei", "wang.fang", "ops_lead", "sales").Replace(zhang)),
		met("recorded by another", mtg2, "recorder: li.na", "recorder: zhang.wei"),
		met("a chair whom nobody knows", mtg2, "chair: zhang.wei", "chair: nobody"),
		met("a chair who was not there", mtg2, "chair: zhang.wei", "chair: wang.fang"),
		met("passed, says the record; returned, says the meeting", mtg2, "result: pass", "result: return\n    comment: x"),
		met("another meeting, says the record", slr2, "meeting: MTG-2026-0002", "meeting: MTG-2026-0001"),
		met("a meeting of another number", mtg2, "id: MTG-2026-0002", "id: MTG-2026-0003"),
		met("good: a meeting later than its record", mtg2, "held_at: \""+at, "held_at: \"2026-03-03T09:00:00+08:00"),
		met("an item more", mtg2, "items:\n", "items:\n  - request: SLR-2026-0001\n    proposed_entry: 3\n    design: []\n    result: pass\n"),
		met("returned without a reason", mtg2, "result: pass", "result: return", slr2, "step: pass", "step: return"),
		met("good: returned", mtg2, "result: pass", "result: return\n    comment: x", slr2, "step: pass", "step: return", slr2, "    meeting: MTG-2026-0002\n", "    meeting: MTG-2026-0002\n    reason: x\n"),
		met("good: returned for another reason", mtg2, "result: pass", "result: return\n    comment: x", slr2, "step: pass", "step: return", slr2, "    meeting: MTG-2026-0002\n", "    meeting: MTG-2026-0002\n    reason: y\n"),
		met("returned against the majority", mtg2, "result: pass", "result: return\n    comment: x", slr2, "step: pass", "step: return", slr2, "    meeting: MTG-2026-0002\n", "    meeting: MTG-2026-0002\n    reason: x\n", mtg2, zhang, strings.Replace(zhang, "for", "against", 1)),
		remade("a meeting alone", "passed", func(d *deed) {
			d.tree = d.w.with(d.tree, "catalogue/"+slr2, "100644", d.w.files(d.w.read(d.parents[0]).tree, "")["catalogue/"+slr2])
			d.seal()
		}),
		remade("a meeting with a gap in its number", "passed", func(d *deed) {
			text := strings.Replace(d.text(mtg2), "MTG-2026-0002", "MTG-2026-0003", 1)
			d.tree = d.w.with(d.tree, "catalogue/"+mtg2, "", "")
			d.file("meetings/2026/MTG-2026-0003.yaml", text).edit(slr2, "MTG-2026-0002", "MTG-2026-0003")
		}),
		remade("a review signed by sales", "passed", func(d *deed) {
			d.signer, d.author = "wang.fang", strings.NewReplacer("李娜", "王芳", "li.na", "wang.fang").Replace(d.author)
			d.committer = d.author
			d.set("SC-Actor", "wang.fang").set("SC-Role", "sales").edit(mtg2, "recorder: li.na", "recorder: wang.fang")
			d.edit(slr2, "  - step: pass\n    by: li.na\n    role: market_manager", "  - step: pass\n    by: wang.fang\n    role: sales")
		}),
		{"a meeting changed later", "passed", func(w *workshop) {
			w.next("li.na", "review").edit(mtg2, "chair: zhang.wei", "chair: li.na").land()
		}},
	}
}

// released is a history whose last publication is another.
func released(name string, edits ...string) past {
	return remade(name, "released", func(d *deed) {
		for i := 0; i < len(edits); i += 3 {
			d.edit(edits[i], edits[i+1], edits[i+2])
		}
	})
}

func badVersions() []past {
	return []past{
		released("good: a manifest with notes", version2, "digest: sha256:", "digest: sha256:"),
		released("another version before", version2, "previous: 1.0.0", "previous: 0.9.0"),
		released("no version before", version2, "previous: 1.0.0\n", ""),
		released("published at another time", version2, "published_at: \"2026-03-02", "published_at: \"2026-03-01"),
		released("published by another", version2, "published_by: zhang.wei", "published_by: li.na"),
		released("a digest that is not that of the services", version2, "\ndigest: sha256:", "\ndigest: sha256:0000000000000000000000000000000000000000000000000000000000000000 #"),
		released("no meeting", version2, "meetings:\n  - MTG-2026-0002\n", "meetings: []\n"),
		released("another meeting", version2, "  - MTG-2026-0002\n", "  - MTG-2026-0001\n"),
		released("a meeting more", version2, "  - MTG-2026-0002\n", "  - MTG-2026-0001\n  - MTG-2026-0002\n"),
		released("no requirement", version2, "requests:\n  - SLR-2026-0002\n", "requests: []\n"),
		released("a requirement more", version2, "  - SLR-2026-0002\n", "  - SLR-2026-0001\n  - SLR-2026-0002\n"),
		released("another version, says the record", slr2, "    version: 1.1.0\n", "    version: 1.0.0\n"),
		released("no version, says the record", slr2, "    version: 1.1.0\n", ""),
		released("good: effective before it is published", version2, "effective_from: \"2026-03-02", "effective_from: \"2026-03-01"),
		released("a change called none", version2, "change: modify", "change: none"),
		released("a change called add", version2, "change: modify", "change: add"),
		released("no change called modify", version2, "change: none", "change: modify"),
		released("good: another severity", version2, "severity: improved", "severity: editorial"),
		released("weakened in a minor version", version2, "severity: improved", "severity: weakened"),
		released("a change with severity none", version2, "severity: improved", "severity: none"),
		released("no change with a severity", version2, "severity: none", "severity: editorial"),
		released("a change with severity new", version2, "severity: improved", "severity: new"),
		released("since another version", version2, "since: 1.1.0", "since: 1.0.0"),
		released("unchanged since this version", version2, "since: 1.0.0", "since: 1.1.0"),
		released("an emergency", version2, "\ndigest: ", "\nemergency: x\ndigest: "),
		released("good: a change request", version2, "services:\n", "change_ref: CHG-1\nservices:\n"),
		remade("a service left out", "released", func(d *deed) {
			text := d.text(version2)
			i := strings.Index(text, "  - id: svc-virtual-ops")
			j := strings.Index(text, "\ndigest: ") + 1
			d.file(version2, text[:i]+text[j:])
		}),
		remade("services out of order", "released", func(d *deed) {
			text := d.text(version2)
			i, j := strings.Index(text, "services:\n")+len("services:\n"), strings.Index(text, "\ndigest: ")+1
			rows := strings.SplitAfter(text[i:j], "since: 1.0.0\n")
			rows[0], rows[1] = rows[1], rows[0]
			d.file(version2, text[:i]+strings.Join(rows, "")+text[j:])
		}),
		released("good: for a person to judge", version2, "severity: improved", "severity: judge"),
		remade("good: for a person to judge, as a patch", "released", func(d *deed) {
			text := strings.NewReplacer("version: 1.1.0", "version: 1.0.1", "since: 1.1.0", "since: 1.0.1", "severity: improved", "severity: judge").Replace(d.text(version2))
			d.tree = d.w.with(d.tree, "catalogue/"+version2, "", "")
			d.file("versions/1.0.1.yaml", text).edit(slr2, "version: 1.1.0", "version: 1.0.1")
		}),
		remade("a first version 0.1.0", "published", func(d *deed) {
			text := strings.NewReplacer("version: 1.0.0", "version: 0.1.0", "since: 1.0.0", "since: 0.1.0").Replace(d.text("versions/1.0.0.yaml"))
			d.tree = d.w.with(d.tree, "catalogue/versions/1.0.0.yaml", "", "")
			d.file("versions/0.1.0.yaml", text).edit(slr1, "version: 1.0.0", "version: 0.1.0")
		}),
		renumbered("a version of the same number", "1.0.0"),
		renumbered("a version too low", "1.0.1"),
		renumbered("good: a version higher than need be", "2.0.0"),
		renumbered("a version that leaves one out", "1.2.0"),
		renumbered("a version that leaves a patch", "1.1.1"),
		remade("a draft published along", "released", func(d *deed) { d.edit(dbOps, "code: ", "code: X") }),
		{"other bytes than were passed", "passed", func(w *workshop) {
			shifted(w, func(tree string) string { return w.with(tree, "catalogue/"+dbOps, "100644", w.put("blob", "x\n")) })
		}},
		{"a new draft beside", "passed", func(w *workshop) {
			shifted(w, func(tree string) string {
				return w.with(tree, "catalogue/services/svc-x.yaml", "100644", w.put("blob", "x\n"))
			})
		}},
		{"a service gone", "passed", func(w *workshop) {
			shifted(w, func(tree string) string { return w.with(tree, "catalogue/services/svc-app-ops.yaml", "", "") })
		}},
		{"a service executable", "passed", func(w *workshop) {
			shifted(w, func(tree string) string {
				return w.with(tree, "catalogue/services/svc-app-ops.yaml", "100755", w.files(tree, "")["catalogue/services/svc-app-ops.yaml"])
			})
		}},
		{"good: another file in services", "passed", func(w *workshop) {
			shifted(w, func(tree string) string {
				return w.with(tree, "catalogue/services/README.md", "100644", w.put("blob", "x\n"))
			})
		}},
		{"good: a folder in services", "passed", func(w *workshop) {
			shifted(w, func(tree string) string {
				return w.with(tree, "catalogue/services/x/svc-x.yaml", "100644", w.put("blob", "x\n"))
			})
		}},
		{"published by the recorder", "released", func(w *workshop) {
			d := w.read(w.tip())
			review := w.read(d.parents[0])
			review.signer, review.author = "zhang.wei", strings.NewReplacer("李娜", "张伟", "li.na", "zhang.wei").Replace(review.author)
			review.committer = review.author
			review.set("SC-Actor", "zhang.wei").set("SC-Role", "ops_lead").edit(mtg2, "recorder: li.na", "recorder: zhang.wei")
			review.edit(slr2, "  - step: pass\n    by: li.na\n    role: market_manager", "  - step: pass\n    by: zhang.wei\n    role: ops_lead")
			behind(d, review.commit()).land()
			delete(w.refs, tag2)
		}},
		{"a version changed later", "released", func(w *workshop) {
			w.next("zhang.wei", "publish").edit(version2, "effective_from: \"2026-03-02", "effective_from: \"2026-03-03").land()
		}},
		{"a design in a note, then published", "passed", func(w *workshop) {
			sum := digest([]byte("x\n"))
			base := digest([]byte(w.objects[w.files(w.entry(5).tree, "")["catalogue/"+dbOps]].data))
			w.next("wang.fang", "note").event("SLR-2026-0002", "note", noteText, "design:", "  - {service: svc-db-ops, change: modify, base: \""+base+"\", digest: \""+sum+"\"}").land()
			shifted(w, func(tree string) string { return w.with(tree, "catalogue/"+dbOps, "100644", w.put("blob", "x\n")) })
		}},
		{"published again", "released", func(w *workshop) {
			d := w.next("zhang.wei", "publish").event("SLR-2026-0002", "publish", "version: 1.2.0")
			d.file("versions/1.2.0.yaml", strings.NewReplacer("version: 1.1.0", "version: 1.2.0", "previous: 1.0.0", "previous: 1.1.0").Replace(d.text(version2))).land()
		}},
		proposed("a design of other bytes", "digest: sha256:", "digest: sha256:0000000000000000000000000000000000000000000000000000000000000000 #"),
		proposed("a design on another base", "base: sha256:", "base: sha256:0000000000000000000000000000000000000000000000000000000000000000 #"),
		proposed("a design that adds what is there", "change: modify", "change: add"),
		proposed("good: a design that retires", "change: modify", "change: retire"),
		proposed("a design of no service", "    design:\n", "    design: []\n    # "),
		remade("a draft along that the design does not name", "proposed", func(d *deed) { d.edit("services/svc-app-ops.yaml", "code: ", "code: X") }),
		remade("a new draft along", "proposed", func(d *deed) { d.file("services/svc-x.yaml", "x\n") }),
		remade("good: a design that was there already", "proposed", func(d *deed) {
			draft := d.w.next("li.na", "note")
			draft.tree, draft.signer, draft.message = d.w.read(d.parents[0]).tree, "", "a draft\n"
			draft.parents = d.parents
			draft.tree = d.w.with(draft.tree, "catalogue/"+dbOps, "100644", d.w.files(d.tree, "")["catalogue/"+dbOps])
			d.parents = []string{draft.commit()}
			d.seal()
		}),
	}
}

// proposed is a history whose last proposal is another.
func proposed(name, old, with string) past {
	return remade(name, "proposed", func(d *deed) { d.edit(slr2, old, with) })
}

// behind moves an entry behind another one.
func behind(d *deed, entry string) *deed {
	files, own := d.w.files(d.tree, ""), d.w.files(d.w.read(d.parents[0]).tree, "")
	tree := d.w.read(entry).tree
	for path, id := range files {
		if own[path] != id && strings.Contains(path, "/versions/") {
			tree = d.w.with(tree, path, "100644", id)
		}
	}
	before := d.w.objects[d.w.files(d.w.read(d.parents[0]).tree, "")["catalogue/"+slr2]].data
	event := strings.TrimPrefix(d.text(slr2), before)
	d.follow(entry, entry)
	d.tree = tree
	return d.file(slr2, d.text(slr2)+event)
}

// shifted publishes behind a draft.
func shifted(w *workshop, change func(string) string) {
	d := w.next("zhang.wei", "note")
	d.tree, d.signer, d.message = change(d.tree), "", "a draft\n"
	d.land()
	catalogued(w.next("zhang.wei", "publish")).land()
}

// manifest publishes what stands in the tree as 1.1.0.
func catalogued(d *deed) *deed {
	before := d.text("versions/1.0.0.yaml")
	text := "schema: 1\nversion: 1.1.0\nprevious: 1.0.0\npublished_at: \"" + at + "\"\npublished_by: zhang.wei\neffective_from: \"2026-03-02\"\nrequests:\n  - SLR-2026-0002\nmeetings:\n  - MTG-2026-0002\nservices:\n"
	lines := ""
	files := d.w.files(d.tree, "catalogue/")
	var paths []string
	for path := range files {
		if name, ok := strings.CutPrefix(path, "catalogue/catalogue/services/"); ok && strings.HasSuffix(name, ".yaml") && !strings.Contains(name, "/") {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	for _, path := range paths {
		id := strings.TrimSuffix(path[strings.LastIndex(path, "/")+1:], ".yaml")
		sum := digest([]byte(d.w.objects[files[path]].data))
		change := "    change: modify\n    severity: improved\n    since: 1.1.0\n"
		if strings.Contains(before, sum) {
			change = "    change: none\n    severity: none\n    since: 1.0.0\n"
		} else if !strings.Contains(before, id) {
			change = "    change: add\n    severity: new\n    since: 1.1.0\n"
		}
		text += "  - id: " + id + "\n    digest: " + sum + "\n" + change
		lines += id + " " + sum + "\n"
	}
	d.event("SLR-2026-0002", "publish", "version: 1.1.0")
	return d.file(version2, text+"digest: "+digest([]byte(lines))+"\n")
}

// renumbered publishes under another number.
func renumbered(name, number string) past {
	return remade(name, "released", func(d *deed) {
		text := strings.NewReplacer("version: 1.1.0", "version: "+number, "since: 1.1.0", "since: "+number).Replace(d.text(version2))
		d.tree = d.w.with(d.tree, "catalogue/"+version2, "", "")
		d.file("versions/"+number+".yaml", text).edit(slr2, "version: 1.1.0", "version: "+number)
	})
}
