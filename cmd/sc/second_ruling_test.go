package main

import (
	"fmt"
	"regexp"
	"strings"
)

// tagged is a history whose tag of version 1.0.0 is another.
func tagged(name string, change func(*workshop, string) string) past {
	return past{name, "eventful", func(w *workshop) { w.refs[tag1] = change(w, w.objects[w.refs[tag1]].data) }}
}

// retag changes a text of the tag and signs it anew.
func retag(name, signer, old, with string) past {
	return tagged(name, func(w *workshop, tag string) string {
		payload, _, _ := strings.Cut(tag, "-----BEGIN ")
		payload = strings.ReplaceAll(payload, old, with)
		return w.put("tag", payload+signedBy(signer, "git", "sha512", payload))
	})
}

func badTags() []past {
	return []past{
		retag("good: a tag signed anew", "zhang.wei", "publish", "release"),
		retag("a tag signed by a stranger", "nobody", "x", "x"),
		retag("a tag signed by the market manager", "li.na", "x", "x"),
		retag("a tag by another who may publish", "zhao.min", "zhang.wei", "zhao.min"),
		retag("a tag of another person's key", "zhao.min", "x", "x"),
		retag("a tag in another role", "zhang.wei", "SC-Role: ops_lead", "SC-Role: sales"),
		retag("a tag for another ledger", "zhang.wei", "SC-Ledger: sha256:", "SC-Ledger: sha256:"+strings.Repeat("0", 64)+"\nX: "),
		retag("a tag of another entry", "zhang.wei", "SC-Entry: 5", "SC-Entry: 6"),
		retag("a tag of another version", "zhang.wei", "SC-Version: 1.0.0", "SC-Version: 1.0.1"),
		retag("a tag of another name", "zhang.wei", "tag catalogue/v1.0.0", "tag catalogue/v1.0.1"),
		retag("a tag with a trailer more", "zhang.wei", "SC-Role: ops_lead\n", "SC-Role: ops_lead\nSC-More: x\n"),
		retag("a tag with a body", "zhang.wei", "\n\nSC-Format", "\n\nbody\n\nSC-Format"),
		retag("a tag without a subject", "zhang.wei", "publish 1.0.0\n\n", ""),
		retag("a tag on a tree", "zhang.wei", "type commit", "type tree"),
		retag("a tag with a wrong time", "zhang.wei", "+0800", "+2400"),
		retag("good: a tagger who is somebody else", "zhang.wei", "tagger 张伟 <zhang.wei@", "tagger 王芳 <wang.fang@"),
		retag("a tag with a header more", "zhang.wei", "tagger ", "x y\ntagger "),
		tagged("a tag of another digest", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			i := strings.Index(payload, "SC-Digest: sha256:") + len("SC-Digest: sha256:")
			payload = payload[:i] + strings.Repeat("0", 64) + payload[i+64:]
			return w.put("tag", payload+signedBy("zhang.wei", "git", "sha512", payload))
		}),
		tagged("a tag of another entry's digest", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			i := strings.Index(payload, "SC-Entry-Digest: sha256:") + len("SC-Entry-Digest: sha256:")
			payload = payload[:i] + strings.Repeat("0", 64) + payload[i+64:]
			return w.put("tag", payload+signedBy("zhang.wei", "git", "sha512", payload))
		}),
		tagged("a tag for namespace file", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			return w.put("tag", payload+signedBy("zhang.wei", "file", "sha512", payload))
		}),
		tagged("a tag with a text behind its armor", func(w *workshop, tag string) string { return w.put("tag", tag+"more\n") }),
		tagged("an unsigned tag", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			return w.put("tag", payload)
		}),
		tagged("a lightweight tag", func(w *workshop, _ string) string { return w.numbered(5) }),
		tagged("a lightweight tag elsewhere", func(w *workshop, _ string) string { return w.tip() }),
		tagged("a tag moved", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			payload = strings.Replace(payload, w.numbered(5), w.numbered(6), 1)
			return w.put("tag", payload+signedBy("zhang.wei", "git", "sha512", payload))
		}),
		tagged("the tag of another version", func(w *workshop, _ string) string { return w.refs[tag2] }),
		tagged("a tag of a tag", func(w *workshop, tag string) string {
			payload, _, _ := strings.Cut(tag, "-----BEGIN ")
			payload = "object " + w.refs[tag1] + "\ntype tag\n" + payload[strings.Index(payload, "tag catalogue"):]
			return w.put("tag", payload+signedBy("zhang.wei", "git", "sha512", payload))
		}),
		{"a tag gone", "eventful", func(w *workshop) { delete(w.refs, tag1) }},
		{"good: the last tag gone", "released", func(w *workshop) { delete(w.refs, tag2) }},
		{"all tags gone", "released", func(w *workshop) { delete(w.refs, tag1); delete(w.refs, tag2) }},
		{"a tag that nobody published", "released", func(w *workshop) { w.refs["refs/tags/catalogue/v9.0.0"] = w.refs[tag1] }},
		{"a tag of no version", "released", func(w *workshop) { w.refs["refs/tags/catalogue/vnext"] = w.refs[tag1] }},
		{"good: another prefix", "released", func(w *workshop) { w.refs["refs/tags/catalog/v9.0.0"] = w.refs[tag1] }},
		{"good: tagged by an heir", "released", func(w *workshop) {
			delete(w.refs, tag2)
			heir(w)
			w.refs[tag2] = w.retagged(w.objects[w.opened(tag2)].data, "zhao.min")
		}},
		{"tagged by an heir too early", "released", func(w *workshop) {
			heirs(w)
			w.refs[tag2] = w.retagged(w.objects[w.refs[tag2]].data, "zhao.min")
		}},
		{"good: tagged with a later key", "released", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", "      - key: "+publicKey("zhang.wei")+"\n", "      - key: "+publicKey("zhang.wei")+"\n      - key: "+publicKey("stranger")+"\n").land()
			payload, _, _ := strings.Cut(w.objects[w.refs[tag2]].data, "-----BEGIN ")
			w.refs[tag2] = w.put("tag", payload+signedBy("stranger", "git", "sha512", payload))
		}},
		{"tagged with a key retired before", "eventful", func(w *workshop) {
			d := w.next("zhang.wei", "amend")
			d.edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n").edit("procedure.yaml", "      - key: "+publicKey("li.na")+"\n", "").land()
			payload, _, _ := strings.Cut(w.objects[w.refs[tag1]].data, "-----BEGIN ")
			w.refs[tag1] = w.put("tag", payload+signedBy("wang.fang", "git", "sha512", payload))
		}},
	}
}

