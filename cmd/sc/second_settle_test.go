package main

import (
	"fmt"
	"strings"
)

const confirmation1 = "confirmations/2026/CNF-2026-0001.yaml"

// mending is a repair of all behind an entry that somebody did by hand, once it is
// done; its tree is the sound one with a ruling on the commits.
func mending(w *workshop, sound string, commits ...string) *deed {
	d := w.next("zhang.wei", "repair")
	text := "schema: 1\nid: RUL-2026-0001\nruling: repair\ncommits:\n"
	for _, c := range commits {
		text += "  - " + digest([]byte(w.objects[c].data)) + "\n"
	}
	text += "reason: x\nruled_in: " + d.get("SC-Entry") + "\n"
	parents := d.parents
	d.parents, d.tree = []string{sound}, w.read(sound).tree
	d.file("rulings/2026/RUL-2026-0001.yaml", text)
	d.parents = parents
	return d
}

// mended is a history in which a remark was changed by hand and a repair follows.
func mended(name string, change func(*deed)) past {
	return past{name, "approved", func(w *workshop) {
		sound := w.tip()
		d := mending(w, sound, byHand(w))
		change(d)
		d.land()
	}}
}

// byHand changes a record without a signature.
func byHand(w *workshop) string {
	d := w.next("li.na", "note").edit(slr2, "title: ", "title: x")
	d.signer, d.message = "", "a small improvement\n"
	return d.land()
}

