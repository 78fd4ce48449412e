package main

import (
	"slices"
	"strings"
)

func badTrees() []past {
	draft := func(name string, plant func(w *workshop, top, root, services []node) string) past {
		return past{name, "approved", func(w *workshop) {
			d := w.next("li.na", "note")
			top := w.nodes(d.tree)
			root := w.nodes(top[0].id)
			services := w.nodes(root[slices.IndexFunc(root, func(n node) bool { return n.name == "services" })].id)
			before := d.tree
			d.tree, d.signer, d.message = plant(w, top, root, services), "", "a draft\n"
			d.parents = []string{d.land()}
			d.tree = before // what the tip holds is read to find the ledger
			d.land()
		}}
	}
	blob := func(w *workshop) string { return w.put("blob", "x\n") }
	return []past{
		draft("good: a draft", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "README.md", "100644", blob(w))
		}),
		draft("good: an executable and a link outside", func(w *workshop, top, root, services []node) string {
			return w.with(w.with(w.plant(top), "a", "100755", blob(w)), "b", "120000", blob(w))
		}),
		draft("a name twice in a draft", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100644", "x", blob(w)}, node{"100644", "x", blob(w)}))
		}),
		draft("a name twice as file and folder", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100644", "x", blob(w)}, node{"40000", "x", top[0].id}))
		}),
		draft("names out of order", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"100644", "x", blob(w)}}, top...))
		}),
		draft("a mode with a zero before", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"0100644", "x", blob(w)}))
		}),
		draft("a mode 100664", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100664", "x", blob(w)}))
		}),
		draft("an object of zeroes", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"160000", "x", strings.Repeat("0", 40)}))
		}),
		draft("a name .GIT", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"40000", ".GIT", top[0].id}}, top...))
		}),
		draft("a name git~1", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100644", "git~1", blob(w)}))
		}),
		draft("a name .git with a mark", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"100644", ".g\u200cit", blob(w)}}, top...))
		}),
		draft("a name with .git behind a backslash", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100644", `x\.git . :y`, blob(w)}))
		}),
		draft("good: a name .gitignore", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"100644", ".gitignore", blob(w)}}, top...))
		}),
		draft("a slash in a name", func(w *workshop, top, root, services []node) string {
			return w.plant(append(top, node{"100644", "x/y", blob(w)}))
		}),
		draft("a name ..", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"40000", "..", top[0].id}}, top...))
		}),
		draft("bytes behind a tree", func(w *workshop, top, root, services []node) string {
			return w.put("tree", w.objects[w.plant(top)].data+"100644 x")
		}),
		draft("good: a name twice in services", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/services", "40000", w.plant(append(services, services[len(services)-1])))
		}),
		draft("a twin of the root", func(w *workshop, top, root, services []node) string {
			return w.plant(append([]node{{"40000", "Catalogue", root[0].id}}, top...))
		}),
		draft("a twin of the procedure", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/Procedure.yaml", "100644", blob(w))
		}),
		draft("a twin by long s", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/requestſ", "100644", blob(w))
		}),
		draft("good: a twin of what is not there", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/Rulings", "100644", blob(w))
		}),
		draft("the procedure as a link", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/procedure.yaml", "120000", blob(w))
		}),
		draft("requests as a file", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/requests", "100644", blob(w))
		}),
		draft("the root as a file", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue", "100644", blob(w))
		}),
		draft("the ledger gone", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue", "", "")
		}),
		draft("good: a shadow procedure at the top", func(w *workshop, top, root, services []node) string {
			return w.with(w.with(w.plant(top), "procedure.yaml", "100644", blob(w)), "catalogue/services/procedure.yaml", "100644", blob(w))
		}),
		draft("an unknown place of the ledger", func(w *workshop, top, root, services []node) string {
			return w.with(w.plant(top), "catalogue/agreements/2026/SLA.yaml", "100644", blob(w))
		}),
		noted("a record that is a link", func(d *deed) { d.node(slr2, "120000", d.w.put("blob", "x")) }),
		noted("a record that is executable", func(d *deed) { d.node(slr2, "100755", d.w.put("blob", d.text(slr2))) }),
		noted("a record that is a submodule", func(d *deed) {
			d.tree = d.w.with(d.tree, "catalogue/"+slr2, "160000", d.parents[0])
		}),
		noted("a record that is a folder", func(d *deed) {
			d.tree = d.w.with(d.tree, "catalogue/"+slr2, "", "")
			d.file(slr2+"/x", "x")
		}),
		noted("a record deleted", func(d *deed) { d.tree = d.w.with(d.tree, "catalogue/"+slr1, "", "") }),
		noted("a draft deleted", func(d *deed) { d.tree = d.w.with(d.tree, "catalogue/services/svc-app-ops.yaml", "", "") }),
		noted("a draft changed", func(d *deed) { d.file("services/svc-app-ops.yaml", "x\n") }),
		noted("a draft executable", func(d *deed) {
			d.node("services/svc-app-ops.yaml", "100755", d.w.put("blob", d.text("services/svc-app-ops.yaml")))
		}),
		noted("a file outside the root", func(d *deed) { d.tree = d.w.with(d.tree, "README.md", "100644", d.w.put("blob", "x")); d.seal() }),
		noted("a foreign file in the root", func(d *deed) { d.file("README.md", "x") }),
		noted("the procedure changed along", func(d *deed) { d.edit("procedure.yaml", "version: 1\n", "version: 2\n") }),
		noted("a record nowhere", func(d *deed) { d.file("requests/x.yaml", "x") }),
		noted("a record in another year's folder", func(d *deed) { d.file("requests/2025/SLR-2026-0003.yaml", d.text(slr2)) }),
		noted("a record in a folder of a thousand", func(d *deed) { d.file("requests/2026/1000/SLR-2026-0003.yaml", d.text(slr2)) }),
		noted("a file that no step names", func(d *deed) { d.file("requests/2026/files/SLR-2026-0002/x.txt", "x") }),
		noted("a record along that is none of the step's", func(d *deed) { d.file("versions/9.0.0.yaml", "x") }),
		{"a tree that lies", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.land()
			w.lie(d.tree, "catalogue", "catalogua")
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a record that lies", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.land()
			id := w.files(d.tree, "")["catalogue/"+slr2]
			w.lie(id, "text: x", "text: y")
		}},
		{"a missing object", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.land()
			w.lose(w.files(d.tree, "")["catalogue/"+slr2])
		}},
	}
}