const zhaoEntry = "  zhao.min:\n    name: 赵敏\n    email: zhao.min@yunmai.example\n    roles:\n      - ops_lead\n    keys:\n      - key: "

// heirs enrols a second ops lead.
func heirs(w *workshop) {
	d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
	d.edit("procedure.yaml", "  zhang.wei:\n", zhaoEntry+publicKey("zhao.min")+"\n  zhang.wei:\n").land()
}

// heir enrols a second ops lead, who retires the first.
func heir(w *workshop) {
	heirs(w)
	d := w.next("zhao.min", "amend").edit("procedure.yaml", "\nversion: 2\n", "\nversion: 3\n")
	d.edit("procedure.yaml", "    keys:\n      - key: "+publicKey("zhang.wei")+"\n", "    keys: []\n").edit("procedure.yaml", "张伟\n    email: zhang.wei@yunmai.example\n    roles:\n      - ops_lead\n", "张伟\n    email: zhang.wei@yunmai.example\n    roles: []\n").land()
}

// opened is the object that a tag named when the repository was read.
func (w *workshop) opened(ref string) string {
	return strings.TrimSpace(string(w.git("rev-parse", ref)))
}

// retagged is a tag as another person signs it.
func (w *workshop) retagged(tag, person string) string {
	payload, _, _ := strings.Cut(tag, "-----BEGIN ")
	payload = strings.Replace(payload, "SC-Actor: zhang.wei", "SC-Actor: "+person, 1)
	return w.put("tag", payload+signedBy(person, "git", "sha512", payload))
}

// ruled is a history with an entry of rulings more.
func ruled(name string, texts ...string) past {
	return past{name, "stolen", func(w *workshop) { rulings(w.next("zhang.wei", "ruling"), texts...).land() }}
}

