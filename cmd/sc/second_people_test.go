package main

import (
	"slices"
	"strings"
)

// amended is a history with an amendment more.
func amended(name string, edits ...string) past {
	return amendedIn("approved", name, edits...)
}

func amendedIn(state, name string, edits ...string) past {
	return past{name, state, func(w *workshop) {
		d := w.next("zhang.wei", "amend")
		text := d.text("procedure.yaml")
		for i := 0; i < len(edits); i += 2 {
			if !strings.Contains(text, edits[i]) {
				w.t.Fatalf("%s: the procedure has no %q:\n%s", name, edits[i], text)
			}
			text = strings.Replace(text, edits[i], edits[i+1], 1)
		}
		d.file("procedure.yaml", text).land()
	}}
}

func badAmendments() []past {
	up := []string{"\nversion: 1\n", "\nversion: 2\n"}
	with := func(name string, edits ...string) past { return amended(name, slices.Concat(up, edits)...) }
	wang := "  wang.fang:\n    name: 王芳\n    email: wang.fang@yunmai.example\n    roles:\n      - sales\n    keys:\n      - key: " + publicKey("wang.fang") + "\n"
	zhao := "  zhao.min:\n    name: 赵敏\n    email: zhao.min@yunmai.example\n    roles:\n      - ops_lead\n    keys:\n      - key: " + publicKey("zhao.min") + "\n"
	zhangKey := "      - key: " + publicKey("zhang.wei") + "\n"
	withdraw := "  - name: withdraw\n    from: [submitted, approved, proposed, passed]\n    to: withdrawn\n    final: true\n    by: [requester, ops_lead]\n    needs: [reason]\n"
	return []past{
		with("good: an amendment", "decide_within: 5", "decide_within: 4"),
		with("good: only the number is raised"),
		amended("the number stays", "decide_within: 5", "decide_within: 4"),
		amended("the number jumps", "\nversion: 1\n", "\nversion: 3\n"),
		with("good: a person more", wang, wang+zhao),
		with("a key of another person", wang, wang+strings.Replace(zhao, publicKey("zhao.min"), publicKey("li.na"), 1)),
		with("a key twice for one person", wang, wang+zhao+"      - key: "+publicKey("zhao.min")+"\n"),
		with("a key that is none", wang, wang+strings.Replace(zhao, publicKey("zhao.min"), "ssh-ed25519 AAAA", 1)),
		with("a key of another kind than it says", wang, wang+strings.Replace(zhao, "ssh-ed25519 ", "ssh-rsa ", 1)),
		with("a key in another spelling", wang, wang+strings.Replace(zhao, publicKey("zhao.min"), publicKey("zhao.min")+"=", 1)),
		with("a person in a role that is none", wang, wang+strings.Replace(zhao, "ops_lead", "boss", 1)),
		with("a name with brackets", wang, wang+strings.Replace(zhao, "赵敏", "赵<敏", 1)),
		with("a name with a space behind", wang, wang+strings.Replace(zhao, "赵敏", "\"赵敏 \"", 1)),
		with("good: a name with brackets, without a key", wang, wang+strings.NewReplacer("赵敏", "赵<敏", "    keys:\n      - key: "+publicKey("zhao.min"), "    keys: []").Replace(zhao)),
		with("a name of two lines", wang, wang+strings.Replace(zhao, "赵敏", "\"赵\\n敏\"", 1)),
		with("good: a person without a role", wang, wang+strings.Replace(zhao, "\n      - ops_lead", " []", 1)),
		with("good: a person retired", wang, ""),
		with("nobody who may amend", zhangKey, ""),
		with("nobody who may amend, but by a role", "      - ops_lead\n    keys:\n"+zhangKey, "      - sales\n    keys:\n"+zhangKey),
		with("nobody who may approve", "    to: approved\n    by: [ops_lead]", "    to: approved\n    by: [auditor]"),
		with("nobody who may publish", "    to: published\n    final: true\n    by: [ops_lead]", "    to: published\n    final: true\n    by: [auditor]"),
		with("nobody who may propose", "    to: proposed\n    by: [maintenance_group]", "    to: proposed\n    by: [auditor]"),
		with("nobody who may pass", "    to: passed\n    by: [maintenance_group]", "    to: passed\n    by: [auditor]"),
		with("nobody who may withdraw", "    to: withdrawn\n    final: true\n    by: [requester, ops_lead]", "    to: withdrawn\n    final: true\n    by: [auditor]"),
		with("good: a step retired", "    to: withdrawn\n    final: true\n    by: [requester, ops_lead]", "    to: withdrawn\n    final: true\n    by: []"),
		with("a step by what is no role", "    to: withdrawn\n    final: true\n    by: [requester, ops_lead]", "    to: withdrawn\n    final: true\n    by: [boss]"),
		with("a step removed", withdraw, ""),
		with("a step that leads elsewhere", "    to: withdrawn\n", "    to: rejected\n"),
		with("good: a step from fewer states", "from: [submitted, approved, proposed, passed]", "from: [submitted]"),
		with("good: a step of their own", withdraw, withdraw+"  - name: hold\n    from: [submitted]\n    to: held\n    by: [ops_lead]\n  - name: resume\n    from: [held]\n    to: submitted\n    by: [ops_lead]\n"),
		with("a state that nobody can leave", withdraw, withdraw+"  - name: hold\n    from: [submitted]\n    to: held\n    by: [ops_lead]\n"),
		with("a step from a state that nobody reaches", withdraw, withdraw+"  - name: hold\n    from: [nowhere]\n    to: submitted\n    by: [ops_lead]\n"),
		with("a state called void", withdraw, withdraw+"  - name: hold\n    from: [submitted]\n    to: void\n    final: true\n    by: [ops_lead]\n"),
		with("a step twice", withdraw, withdraw+withdraw),
		with("published without being passed", "    from: [passed]\n", "    from: [proposed]\n"),
		with("passed without a meeting", "    needs: [meeting]\n    carried_by: review\n", ""),
		with("final no more", "    to: withdrawn\n    final: true\n", "    to: withdrawn\n"),
		with("final, and not", "    to: published\n    final: true\n", "    to: published\n"),
		with("a quorum that nobody reaches", "quorum: 2", "quorum: 9"),
		with("a role that nobody holds at the review", "required_roles: [market_manager]", "required_roles: [auditor]"),
		with("a role that is none at the review", "required_roles: [market_manager]", "required_roles: [boss]"),
		with("good: no role at the review", "required_roles: [market_manager]", "required_roles: []"),
		with("good: votes to be signed", "votes: attested", "votes: signed"),
		with("good: confirmations", "confirmations: 0", "confirmations: 1"),
		with("approvals", "approvals: 1", "approvals: 2"),
		with("good: emergencies", "emergency: forbidden", "emergency: allowed"),
		with("a pattern that is none", "when: [weakened, retired]", "when: [weakened, retired]\n    pattern: \"(\""),
		with("good: a pattern", "when: [weakened, retired]", "when: [weakened, retired]\n    pattern: \"^CHG-\""),
		with("a branch that is none", "branch: main", "branch: a..b"),
		with("a branch HEAD", "branch: main", "branch: HEAD"),
		with("another branch", "branch: main", "branch: ledger"),
		with("proofs asked for, and not given", "proof: optional", "proof: require"),
		with("a proof that is none", wang, wang+zhao+"        proof: AAAA\n"),
		with("good: a proof", wang, wang+zhao+"        proof: "+proof("zhao.min", "zhao.min", "genesis")+"\n"),
		with("a proof for another", wang, wang+zhao+"        proof: "+proof("zhao.min", "li.na", "genesis")+"\n"),
		with("a proof by another", wang, wang+zhao+"        proof: "+proof("li.na", "zhao.min", "genesis")+"\n"),
		with("a proof for another ledger", wang, wang+zhao+"        proof: "+proof("zhao.min", "zhao.min", digest(nil))+"\n"),
		with("a calendar that is none", "time_zone: Asia/Shanghai", "time_zone: Asia/Atlantis"),
		with("a group of what is no role", "      - market_manager\n\npeople", "      - boss\n\npeople"),
		with("a language that is none", "  - en\n", "  - xx\n"),
		{"amended by the market manager", "approved", func(w *workshop) {
			w.next("li.na", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").land()
		}},
		{"amended under another name", "approved", func(w *workshop) {
			w.next("zhang.wei", "note").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").land()
		}},
		{"grants and uses", "approved", func(w *workshop) {
			d := w.next("li.na", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
			d.edit("procedure.yaml", "  - name: amend # §4.1\n    from: []\n    to: same\n    by: [ops_lead]", "  - name: amend # §4.1\n    from: []\n    to: same\n    by: [ops_lead, market_manager]").land()
		}},
		{"good: grants, then uses", "approved", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
			d.edit("procedure.yaml", "  - name: amend # §4.1\n    from: []\n    to: same\n    by: [ops_lead]", "  - name: amend # §4.1\n    from: []\n    to: same\n    by: [ops_lead, market_manager]").land()
			w.next("li.na", "amend").edit("procedure.yaml", "\nversion: 2\n", "\nversion: 3\n").land()
		}},
		{"a retired key signs", "approved", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", wang, "").land()
			w.next("wang.fang", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a retired key of a person who stays", "approved", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
			d.edit("procedure.yaml", publicKey("wang.fang"), publicKey("zhao.min")).land()
			w.next("wang.fang", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a retired key comes back for another", "approved", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", wang, "").land()
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 2\n", "\nversion: 3\n")
			d.edit("procedure.yaml", "  zhang.wei:\n", strings.Replace(zhao, publicKey("zhao.min"), publicKey("wang.fang"), 1)+"  zhang.wei:\n").land()
		}},
		{"good: a retired key comes back", "approved", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", wang, "").land()
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 2\n", "\nversion: 3\n")
			d.edit("procedure.yaml", "  zhang.wei:\n", wang+"  zhang.wei:\n").land()
		}},
		{"an older procedure put back", "eventful", func(w *workshop) {
			d := w.next("zhang.wei", "amend")
			d.node("procedure.yaml", "100644", w.files(w.read(w.numbered(3)).tree, "")["catalogue/procedure.yaml"]).land()
		}},
		{"the procedure deleted", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.tree = w.with(d.tree, "catalogue/procedure.yaml", "", "")
			d.land()
		}},
	}
}

