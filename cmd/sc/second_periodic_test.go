package main

import (
	"fmt"
	"regexp"
	"strings"
)

const (
	rev1 = "reviews/2026/REV-2026-0001.yaml"
	slr3 = "requests/2026/SLR-2026-0003.yaml"
)

// looked is a history with a periodic review more, which logs a requirement.
func looked(name string, edits ...string) past {
	return lookedInto(name, "li.na", func(d *deed) {
		for i := 0; i < len(edits); i += 3 {
			d.edit(edits[i], edits[i+1], edits[i+2])
		}
	})
}

func lookedInto(name, person string, do func(*deed)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next(person, "periodic_review")
		d.reviewed()
		do(d)
		d.land()
	}}
}

// reviewed brings a periodic review of two services, of which one shall be changed.
func (d *deed) reviewed() {
	manifest := d.text(version2)
	digest := func(after string) string {
		return regexp.MustCompile(after + `digest: (sha256:[0-9a-f]{64})`).FindStringSubmatch(manifest)[1]
	}
	who := fmt.Sprintf("by: %s\nrole: %s\nat: %q\nentry: %s\n", d.get("SC-Actor"), d.get("SC-Role"), at, d.get("SC-Entry"))
	d.file(rev1, fmt.Sprintf(`schema: 1
id: REV-2026-0001
held_at: %q
version: 1.1.0
digest: %s
services:
  - service: svc-db-ops
    digest: %s
    verdict: update
    accurate: false
    finding: x
    next_due: "2026-09-02"
    request: SLR-2026-0003
  - service: svc-monitoring
    digest: %s
    verdict: confirm
    accurate: true
    next_due: "2027-03-02"
participants:
  - person: %s
    role: %s
    present: true
  - name: 陈洁
    process: SLM
    present: false
next_review: "2026-09-02"
`, at, digest("\n"), digest("svc-db-ops\n    "), digest("svc-monitoring\n    "), d.get("SC-Actor"), d.get("SC-Role"))+who)
	d.logs("SLR-2026-0003", "svc-db-ops", who)
}

// logs brings a requirement that a periodic review asks for.
func (d *deed) logs(id, service, who string) {
	step := "  - step: request\n    " + strings.ReplaceAll(strings.TrimSuffix(who, "\n"), "\n", "\n    ") + "\n"
	d.file("requests/2026/"+id+".yaml", "schema: 1\nid: "+id+"\ntitle: x\nsource: review\nasks:\n  - service: "+service+
		"\n    note: x\nraised_by: "+d.get("SC-Actor")+"\nraised_on: \"2026-03-02\"\nhistory:\n"+step)
}

