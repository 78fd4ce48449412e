package main

import "strings"

const urgent = "emergency:\n  reason: x\n  review_due: \"2026-03-05\"\n"

// allows lets emergencies be, with rules of their own or none.
func allows(rules string) func(*workshop) {
	return func(w *workshop) { ruledBy(w, "  emergency: forbidden\n", "  emergency: allowed\n"+rules) }
}

// hurried publishes what is proposed, with edits of the record, the manifest or others.
func hurried(edits ...string) func(*workshop) { return hurriedBy("zhang.wei", edits...) }

func hurriedBy(person string, edits ...string) func(*workshop) {
	return func(w *workshop) {
		d := catalogued(w.next(person, "publish"))
		d.file(slr2, d.text(slr2)+"    emergency: x\n")
		d.edit(version2, "meetings:\n  - MTG-2026-0002\n", "meetings: []\n").file(version2, d.text(version2)+urgent)
		d.edit(version2, "published_by: zhang.wei", "published_by: "+person)
		for i := 0; i < len(edits); i += 3 {
			d.edit(edits[i], edits[i+1], edits[i+2])
		}
		d.land()
	}
}

// reviewedLater is the meeting that an emergency owes, with its result.
func reviewedLater(person, result string) func(*workshop) {
	return func(w *workshop) {
		d := w.next(person, "review")
		slr := d.text(slr2)
		design, _, _ := strings.Cut(slr[strings.Index(slr, "    design:\n"):], "  - step: publish")
		text, line := "", []string{"meeting: MTG-2026-0002"}
		if result != "pass" {
			text, line = "    comment: x\n", append(line, "reason: x")
		}
		d.file(mtg2, "schema: 1\nid: MTG-2026-0002\nheld_at: \""+at+"\"\nchair: li.na\nrecorder: "+person+"\nattendees:\n  - person: li.na\n    role: market_manager\n    present: true\n    vote: for\n  - person: zhang.wei\n    role: ops_lead\n    present: true\n    vote: for\nitems:\n  - request: SLR-2026-0002\n    proposed_entry: 8\n"+design+"    result: "+result+"\n"+text)
		d.event("SLR-2026-0002", result, line...).land()
	}
}

func badEmergencies() []past {
	history := func(name string, steps ...func(*workshop)) past { return lentIn("proposed", name, steps...) }
	takes := func(person, role, step string, more ...string) func(*workshop) {
		return acts(person, role, step, more...)
	}
	li := "  emergency_publish:\n    by: [market_manager]\n"
	return []past{
		history("good: an emergency", allows(""), hurried()),
		history("an emergency that is forbidden", hurried()),
		history("an emergency without a reason", allows(""), hurried(version2, "  reason: x\n", "")),
		history("an emergency with an empty reason", allows(""), hurried(version2, "reason: x", "reason: \" \"", slr2, "emergency: x", "emergency: \" \"")),
		history("an emergency without a day for its review", allows(""), hurried(version2, "  review_due: \"2026-03-05\"\n", "")),
		history("an emergency for two reasons", allows(""), hurried(version2, "reason: x", "reason: y")),
		history("an emergency that the version does not tell", allows(""), hurried(version2, urgent, "")),
		history("an emergency that the request does not tell", allows(""), hurried(slr2, "    emergency: x\n", "")),
		history("an emergency with a meeting", allows(""), hurried(version2, "meetings: []\n", "meetings:\n  - MTG-2026-0001\n")),
		history("an emergency by the market manager", allows(""), hurriedBy("li.na")),
		history("good: an emergency by the market manager, who may", allows(li), hurriedBy("li.na")),
		history("an emergency by the ops lead, who may not", allows(li), hurried()),
		history("an emergency by what is no role", allows("  emergency_publish:\n    by: [boss]\n")),
		history("an emergency by anyone", allows("  emergency_publish:\n    by: [anyone]\n")),
		lentIn("approved", "an emergency of what is not proposed", allows(""), hurried()),
		lentIn("passed", "an emergency of what has passed", allows(""), func(w *workshop) {
			d := catalogued(w.next("zhang.wei", "publish"))
			d.file(version2, d.text(version2)+urgent).land()
		}),
		history("good: reviewed afterwards", allows(""), hurried(), reviewedLater("li.na", "pass")),
		history("good: returned afterwards", allows(""), hurried(), reviewedLater("li.na", "return")),
		history("good: refused afterwards", allows(""), hurried(), reviewedLater("li.na", "refuse")),
		history("reviewed afterwards by who published", allows(""), hurried(), reviewedLater("zhang.wei", "pass")),
		history("reviewed twice afterwards", allows(""), hurried(), reviewedLater("li.na", "pass"), takes("li.na", "market_manager", "note", noteText)),
		history("good: a remark before the review", allows(""), hurried(), takes("li.na", "market_manager", "note", noteText)),
		history("taken back before the review", allows(""), hurried(), takes("zhang.wei", "ops_lead", "withdraw", "reason: x")),
		history("a step of their own before the review", func(w *workshop) {
			ruledBy(w, "  emergency: forbidden", "  emergency: allowed", "  - name: note\n", "  - name: hold\n    from: [any]\n    to: held\n    by: [ops_lead]\n  - name: resume\n    from: [held]\n    to: submitted\n    by: [ops_lead]\n  - name: note\n")
		}, hurried(), takes("zhang.wei", "ops_lead", "hold")),
		history("a state called unreviewed", func(w *workshop) {
			ruledBy(w, "  - name: note\n", "  - name: hold\n    from: [submitted]\n    to: unreviewed\n    final: true\n    by: [ops_lead]\n  - name: note\n")
		}),
		history("good: a remark that is an emergency", allows(""), takes("li.na", "market_manager", "note", noteText, "emergency: x")),
		history("a remark that is an emergency without a reason", allows(""), takes("li.na", "market_manager", "note", noteText, "emergency: \" \"")),
	}
}
