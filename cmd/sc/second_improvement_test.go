package main

import "strings"

const imp1 = "improvements/2026/IMP-2026-0001.yaml"

// raised is a history with an improvement of the procedure more.
func raised(name string, edits ...string) past {
	return raisedBy(name, "wang.fang", func(d *deed) {
		for i := 0; i < len(edits); i += 2 {
			d.edit(imp1, edits[i], edits[i+1])
		}
	})
}

func raisedBy(name, person string, do func(*deed)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next(person, "improve")
		d.raises()
		do(d)
		d.land()
	}}
}

// improved is one with steps more on the improvement.
func improved(name string, steps ...func(*workshop)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next("wang.fang", "improve")
		d.raises()
		d.land()
		for _, step := range steps {
			step(w)
		}
	}}
}

// raises brings an improvement of the procedure in force.
func (d *deed) raises() {
	d.file(imp1, "schema: 1\nid: IMP-2026-0001\ntitle: 审批只有一个人\nconcerns:\n  - approve\nfound_in: audit\nprocedure: 1\nraised_by: wang.fang\nraised_on: \"2026-03-02\"\nhistory:\n"+d.stepText("improve"))
}

// onward takes a step on the improvement.
func onward(person, step string, more ...string) func(*workshop) {
	return func(w *workshop) {
		d := w.next(person, step)
		d.file(imp1, d.text(imp1)+d.stepText(step, more...)).land()
	}
}

func badImprovements() []past {
	owner := []string{"reason: x", "assign:", "  person: zhang.wei", "  due_on: \"2026-04-30\""}
	accept := onward("zhang.wei", "accept_improvement", owner...)
	amend := func(w *workshop) {
		w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", "decide_within: 5", "decide_within: 4").land()
	}
	closes := func(version string) func(*workshop) {
		return onward("zhang.wei", "close_improvement", "amendment: "+version)
	}
	always := func(w *workshop) {
		w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n").edit("procedure.yaml", "requester_not_approver: customers", "requester_not_approver: always").land()
	}
	own := func(by string) past {
		return past{"an improvement accepted by who raised it, " + by, "released", func(w *workshop) {
			always(w)
			d := w.next(by, "improve")
			d.raises()
			d.edit(imp1, "procedure: 1", "procedure: 2").edit(imp1, "raised_by: wang.fang", "raised_by: zhang.wei").land()
			accept(w)
		}}
	}
	up := []string{"\nversion: 1\n", "\nversion: 2\n"}
	row := "  - name: close_improvement # §4.1\n    from: [accepted]\n    to: closed\n    final: true\n    by: [ops_lead]\n    needs: [amendment]\n    of: improvement\n"
	return []past{
		raised("good: an improvement"),
		raised("an improvement of a version to come", "procedure: 1", "procedure: 2"),
		raised("an improvement with another id", "id: IMP-2026-0001", "id: IMP-2026-0002"),
		raised("an improvement by another", "    by: wang.fang", "    by: li.na"),
		raised("an improvement that begins accepted", "step: improve", "step: accept_improvement"),
		raised("an improvement with a field more", "found_in: audit", "found_in: audit\nvalue: x"),
		raised("an improvement found nowhere", "found_in: audit", "found_in: hearsay"),
		raisedBy("an improvement called a note", "li.na", func(d *deed) { d.set("SC-Action", "note") }),
		raisedBy("an improvement called an agreement", "li.na", func(d *deed) { d.set("SC-Action", "agree") }),
		raisedBy("two improvements", "li.na", func(d *deed) {
			d.file("improvements/2026/IMP-2026-0002.yaml", strings.Replace(d.text(imp1), "0001", "0002", 1))
		}),
		raisedBy("an improvement and a requirement", "li.na", func(d *deed) { d.file(slr2, d.text(slr2)+"\n") }),
		raisedBy("an improvement with a file", "li.na", func(d *deed) { d.file("improvements/2026/files/IMP-2026-0001/x.pdf", "x") }),
		{"an improvement that is none", "released", func(w *workshop) { w.next("li.na", "improve").event("SLR-2026-0002", "note", noteText).land() }},
		improved("good: accepted, amended, closed", accept, amend, closes("2")),
		improved("good: accepted again", accept, onward("zhang.wei", "accept_improvement", "reason: x", "assign:", "  person: li.na")),
		improved("good: rejected", onward("zhang.wei", "reject_improvement", "reason: x")),
		improved("good: taken back", onward("wang.fang", "withdraw_improvement", "reason: x")),
		improved("accepted by sales", onward("wang.fang", "accept_improvement", owner...)),
		improved("accepted for nobody", onward("zhang.wei", "accept_improvement", "reason: x")),
		improved("accepted without a reason", onward("zhang.wei", "accept_improvement", owner[1:]...)),
		improved("taken back by another", onward("li.na", "withdraw_improvement", "reason: x")),
		improved("closed before it was accepted", amend, closes("2")),
		improved("closed by an amendment to come", accept, closes("2")),
		improved("closed by the text that it was raised on", accept, amend, closes("1")),
		improved("closed by no amendment", accept, amend, onward("zhang.wei", "close_improvement")),
		improved("closed twice", accept, amend, closes("2"), closes("2")),
		improved("rejected when it was accepted", accept, onward("zhang.wei", "reject_improvement", "reason: x")),
		improved("accepted with an amendment", amend, onward("zhang.wei", "accept_improvement", append([]string{"amendment: 2"}, owner...)...)),
		improved("an improvement altered when accepted", func(w *workshop) {
			d := w.next("zhang.wei", "accept_improvement")
			d.file(imp1, d.text(imp1)+d.stepText("accept_improvement", owner...)).edit(imp1, "审批只有一个人", "没有问题").land()
		}),
		improved("an amendment with the improvement that it closes", accept, func(w *workshop) {
			d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
			d.file(imp1, d.text(imp1)+d.stepText("close_improvement", "amendment: 2")).land()
		}),
		own("wang.fang"),
		own("zhang.wei"),
		amended("an improvement's step from elsewhere", up[0], up[1], row, strings.Replace(row, "[accepted]", "[raised]", 1)),
		amended("an improvement's step without its need", up[0], up[1], row, strings.Replace(row, "    needs: [amendment]\n", "", 1)),
		amended("an improvement's step of agreements", up[0], up[1], row, strings.Replace(row, "of: improvement", "of: agreement", 1)),
		amended("one step of improvements gone", up[0], up[1], row, ""),
		amended("a step of requirements that needs an amendment", up[0], up[1], "    needs: [text]\n", "    needs: [text, amendment]\n"),
		amended("good: a step of requirements that needs somebody", up[0], up[1], "    needs: [considered]\n", "    needs: [considered, assign]\n"),
		amended("good: improvements accepted by the maintenance group", up[0], up[1], "    by: [ops_lead]\n    needs: [reason, assign]\n", "    by: [maintenance_group]\n    needs: [reason, assign]\n"),
	}
}