// rulings adds them: "ENTRY ruling".
func rulings(d *deed, texts ...string) *deed {
	for i, text := range texts {
		n, word, _ := strings.Cut(text, " ")
		id := "RUL-2026-000" + string(rune('1'+i))
		d.file("rulings/2026/"+id+".yaml", "schema: 1\nid: "+id+"\nentry: "+n+"\nruling: "+word+"\nreason: x\nruled_in: "+d.get("SC-Entry")+"\n")
	}
	return d
}

// badRulings begin with the company stolen: entry 11 enrolled a helper of a thief,
// who published in 12 and approved in 14, noted in 15; 16 revokes the thief's key.
func badRulings() []past {
	return []past{
		{"stolen", "stolen", func(*workshop) {}},
		ruled("a ruling leaves others", "12 void"),
		ruled("good: rulings on all", "12 void", "14 void", "15 ratify", "11 ratify"),
		ruled("an amendment void", "11 void"),
		ruled("an amendment superseded too early", "11 superseded"),
		ruled("no amendment superseded", "12 superseded"),
		ruled("ruled twice in one entry", "12 void", "12 ratify"),
		ruled("a ruling on what is not in dispute", "10 void"),
		ruled("a ruling on what is not there", "40 void"),
		ruled("a ruling on itself", "17 ratify"),
		{"ruled twice", "stolen", func(w *workshop) {
			rulings(w.next("zhang.wei", "ruling"), "12 void").land()
			d := w.next("zhang.wei", "ruling")
			d.file("rulings/2026/RUL-2026-0002.yaml", "schema: 1\nid: RUL-2026-0002\nentry: 12\nruling: ratify\nreason: x\nruled_in: 18\n").land()
		}},
		{"a ruling with a gap", "stolen", func(w *workshop) {
			w.next("zhang.wei", "ruling").file("rulings/2026/RUL-2026-0002.yaml", "schema: 1\nid: RUL-2026-0002\nentry: 12\nruling: void\nreason: x\nruled_in: 17\n").land()
		}},
		{"a ruling of another entry", "stolen", func(w *workshop) {
			w.next("zhang.wei", "ruling").file("rulings/2026/RUL-2026-0001.yaml", "schema: 1\nid: RUL-2026-0001\nentry: 12\nruling: void\nreason: x\nruled_in: 16\n").land()
		}},
		{"a ruling under another name", "stolen", func(w *workshop) { rulings(w.next("zhang.wei", "note"), "12 void").land() }},
		{"a ruling with a step", "stolen", func(w *workshop) {
			rulings(w.next("zhang.wei", "ruling"), "12 void").event("SLR-2026-0003", "note", noteText).land()
		}},
		{"a ruling without a ruling", "stolen", func(w *workshop) {
			w.next("zhang.wei", "ruling").event("SLR-2026-0003", "note", noteText).land()
		}},
		{"a ruling by the market manager", "stolen", func(w *workshop) { rulings(w.next("li.na", "ruling"), "12 void").land() }},
		{"a ruling by the thief", "stolen", func(w *workshop) { rulings(w.next("zhao.min", "ruling"), "12 ratify").land() }},
		{"a ruling by the thief's helper", "stolen", func(w *workshop) {
			d := rulings(w.next("zhang.wei", "ruling"), "12 ratify")
			d.signer, d.author = "stranger", "陈洁 <chen.jie@yunmai.example> 1772413200 +0800"
			d.committer = d.author
			d.set("SC-Actor", "chen.jie").land()
		}},
		{"good: an amendment superseded", "stolen", func(w *workshop) {
			unhelped(w)
			rulings(w.next("zhang.wei", "ruling"), "11 superseded", "12 void", "14 void", "15 void").land()
		}},
		{"an amendment void, of which nothing is left", "stolen", func(w *workshop) {
			unhelped(w)
			rulings(w.next("zhang.wei", "ruling"), "11 void", "12 void", "14 void", "15 void").land()
		}},
		{"good: the approval again", "stolen", func(w *workshop) {
			unhelped(w)
			rulings(w.next("zhang.wei", "ruling"), "11 superseded", "12 void", "14 void", "15 void").land()
			w.next("zhang.wei", "approve").event("SLR-2026-0003", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"the approval again, without a ruling", "stolen", func(w *workshop) {
			w.next("zhang.wei", "approve").event("SLR-2026-0003", "approve", criteria1, criteria2, criteria3).land()
		}},
		{"what rests on a void approval", "stolen", func(w *workshop) {
			w.next("zhang.wei", "withdraw").event("SLR-2026-0003", "withdraw", "reason: x").land()
			rulings(w.next("zhang.wei", "ruling"), "11 ratify", "12 ratify", "14 void", "15 void").land()
		}},
		{"good: the void version's number is skipped", "stolen", func(w *workshop) {
			rulings(w.next("zhang.wei", "ruling"), "12 void", "14 ratify", "15 ratify", "11 ratify").land()
			delete(w.refs, tag2)
		}},
		{"the thief revokes the owner", "stolen", func(w *workshop) {
			d := w.next("zhang.wei", "amend")
			d.signer, d.author = "stranger", "陈洁 <chen.jie@yunmai.example> 1772413200 +0800"
			d.committer = d.author
			d.set("SC-Actor", "chen.jie")
			revoke(d, "li.na", 12).land()
		}},
		{"a revocation from later than now", "stolen", func(w *workshop) { revoke(w.next("zhang.wei", "amend"), "wang.fang", 18).land() }},
		{"good: a revocation from now", "stolen", func(w *workshop) {
			revoke(w.next("zhang.wei", "amend"), "wang.fang", 17).land()
			rulings(w.next("zhang.wei", "ruling"), "11 ratify", "12 ratify", "14 ratify", "15 ratify").land()
		}},
		{"a revocation of a key that is still listed", "stolen", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
			line := "      - key: " + publicKey("wang.fang") + "\n"
			d.edit("procedure.yaml", line, line+"    revoked:\n      - key: "+publicKey("wang.fang")+"\n        from_entry: 13\n        reason: x\n").land()
		}},
		{"a revocation of another person's key", "stolen", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
			line := "      - key: " + publicKey("wang.fang") + "\n"
			d.edit("procedure.yaml", line, line+"    revoked:\n      - key: "+publicKey("nobody")+"\n        from_entry: 13\n        reason: x\n").land()
		}},
		{"a revocation taken back", "stolen", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
			text := d.text("procedure.yaml")
			i := strings.Index(text, "    revoked:")
			j := strings.Index(text[i:], "reason:") + i
			j += strings.Index(text[j:], "\n") + 1
			d.file("procedure.yaml", text[:i]+text[j:]).land()
		}},
		{"a revocation changed", "stolen", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n").edit("procedure.yaml", "from_entry: 11", "from_entry: 12").land()
		}},
		{"another reason for a revocation", "stolen", func(w *workshop) {
			w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n").edit("procedure.yaml", "reason: 被盗", "reason: 遗失").land()
			rulings(w.next("zhang.wei", "ruling"), "11 ratify", "12 ratify", "14 ratify", "15 ratify").land()
		}},
		{"a revoked key signs", "stolen", func(w *workshop) {
			w.next("zhao.min", "note").event("SLR-2026-0003", "note", noteText).land()
		}},
		{"a revoked key listed again", "stolen", func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
			d.edit("procedure.yaml", "      - key: "+publicKey("wang.fang")+"\n", "      - key: "+publicKey("wang.fang")+"\n      - key: "+publicKey("zhao.min")+"\n").land()
		}},
	}
}

// revoke amends the procedure so that a person's only key is revoked.
func revoke(d *deed, person string, from int) *deed {
	d.edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
	return d.edit("procedure.yaml", "    keys:\n      - key: "+publicKey(person)+"\n", "    keys: []\n    revoked:\n      - key: "+publicKey(person)+"\n        from_entry: "+fmt.Sprint(from)+"\n        reason: x\n")
}

// unhelped retires the thief's helper.
func unhelped(w *workshop) {
	d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 4\n", "\nversion: 5\n")
	block := regexp.MustCompile(`(?m)^  chen\.jie:\n(    .*\n)*`)
	d.file("procedure.yaml", block.ReplaceAllString(d.text("procedure.yaml"), "")).land()
}