func badRecords() []past {
	return []past{
		noted("an earlier text edited", func(d *deed) { d.edit(slr2, "title: ", "title: x") }),
		noted("an earlier event edited", func(d *deed) { d.edit(slr2, "business_need: ", "business_need: x") }),
		noted("a comment behind the history", func(d *deed) { d.file(slr2, d.text(slr2)+"# x\n") }),
		noted("a field behind the history", func(d *deed) { d.file(slr2, d.text(slr2)+"priority: low\n") }),
		noted("two events", func(d *deed) { d.event("SLR-2026-0002", "note", noteText) }),
		noted("an event by somebody else", func(d *deed) {
			d.edit(slr2, "by: li.na\n    role: market_manager\n    at: \""+at+"\"\n    entry: 8", "by: zhang.wei\n    role: market_manager\n    at: \""+at+"\"\n    entry: 8")
		}),
		noted("an event in another role", func(d *deed) {
			d.edit(slr2, "role: market_manager\n    at: \""+at+"\"\n    entry: 8", "role: sales\n    at: \""+at+"\"\n    entry: 8")
		}),
		noted("an event of another entry", func(d *deed) { d.edit(slr2, "entry: 8", "entry: 7") }),
		noted("an event without a field", func(d *deed) { d.edit(slr2, "    entry: 8\n", "") }),
		noted("an event with a field too many", func(d *deed) { d.edit(slr2, "    text: x\n", "    text: x\n    more: x\n") }),
		noted("a note without text", func(d *deed) { d.edit(slr2, "    text: x\n", "") }),
		noted("the last line without an end", func(d *deed) { d.file(slr2, strings.TrimSuffix(d.text(slr2), "\n")) }),
		noted("carriage returns in a record", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\r\n") }),
		noted("a tab in a record", func(d *deed) { d.edit(slr2, "text: x\n", "text: \"x\ty\"\n") }),
		noted("an escaped bidi mark", func(d *deed) { d.edit(slr2, "text: x\n", "text: \"x\\u202e\"\n") }),
		noted("an escaped tab", func(d *deed) { d.edit(slr2, "text: x\n", "text: \"x\\ty\"\n") }),
		noted("a bidi mark", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\u202e\n") }),
		noted("a tag of YAML", func(d *deed) { d.edit(slr2, "text: x\n", "text: !!str x\n") }),
		noted("an anchor", func(d *deed) { d.edit(slr2, "text: x\n", "text: &a x\n") }),
		noted("an alias", func(d *deed) { d.edit(slr2, "text: x\n", "text: &a x\n    reason: *a\n") }),
		noted("a key twice", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\n    text: x\n") }),
		noted("a number for a text", func(d *deed) { d.edit(slr2, "text: x\n", "text: 1\n") }),
		noted("good: yes for a text", func(d *deed) { d.edit(slr2, "text: x\n", "text: yes\n") }),
		noted("good: a block text", func(d *deed) { d.edit(slr2, "text: x\n", "text: |\n      x\n\n      y\n") }),
		noted("good: an empty line", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\n\n") }),
		noted("good: a comment in the element", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\n    # y\n") }),
		noted("a number with a zero before in YAML", func(d *deed) { d.edit(slr2, "text: x\n", "text: x\n    correction: {field: x, from: 007, to: 8}\n") }),
		noted("a step that is none", func(d *deed) { d.edit(slr2, "step: note", "step: nota").set("SC-Action", "nota") }),
		noted("another step than the action", func(d *deed) { d.edit(slr2, "step: note", "step: withdraw") }),
		{"a new number with a gap", "approved", func(w *workshop) {
			requested(w.next("li.na", "request"), "SLR-2026-0004").land()
		}},
		{"a number used before for a record", "approved", func(w *workshop) {
			d := requested(w.next("li.na", "request"), "SLR-2026-0003")
			d.file("requests/2026/SLR-2026-0003.yaml", strings.Replace(d.text("requests/2026/SLR-2026-0003.yaml"), "id: SLR-2026-0003", "id: SLR-2026-0002", 1)).land()
		}},
		{"good: a new requirement", "approved", func(w *workshop) { requested(w.next("li.na", "request"), "SLR-2026-0003").land() }},
		{"two new requirements in one entry", "approved", func(w *workshop) {
			requested(requested(w.next("li.na", "request"), "SLR-2026-0003"), "SLR-2026-0004").land()
		}},
		{"a new requirement of another year", "approved", func(w *workshop) {
			requested(w.next("li.na", "request"), "SLR-2025-0001").land()
		}},
		{"a new requirement with two events", "approved", func(w *workshop) {
			requested(w.next("li.na", "request"), "SLR-2026-0003").event("SLR-2026-0003", "note", noteText).land()
		}},
		{"the market manager approves", "requested", func(w *workshop) {
			w.next("li.na", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"good: the ops lead approves", "requested", func(w *workshop) {
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"approved without the two criteria", "requested", func(w *workshop) {
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", "reason: x").land()
		}},
		{"approved twice", "approved", func(w *workshop) {
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"a note on what is published", "approved", func(w *workshop) {
			w.next("li.na", "note").event("SLR-2026-0001", "note", noteText).land()
		}},
		{"the trailer says approve, the record reject", "requested", func(w *workshop) {
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "reject", "reason: x").land()
		}},
		{"approve and reject in one entry", "requested", func(w *workshop) {
			d := requested(w.next("zhang.wei", "request"), "SLR-2026-0003")
			d.event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"the requester approves", "published", func(w *workshop) {
			requested(w.next("zhang.wei", "request"), "SLR-2026-0002").land()
			w.next("zhang.wei", "approve").event("SLR-2026-0002", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"passed without a meeting", "proposed", func(w *workshop) {
			w.next("li.na", "pass").event("SLR-2026-0002", "pass", "meeting: MTG-2026-0001").land()
		}},
		{"published without a review", "approved", func(w *workshop) {
			w.next("zhang.wei", "publish").event("SLR-2026-0002", "publish", "version: 1.0.1").land()
		}},
		{"amended by a step", "approved", func(w *workshop) {
			w.next("zhang.wei", "amend").event("SLR-2026-0002", "amend").land()
		}},
	}
}

// requested adds a customer's requirement.
func requested(d *deed, id string) *deed {
	path := "requests/" + id[4:8] + "/" + id + ".yaml"
	text := "schema: 1\nid: " + id + "\ntitle: x\ncustomer:\n  name: x\nsource: contract\nasks:\n  - note: x\nraised_by: " + d.get("SC-Actor") + "\nraised_on: \"2026-03-02\"\nhistory:\n"
	return d.file(path, text).event(id, "request")
}

func badMerges() []past {
	merge := func(w *workshop, tree string, parents ...string) string {
		d := w.next("li.na", "note")
		d.tree, d.parents, d.message, d.signer = w.read(tree).tree, parents, "merge\n", ""
		return d.land()
	}
	draft := func(w *workshop, parent string) string {
		d := w.next("li.na", "note")
		d.parents, d.message, d.signer = []string{parent}, "a draft\n", ""
		d.tree = w.with(w.read(parent).tree, "README.md", "100644", w.put("blob", parent))
		return d.commit()
	}
	return []past{
		{"good: a merge of a draft", "approved", func(w *workshop) { merge(w, w.tip(), w.tip(), draft(w, w.numbered(5))) }},
		{"good: a foxtrot", "approved", func(w *workshop) { merge(w, w.tip(), draft(w, w.numbered(5)), w.tip()) }},
		{"good: an octopus", "approved", func(w *workshop) {
			merge(w, w.tip(), w.tip(), draft(w, w.numbered(5)), draft(w, w.numbered(3)), draft(w, w.numbered(0)))
		}},
		{"good: one parent twice", "approved", func(w *workshop) { merge(w, w.tip(), w.tip(), w.tip()) }},
		{"good: an unrelated history merged", "approved", func(w *workshop) {
			d := w.read(draft(w, w.tip()))
			d.parents, d.tree = nil, w.with("", "x", "100644", w.put("blob", "x"))
			merge(w, w.tip(), w.tip(), d.commit())
		}},
		{"an evil merge", "approved", func(w *workshop) {
			d := w.next("li.na", "note").edit(slr2, "title: ", "title: x")
			merge(w, d.commit(), w.tip(), draft(w, w.numbered(5)))
		}},
		{"a merge that drops entries", "approved", func(w *workshop) { merge(w, w.numbered(5), draft(w, w.numbered(5)), w.tip()) }},
		{"a merge of a fork", "approved", func(w *workshop) {
			tip := w.tip()
			fork := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			fork.parents = []string{tip}
			one := fork.commit()
			merge(w, tip, tip, one)
		}},
		{"a merge that forks, and goes on", "approved", func(w *workshop) {
			tip := w.tip()
			one := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).commit()
			merge(w, tip, tip, one)
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"an evil merge, and goes on", "approved", func(w *workshop) {
			d := w.next("li.na", "note").edit(slr2, "title: ", "title: x")
			merge(w, d.commit(), w.tip(), draft(w, w.numbered(5)))
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a broken tree, and goes on", "approved", func(w *workshop) {
			tip := w.tip()
			d := w.next("li.na", "note")
			d.tree, d.signer, d.message = w.plant(append(w.nodes(d.tree), w.nodes(d.tree)...)), "", "a draft\n"
			d.land()
			d = w.next("li.na", "note")
			d.tree, d.signer, d.message = w.read(tip).tree, "", "as it was\n"
			d.land()
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a broken tree twice", "approved", func(w *workshop) {
			tip := w.tip()
			d := w.next("li.na", "note")
			d.tree, d.signer, d.message = w.plant(append(w.nodes(d.tree), w.nodes(d.tree)...)), "", "a draft\n"
			d.land()
			d.parents = []string{w.tip()}
			d.parents = []string{d.land()}
			d.tree = w.read(tip).tree
			d.land()
		}},
		{"an unsigned change, and goes on", "approved", func(w *workshop) {
			d := w.next("li.na", "note").edit(slr1, "title: ", "title: x")
			d.signer, d.message = "", "a small improvement\n"
			d.land()
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"an unsigned change of the record, and goes on", "approved", func(w *workshop) {
			d := w.next("li.na", "note").edit(slr2, "title: ", "title: x")
			d.signer, d.message = "", "a small improvement\n"
			d.land()
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a branch without the ledger", "", func(w *workshop) {
			d := w.read(draft(w, w.tip()))
			d.parents, d.tree = nil, w.with("", "x", "100644", w.put("blob", "x"))
			d.land()
		}},
		{"records before genesis", "", func(w *workshop) {
			g := w.read(w.numbered(0))
			d := w.read(draft(w, w.numbered(0)))
			d.parents, d.tree = nil, w.with("", "catalogue/requests/2026/SLR-2026-0001.yaml", "100644", w.put("blob", "x"))
			g.parents = []string{d.commit()}
			g.land()
		}},
		{"good: a draft before genesis", "", func(w *workshop) {
			g := w.read(w.numbered(0))
			d := w.read(draft(w, w.numbered(0)))
			d.parents, d.tree = nil, w.with("", "x", "100644", w.put("blob", "x"))
			g.parents, g.tree = []string{d.commit()}, w.with(g.tree, "x", "100644", w.put("blob", "x"))
			g.land()
		}},
	}
}
