package main

import (
	"slices"
	"strings"
)

const (
	slr2      = "requests/2026/SLR-2026-0002.yaml"
	slr1      = "requests/2026/SLR-2026-0001.yaml"
	mtg2      = "meetings/2026/MTG-2026-0002.yaml"
	noteText  = "text: x"
	criteria1 = "considered:"
	criteria2 = "  business_need: x"
	criteria3 = "  company_situation: y"
)

// remade is a history whose last entry is another.
func remade(name, state string, change func(*deed)) past {
	return past{name, state, func(w *workshop) {
		d := w.read(w.tip())
		change(d)
		old := w.tip()
		d.land()
		for ref, name := range w.refs {
			if strings.HasPrefix(w.objects[name].data, "object "+old) {
				delete(w.refs, ref)
			}
		}
	}}
}

// noted is a history with one entry more, a remark on the second requirement.
func noted(name string, change func(*deed)) past {
	return past{name, "approved", func(w *workshop) {
		d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
		change(d)
		d.land()
	}}
}

func badHistories() []past {
	return slices.Concat(badCommits(), badSignatures(), badTrailers(), badTrees(), badRecords(), badMerges(), badMeetings(), badVersions(), badAmendments(), badGeneses(), badTags(), badRulings(), badSteps(), badVotes(), badChanges(), badRepairs(), badConfirmations(), badPeriodicReviews(), badAgreements(), badDelegations(), badEmergencies(), badDisputes(), badImprovements())
}

func badCommits() []past {
	return []past{
		noted("good: a note by hand", func(*deed) {}),
		noted("good: hashed by SHA-256", func(d *deed) { d.hash = "sha256" }),
		noted("good: a body", func(d *deed) { d.say("by hand\n", "by hand\n\na body\n\nof two parts\n") }),
		noted("unsigned", func(d *deed) { d.signer = "" }),
		noted("key that nobody knows", func(d *deed) { d.signer = "stranger" }),
		noted("key of another person", func(d *deed) { d.signer = "zhang.wei" }),
		noted("another person's name", func(d *deed) { d.author = strings.Replace(d.author, "李娜", "王芳", 1); d.committer = d.author }),
		noted("another email", func(d *deed) { d.author = strings.Replace(d.author, "li.na@", "lina@", 1); d.committer = d.author }),
		noted("author is not committer", func(d *deed) { d.author = strings.Replace(d.author, "li.na@", "lina@", 1) }),
		noted("later author time", func(d *deed) { d.author = strings.Replace(d.author, "1772413200", "1772413201", 1) }),
		noted("another time than at", func(d *deed) {
			d.author = strings.Replace(d.author, "1772413200", "1772413201", 1)
			d.committer = d.author
		}),
		noted("another zone than at", func(d *deed) { d.author = strings.Replace(d.author, "+0800", "+0700", 1); d.committer = d.author }),
		noted("time with a zero before", func(d *deed) { d.author = strings.Replace(d.author, " 177", " 0177", 1); d.committer = d.author }),
		noted("time with a plus", func(d *deed) { d.author = strings.Replace(d.author, " 177", " +177", 1); d.committer = d.author }),
		noted("time beyond year 9999", func(d *deed) {
			d.author = strings.Replace(d.author, "1772413200", "253402300800", 1)
			d.committer = d.author
		}),
		noted("no time", func(d *deed) { d.author = "李娜 <li.na@yunmai.example>"; d.committer = d.author }),
		noted("zone -0000", func(d *deed) { d.author = strings.Replace(d.author, "+0800", "-0000", 1); d.committer = d.author }),
		noted("zone +1500", func(d *deed) { d.author = strings.Replace(d.author, "+0800", "+1500", 1); d.committer = d.author }),
		noted("zone +0860", func(d *deed) { d.author = strings.Replace(d.author, "+0800", "+0860", 1); d.committer = d.author }),
		noted("zone without sign", func(d *deed) { d.author = strings.Replace(d.author, "+0800", "0800", 1); d.committer = d.author }),
		noted("name with a bidi mark", func(d *deed) { d.author = strings.Replace(d.author, "李", "李\u202e", 1); d.committer = d.author }),
		noted("name with a space before", func(d *deed) { d.author = " " + d.author; d.committer = d.author }),
		noted("email with a space", func(d *deed) { d.author = strings.Replace(d.author, "li.na@", "li na@", 1); d.committer = d.author }),
		noted("header encoding", func(d *deed) { d.headers = "encoding UTF-7\n" }),
		noted("header mergetag", func(d *deed) { d.headers = "mergetag object " + d.parents[0] + "\n type commit\n tag x\n" }),
		noted("header gpgsig-sha256", func(d *deed) { d.headers = "gpgsig-sha256 x\n" }),
		noted("no line end", func(d *deed) { d.message = strings.TrimSuffix(d.message, "\n") }),
		noted("two line ends", func(d *deed) { d.message += "\n" }),
		noted("a text behind the trailers", func(d *deed) { d.message += "\nmore\n" }),
		noted("no subject", func(d *deed) { d.say("by hand", "") }),
		noted("subject with a space behind", func(d *deed) { d.say("by hand", "by hand ") }),
		noted("subject of two lines", func(d *deed) { d.say("by hand", "by\nhand") }),
		noted("subject with an escape", func(d *deed) { d.say("by hand", "by \x1b[31mhand") }),
		noted("subject with a tab", func(d *deed) { d.say("by hand", "by\thand") }),
		noted("message with NUL", func(d *deed) { d.say("by hand", "by\x00hand") }),
		noted("message that is not UTF-8", func(d *deed) { d.say("by hand", "by\xffhand") }),
		noted("carriage returns", func(d *deed) { d.message = strings.ReplaceAll(d.message, "\n", "\r\n") }),
		noted("body with SC-", func(d *deed) { d.say("by hand\n", "by hand\n\nSC-Note: x\n") }),
		noted("body that begins empty", func(d *deed) { d.say("by hand\n", "by hand\n\n\nbody\n") }),
		noted("body that ends empty", func(d *deed) { d.say("by hand\n", "by hand\n\nbody\n\n") }),
		noted("no empty line before the trailers", func(d *deed) { d.say("by hand\n\n", "by hand\n\nbody\n") }),
		noted("a tree that is no tree", func(d *deed) { d.tree = strings.ToUpper(d.tree) }),
		{"a commit of a forge's squash", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.message, d.signer = "Merge pull request\n", ""
			d.land()
		}},
		{"a signed commit without trailers", "approved", func(w *workshop) {
			d := w.next("li.na", "note").event("SLR-2026-0002", "note", noteText)
			d.message = "by hand\n"
			d.land()
		}},
		{"good: a draft with SC- lines", "approved", func(w *workshop) {
			d := w.next("li.na", "note")
			d.tree = w.with(d.tree, "catalogue/services/svc-app-ops.yaml", "100644", w.put("blob", "x\n"))
			d.land()
		}},
	}
}