func badGeneses() []past {
	genesis := func(name string, change func(d *deed)) past {
		return past{name, "", func(w *workshop) {
			d := w.entry(0)
			change(d)
			d.land()
		}}
	}
	return []past{
		genesis("good: genesis alone", func(*deed) {}),
		genesis("another root", func(d *deed) { d.set("SC-Root", "catalog") }),
		genesis("a root that is none", func(d *deed) { d.set("SC-Root", "../catalogue") }),
		genesis("tags that are none", func(d *deed) { d.set("SC-Tags", "a..b/v") }),
		genesis("another branch than the procedure's", func(d *deed) { d.set("SC-Ref", "refs/heads/other") }),
		genesis("not the first", func(d *deed) { d.set("SC-Entry", "1") }),
		genesis("another action", func(d *deed) { d.set("SC-Action", "amend") }),
		genesis("a ledger in genesis", func(d *deed) { d.say("SC-Format: 1\n", "SC-Format: 1\nSC-Ledger: "+digest(nil)+"\n") }),
		genesis("version 2", func(d *deed) { d.edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n") }),
		genesis("an unsigned genesis", func(d *deed) { d.signer = "" }),
		genesis("a genesis by the market manager", func(d *deed) {
			d.signer, d.author = "li.na", "李娜 <li.na@yunmai.example> 1772413200 +0800"
			d.committer = d.author
			d.set("SC-Actor", "li.na").set("SC-Role", "market_manager")
		}),
		genesis("a genesis by nobody", func(d *deed) { d.signer = "stranger" }),
		genesis("a request in genesis", func(d *deed) { requested(d, "SLR-2026-0001").edit(slr1, "entry: 0", "entry: 1") }),
		genesis("a service in genesis", func(d *deed) { d.file("services/svc-x.yaml", "x") }),
		genesis("a file beside genesis", func(d *deed) { d.tree = d.w.with(d.tree, "x", "100644", d.w.put("blob", "x")) }),
		genesis("a procedure of YAML 1.1", func(d *deed) { d.edit("procedure.yaml", "schema: 1", "%YAML 1.1\n---\nschema: 1") }),
		genesis("a procedure that is none", func(d *deed) { d.file("procedure.yaml", "x: y\n") }),
		{"a second genesis", "approved", func(w *workshop) {
			d := w.entry(0)
			d.parents = []string{w.tip()}
			d.tree = w.read(w.tip()).tree
			d.edit("procedure.yaml", "decide_within: 5", "decide_within: 4").land()
		}},
		{"a signed record before genesis", "", func(w *workshop) {
			g, d := w.entry(0), w.next("li.na", "request")
			d.parents, d.tree = nil, w.with("", "x", "100644", w.put("blob", "x"))
			requested(d, "SLR-2026-0001")
			g.parents = []string{d.commit()}
			g.tree = w.with(d.tree, "catalogue/procedure.yaml", "100644", w.files(g.tree, "")["catalogue/procedure.yaml"])
			g.seal().land()
		}},
		{"a signed entry behind a bad genesis", "approved", func(w *workshop) {
			g := w.entry(0)
			g.set("SC-Root", "catalog")
			d := w.entry(1)
			d.parents = []string{g.commit()}
			d.set("SC-Ledger", digest([]byte(w.objects[d.parents[0]].data))).set("SC-Previous", d.get("SC-Ledger"))
			d.tree = w.with(g.tree, "catalogue/"+slr1, "100644", w.files(d.tree, "")["catalogue/"+slr1])
			d.land()
			w.refs = map[string]string{ledgerBranch: w.tip()}
		}},
	}
}