func badPeriodicReviews() []past {
	none := "sha256:" + strings.Repeat("0", 64)
	li := "  - person: li.na\n    role: market_manager\n    present: true\n"
	confirms := "    verdict: confirm\n    accurate: true\n"
	row := "  - name: periodic_review # §4.2\n    from: []\n    to: same\n    by: [maintenance_group]\n    carried_by: periodic_review\n"
	up := []string{"\nversion: 1\n", "\nversion: 2\n"}
	return []past{
		looked("good: a periodic review"),
		lookedInto("good: a periodic review by the ops lead", "zhang.wei", func(*deed) {}),
		lookedInto("a periodic review by sales", "wang.fang", func(*deed) {}),
		looked("good: minutes of a periodic review", rev1, "next_review", "minutes: x\nnext_review"),
		looked("a periodic review of an older version", rev1, "version: 1.1.0", "version: 1.0.0"),
		looked("a periodic review of another digest", rev1, "\ndigest: ", "\ndigest: "+none+" # "),
		looked("a periodic review of other bytes", rev1, "    digest: ", "    digest: "+none+" # "),
		looked("a periodic review of no service", rev1, "service: svc-monitoring", "service: svc-none"),
		looked("a periodic review of a service twice", rev1, "participants:", "  - service: svc-db-ops\n    digest: "+none+"\n    verdict: confirm\n    accurate: true\n    next_due: \"2027-03-02\"\nparticipants:"),
		looked("a verdict without its requirement", rev1, "    request: SLR-2026-0003\n", ""),
		looked("a verdict with another requirement", rev1, "request: SLR-2026-0003", "request: SLR-2026-0002"),
		looked("a confirmation with a requirement", rev1, confirms, confirms+"    request: SLR-2026-0003\n"),
		looked("a verdict without a finding", rev1, "    finding: x\n", ""),
		looked("confirmed, inaccurate and no word", rev1, confirms, strings.Replace(confirms, "true", "false", 1)),
		looked("good: confirmed and inaccurate", rev1, confirms, strings.Replace(confirms, "true", "false\n    finding: y", 1)),
		looked("a verdict that is none", rev1, "verdict: update", "verdict: burn"),
		looked("a periodic review signed by another, it says", rev1, "\nby: li.na", "\nby: zhang.wei", rev1, "role: market_manager\nat", "role: ops_lead\nat"),
		looked("a periodic review at another time", rev1, "\nat: \"2026-03-02", "\nat: \"2026-03-03"),
		looked("a periodic review of another entry", rev1, "\nentry: 11", "\nentry: 12"),
		looked("good: held on another day", rev1, "held_at: \"2026-03-02", "held_at: \"2026-03-01"),
		looked("a periodic review without its signer", rev1, li, strings.Replace(li, "true", "false", 1)),
		looked("a participant in a role of another", rev1, li, li+"  - person: zhang.wei\n    role: sales\n    present: true\n"),
		looked("a participant twice", rev1, li, li+li),
		looked("a participant by id and name", rev1, li, li+"  - person: zhang.wei\n    role: ops_lead\n    name: x\n    present: true\n"),
		looked("a participant without a name", rev1, "  - name: 陈洁\n", "  - "),
		looked("a requirement of a periodic review for a customer", slr3, "source: review", "customer:\n  name: x\nsource: review"),
		looked("a requirement of a periodic review of another source", slr3, "source: review", "source: internal"),
		looked("a requirement of a periodic review about another service", slr3, "service: svc-db-ops", "service: svc-monitoring"),
		looked("a requirement of a periodic review begun otherwise", slr3, "step: request", "step: approve"),
		looked("a requirement of a periodic review called so", slr3, "step: request", "step: periodic_review"),
		looked("a requirement of a periodic review by another", slr3, "    by: li.na", "    by: wang.fang"),
		looked("a requirement of a periodic review with a file", slr3, "history:", "attachments:\n  - path: requests/2026/files/SLR-2026-0003/a\n    sha256: "+none+"\nhistory:"),
		lookedInto("a requirement that no verdict names", "li.na", func(d *deed) {
			d.logs("SLR-2026-0004", "svc-monitoring", fmt.Sprintf("by: li.na\nrole: market_manager\nat: %q\nentry: %s\n", at, d.get("SC-Entry")))
		}),
		lookedInto("a gap in the numbers of a periodic review", "li.na", func(d *deed) {
			text := d.text(slr3)
			d.tree = d.w.with(d.tree, "catalogue/"+slr3, "", "")
			d.file("requests/2026/SLR-2026-0004.yaml", strings.Replace(text, "0003", "0004", 1)).edit(rev1, "SLR-2026-0003", "SLR-2026-0004")
		}),
		lookedInto("good: two requirements of a periodic review", "li.na", func(d *deed) {
			d.logs("SLR-2026-0004", "svc-monitoring", fmt.Sprintf("by: li.na\nrole: market_manager\nat: %q\nentry: %s\n", at, d.get("SC-Entry")))
			d.edit(rev1, confirms, "    verdict: retire\n    accurate: true\n    finding: y\n").edit(rev1, "    next_due: \"2027-03-02\"\n", "    next_due: \"2027-03-02\"\n    request: SLR-2026-0004\n")
		}),
		lookedInto("a periodic review called a note", "li.na", func(d *deed) { d.set("SC-Action", "note") }),
		lookedInto("a periodic review and an older requirement", "li.na", func(d *deed) { d.file(slr2, d.text(slr2)+"\n") }),
		{"a periodic review that is none", "released", func(w *workshop) {
			w.next("li.na", "periodic_review").event("SLR-2026-0002", "note", noteText).land()
		}},
		{"a periodic review changed later", "released", func(w *workshop) {
			d := w.next("li.na", "periodic_review")
			d.reviewed()
			d.land()
			w.next("li.na", "periodic_review").edit(rev1, "finding: x", "finding: y").land()
		}},
		{"a periodic review of no version", "", func(w *workshop) {
			d := w.next("li.na", "periodic_review")
			d.file(rev1, "schema: 1\nid: REV-2026-0001\nheld_at: \""+at+"\"\nversion: 1.0.0\ndigest: "+none+"\nservices:\n  - service: svc-db-ops\n    digest: "+none+
				"\n    verdict: confirm\n    accurate: true\n    next_due: \"2027-03-02\"\nparticipants:\n"+li+"next_review: \"2027-03-02\"\nby: li.na\nrole: market_manager\nat: \""+at+"\"\nentry: 1\n").land()
		}},
		amended("a step of periodic reviews that leads somewhere", up[0], up[1], row, strings.Replace(row, "same", "submitted", 1)),
		amended("a step of periodic reviews that needs something", up[0], up[1], row, row+"    needs: [reason]\n"),
		amended("a step of periodic reviews without its carrier", up[0], up[1], row, strings.Replace(row, "    carried_by: periodic_review\n", "", 1)),
		amended("another step carried by periodic reviews", up[0], up[1], "    needs: [text]\n", "    needs: [text]\n    carried_by: periodic_review\n"),
		amended("good: periodic reviews retired", up[0], up[1], row, strings.Replace(row, "[maintenance_group]", "[]", 1)),
		amended("good: owners of other processes", up[0], up[1], "\ncalendar:", "\ncalendar:", "workdays: [mon, tue, wed, thu, fri]\n", "workdays: [mon, tue, wed, thu, fri]\nprocess_owners:\n  - process: SLM\n    name: 陈洁\n"),
	}
}