func badSignatures() []past {
	return []past{
		noted("two signatures", func(d *deed) {
			d.headers = "gpgsig " + strings.ReplaceAll(strings.TrimSpace(signedBy("li.na", "git", "sha512", "x")), "\n", "\n ") + "\n"
		}),
		noted("namespace file", func(d *deed) { d.namespace = "file" }),
		noted("hash sha1", func(d *deed) { d.hash = "sha1" }),
		noted("signature of something else", func(d *deed) { d.armor = func(string) string { return signedBy("li.na", "git", "sha512", "x") } }),
		noted("text behind the armor", func(d *deed) { d.armor = func(s string) string { return s + "more\n" } }),
		noted("text before the armor", func(d *deed) { d.armor = func(s string) string { return "more\n" + s } }),
		noted("empty line behind the armor", func(d *deed) { d.armor = func(s string) string { return s + "\n\n" } }),
		noted("PEM header in the armor", func(d *deed) {
			d.armor = func(s string) string { return strings.Replace(s, "-----\n", "-----\nA: b\n\n", 1) }
		}),
		noted("short lines in the armor", func(d *deed) {
			d.armor = func(s string) string { return strings.Replace(s, "U1NIU0lH", "U1NIU0lH\n", 1) }
		}),
		noted("spaces in the armor", func(d *deed) {
			d.armor = func(s string) string { return strings.Replace(s, "U1NIU0lH", "U1NIU0lH ", 1) }
		}),
		noted("bytes behind the signature", func(d *deed) { d.armor = func(s string) string { return wrapped(unwrapped(s) + "x") } }),
		noted("a version 2 signature", func(d *deed) {
			d.armor = func(s string) string {
				return wrapped(strings.Replace(unwrapped(s), "\x00\x00\x00\x01", "\x00\x00\x00\x02", 1))
			}
		}),
		noted("a reserved text", func(d *deed) {
			d.armor = func(s string) string {
				return wrapped(strings.Replace(unwrapped(s), "git"+sshText(""), "git"+sshText("x"), 1))
			}
		}),
		noted("a flipped bit", func(d *deed) {
			d.armor = func(s string) string {
				b := unwrapped(s)
				return wrapped(b[:len(b)-5] + string(b[len(b)-5]^1) + b[len(b)-4:])
			}
		}),
		noted("OpenPGP", func(d *deed) { d.armor = func(s string) string { return strings.ReplaceAll(s, "SSH", "PGP") } }),
		noted("an empty signature", func(d *deed) { d.armor = func(string) string { return "" } }),
		noted("a certificate", foreign("ssh-ed25519-cert-v01@openssh.com", sshText("x"), "ssh-ed25519-cert-v01@openssh.com")),
		noted("DSA", foreign("ssh-dss", sshText("x", "x"), "ssh-dss")),
		noted("RSA with SHA-1", foreign("ssh-rsa", sshText("\x01\x00\x01", strings.Repeat("\x7f", 512)), "ssh-rsa")),
		noted("RSA of 2048 bits", foreign("ssh-rsa", sshText("\x01\x00\x01", "\x00"+strings.Repeat("\xff", 256)), "rsa-sha2-512")),
		noted("RSA that does not verify", foreign("ssh-rsa", sshText("\x01\x00\x01", "\x00"+strings.Repeat("\xff", 384)), "rsa-sha2-512", 384)),
		noted("a security key without touch", func(d *deed) {
			d.armor = func(string) string {
				public := sshText("sk-ssh-ed25519@openssh.com", strings.Repeat("x", 32), "ssh:")
				return wrapped("SSHSIG\x00\x00\x00\x01" + sshText(public, "git", "", "sha512", sshText("sk-ssh-ed25519@openssh.com", strings.Repeat("x", 64))+"\x00\x00\x00\x00\x01"))
			}
		}),
	}
}