func badRepairs() []past {
	rul := "rulings/2026/RUL-2026-0001.yaml"
	return []past{
		mended("good: a repair", func(*deed) {}),
		mended("a repair by the market manager", func(d *deed) {
			d.signer, d.author = "li.na", "李娜 <li.na@yunmai.example> 1772413200 +0800"
			d.committer = d.author
			d.set("SC-Actor", "li.na").set("SC-Role", "market_manager")
		}),
		mended("a repair that leaves something", func(d *deed) {
			d.tree = d.w.with(d.tree, "catalogue/"+slr2, "100644", d.w.files(d.w.read(d.parents[0]).tree, "")["catalogue/"+slr2])
		}),
		mended("a repair that takes more", func(d *deed) { d.tree = d.w.with(d.tree, "catalogue/"+slr1, "", "") }),
		mended("a repair that changes a draft", func(d *deed) { d.tree = d.w.with(d.tree, "catalogue/"+dbOps, "100644", d.w.put("blob", "x")) }),
		mended("a repair under another name", func(d *deed) { d.set("SC-Action", "ruling") }),
		mended("a repair of another number", func(d *deed) { d.set("SC-Entry", "9") }),
		mended("a repair of another content", func(d *deed) { d.set("SC-Content", digest(nil)) }),
		mended("a repair that names the record too", func(d *deed) { d.say("SC-Record: "+rul, "SC-Record: "+slr2+"\nSC-Record: "+rul) }),
		{"a repair of another commit", "approved", func(w *workshop) {
			sound := w.tip()
			byHand(w)
			mending(w, sound, sound).land()
		}},
		{"a repair of one of two", "approved", func(w *workshop) {
			sound, first := w.tip(), byHand(w)
			byHand(w)
			mending(w, sound, first).land()
		}},
		{"good: a repair of two", "approved", func(w *workshop) {
			sound, first := w.tip(), byHand(w)
			mending(w, sound, first, byHand(w)).land()
		}},
		{"a repair of two in another order", "approved", func(w *workshop) {
			sound, first := w.tip(), byHand(w)
			mending(w, sound, byHand(w), first).land()
		}},
		{"good: a repair of a deleted ledger", "approved", func(w *workshop) {
			sound, d := w.tip(), w.next("li.na", "note")
			d.tree, d.signer, d.message = w.with(d.tree, "catalogue", "", ""), "", "gone\n"
			gone := d.land()
			d = mending(w, sound, gone)
			services := w.files(w.read(sound).tree, "")
			for path := range services {
				if strings.Contains(path, "/services/") || strings.HasSuffix(path, ".gitattributes") {
					d.tree = w.with(d.tree, path, "", "")
				}
			}
			d.land()
		}},
		{"good: goes on behind a repair", "approved", func(w *workshop) {
			sound := w.tip()
			mending(w, sound, byHand(w)).land()
			w.next("li.na", "note").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a repair of nothing", "approved", func(w *workshop) { mending(w, w.tip()).land() }},
	}
}

// confirming confirms minutes.
func confirming(w *workshop, person, meeting string) *deed {
	d := w.next(person, "confirm")
	text := d.text("meetings/2026/" + meeting + ".yaml")
	return d.file(confirmation1, fmt.Sprintf("schema: 1\nid: CNF-2026-0001\nmeeting: %s\ndigest: %s\nby: %s\nrole: %s\nat: %q\nentry: %s\n", meeting, digest([]byte(text)), person, d.get("SC-Role"), at, d.get("SC-Entry")))
}

// confirmed is a history with a confirmation more.
func confirmed(name, person string, change func(*deed)) past {
	return past{name, "passed", func(w *workshop) {
		d := confirming(w, person, "MTG-2026-0002")
		change(d)
		d.land()
	}}
}

// approval approves a text of the procedure; the first one proposes it.
func approval(w *workshop, person, id, text string) *deed {
	d := w.next(person, "confirm")
	record := fmt.Sprintf("schema: 1\nid: %s\namends: 2\ndigest: %s\nby: %s\nrole: %s\nat: %q\nentry: %s\n", id, digest([]byte(text)), person, d.get("SC-Role"), at, d.get("SC-Entry"))
	if id == "CNF-2026-0001" {
		record += "procedure: |\n"
		for line := range strings.Lines(text) {
			if line != "\n" {
				line = "  " + line
			}
			record += line
		}
	}
	return d.file("confirmations/2026/"+id+".yaml", record)
}

// approved lets two people stand behind an amendment.
func approved(name string, do func(w *workshop, text string)) past {
	return past{name, "approved", func(w *workshop) {
		ruledBy(w, "approvals: 1", "approvals: 2", "  zhang.wei:\n", zhaoEntry+publicKey("zhao.min")+"\n  zhang.wei:\n")
		text := w.next("zhang.wei", "note").text("procedure.yaml")
		do(w, strings.NewReplacer("\nversion: 2\n", "\nversion: 3\n", "decide_within: 5", "decide_within: 4").Replace(text))
	}}
}

func badConfirmations() []past {
	amend := func(w *workshop, person, text string) { w.next(person, "amend").file("procedure.yaml", text).land() }
	asked := func(name, rules string, confirm ...string) past {
		return past{name, "passed", func(w *workshop) {
			before, after, _ := strings.Cut(rules, " → ")
			ruledBy(w, before, after)
			for _, person := range confirm {
				confirming(w, person, "MTG-2026-0002").land()
			}
			catalogued(w.next("zhang.wei", "publish")).land()
		}}
	}
	one, signed := "confirmations: 0 → confirmations: 1", "votes: attested → votes: signed"
	return []past{
		confirmed("good: confirmed minutes", "zhang.wei", func(*deed) {}),
		confirmed("confirmed by the recorder", "li.na", func(*deed) {}),
		confirmed("confirmed by who was not there", "wang.fang", func(*deed) {}),
		confirmed("other minutes confirmed", "zhang.wei", func(d *deed) {
			d.edit(confirmation1, "digest: sha256:", "digest: sha256:"+strings.Repeat("0", 64)+" #")
		}),
		confirmed("minutes confirmed that are not there", "zhang.wei", func(d *deed) { d.edit(confirmation1, "MTG-2026-0002", "MTG-2026-0009") }),
		confirmed("confirmed by another, says the record", "zhang.wei", func(d *deed) { d.edit(confirmation1, "by: zhang.wei", "by: li.na") }),
		confirmed("confirmed at another time", "zhang.wei", func(d *deed) { d.edit(confirmation1, "at: \"2026-03-02", "at: \"2026-03-03") }),
		confirmed("confirmed in another entry", "zhang.wei", func(d *deed) { d.edit(confirmation1, "entry: 10", "entry: 9") }),
		confirmed("confirmed under another name", "zhang.wei", func(d *deed) { d.set("SC-Action", "note") }),
		confirmed("confirmed with a step", "zhang.wei", func(d *deed) { d.event("SLR-2026-0002", "note", noteText) }),
		{"confirmed twice", "passed", func(w *workshop) {
			confirming(w, "zhang.wei", "MTG-2026-0002").land()
			d := confirming(w, "zhang.wei", "MTG-2026-0002")
			text := strings.Replace(d.text(confirmation1), "CNF-2026-0001", "CNF-2026-0002", 1)
			d.tree = w.read(d.parents[0]).tree
			d.file("confirmations/2026/CNF-2026-0002.yaml", text).land()
		}},
		{"a confirmation changed", "passed", func(w *workshop) {
			confirming(w, "zhang.wei", "MTG-2026-0002").land()
			w.next("zhang.wei", "confirm").edit(confirmation1, "entry: 10", "entry: 11").land()
		}},
		{"a confirm without one", "passed", func(w *workshop) {
			w.next("li.na", "confirm").event("SLR-2026-0002", "note", noteText).land()
		}},
		asked("published without a confirmation", one),
		asked("good: published with a confirmation", one, "zhang.wei"),
		asked("votes not signed", signed),
		asked("good: votes signed", signed, "zhang.wei"),
		approved("amended without an approval", func(w *workshop, text string) { amend(w, "zhang.wei", text) }),
		approved("amended with the signer's approval alone", func(w *workshop, text string) {
			approval(w, "zhang.wei", "CNF-2026-0001", text).land()
			amend(w, "zhang.wei", text)
		}),
		approved("good: amended with another's approval", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).land()
			amend(w, "zhang.wei", text)
		}),
		approved("good: approved by both", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).land()
			approval(w, "zhang.wei", "CNF-2026-0002", text).land()
			amend(w, "zhang.wei", text)
		}),
		approved("another text amended than approved", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).land()
			amend(w, "zhang.wei", strings.Replace(text, "decide_within: 4", "decide_within: 3", 1))
		}),
		approved("approved by who may not amend", func(w *workshop, text string) {
			approval(w, "li.na", "CNF-2026-0001", text).land()
		}),
		approved("a proposal without its text", func(w *workshop, text string) {
			d := approval(w, "zhao.min", "CNF-2026-0001", text)
			record, _, _ := strings.Cut(d.text(confirmation1), "procedure: |\n")
			d.file(confirmation1, record).land()
		}),
		approved("a proposal with another text", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).edit(confirmation1, "decide_within: 4", "decide_within: 3").land()
		}),
		approved("approved twice", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).land()
			approval(w, "zhao.min", "CNF-2026-0002", text).land()
		}),
		approved("an approval of another version", func(w *workshop, text string) {
			approval(w, "zhao.min", "CNF-2026-0001", text).edit(confirmation1, "amends: 2", "amends: 1").land()
		}),
		approved("more approvals than people", func(w *workshop, text string) {
			text = strings.Replace(text, "approvals: 2", "approvals: 3", 1)
			approval(w, "zhao.min", "CNF-2026-0001", text).land()
			amend(w, "zhang.wei", text)
		}),
	}
}