// foreign signs with a key of another kind, and wrongly.
func foreign(kind, key, algorithm string, size ...int) func(*deed) {
	return func(d *deed) {
		d.armor = func(string) string {
			return wrapped("SSHSIG\x00\x00\x00\x01" + sshText(sshText(kind)+key, "git", "", "sha512", sshText(algorithm, strings.Repeat("x", append(size, 64)[0]))))
		}
	}
}

func badTrailers() []past {
	swap := func(d *deed, a, b string) {
		x, y := a+": "+d.get(a)+"\n", b+": "+d.get(b)+"\n"
		d.say(x, "\x00").say(y, x).say("\x00", y)
	}
	return []past{
		noted("format 2", func(d *deed) { d.set("SC-Format", "2") }),
		noted("another ledger", func(d *deed) { d.set("SC-Ledger", digest(nil)) }),
		noted("another branch", func(d *deed) { d.set("SC-Ref", "refs/heads/other") }),
		noted("a tag as branch", func(d *deed) { d.set("SC-Ref", "refs/tags/main") }),
		noted("a branch that is no ref", func(d *deed) { d.set("SC-Ref", "refs/heads/a..b") }),
		noted("a number too high", func(d *deed) { d.set("SC-Entry", "9") }),
		noted("a number used before", func(d *deed) { d.set("SC-Entry", "7") }),
		noted("a number with a zero before", func(d *deed) { d.set("SC-Entry", "08") }),
		noted("a number too long", func(d *deed) { d.set("SC-Entry", "1000000000") }),
		noted("an action that is none", func(d *deed) { d.set("SC-Action", "approve") }),
		noted("an action with a capital", func(d *deed) { d.set("SC-Action", "Note") }),
		noted("an action too long", func(d *deed) { d.set("SC-Action", strings.Repeat("a", 65)) }),
		noted("no record", func(d *deed) { d.say("SC-Record: "+slr2+"\n", "") }),
		noted("another record", func(d *deed) { d.set("SC-Record", slr1) }),
		noted("a record too many", func(d *deed) { d.say("SC-Record: "+slr2+"\n", "SC-Record: "+slr1+"\nSC-Record: "+slr2+"\n") }),
		noted("a record twice", func(d *deed) { d.say("SC-Record: "+slr2+"\n", "SC-Record: "+slr2+"\nSC-Record: "+slr2+"\n") }),
		noted("a record that is no path", func(d *deed) { d.set("SC-Record", "requests//x.yaml") }),
		noted("another actor", func(d *deed) { d.set("SC-Actor", "zhang.wei") }),
		noted("an actor that is nobody", func(d *deed) { d.set("SC-Actor", "nobody") }),
		noted("a role that the actor has not", func(d *deed) { d.set("SC-Role", "sales") }),
		noted("a role that is none", func(d *deed) { d.set("SC-Role", "boss") }),
		noted("another entry before", func(d *deed) { d.set("SC-Previous", digest(nil)) }),
		noted("no entry before", func(d *deed) { d.say("SC-Previous: "+d.get("SC-Previous")+"\n", "") }),
		noted("another content", func(d *deed) { d.set("SC-Content", digest(nil)) }),
		noted("a digest in capitals", func(d *deed) { d.set("SC-Content", strings.ToUpper(d.get("SC-Content"))) }),
		noted("a trailer twice", func(d *deed) { d.message += "SC-Content: " + d.get("SC-Content") + "\n" }),
		noted("a trailer that is none", func(d *deed) { d.message += "SC-More: x\n" }),
		noted("trailers in another order", func(d *deed) { swap(d, "SC-Actor", "SC-Role") }),
		noted("an empty line among the trailers", func(d *deed) { d.say("SC-Actor: ", "\nSC-Actor: ") }),
		noted("two spaces", func(d *deed) { d.say("SC-Actor: ", "SC-Actor:  ") }),
		noted("another trailer behind", func(d *deed) { d.message += "Signed-off-by: x\n" }),
		noted("root in an entry", func(d *deed) { d.say("SC-Ref: ", "SC-Root: catalogue\nSC-Ref: ") }),
	}
}
