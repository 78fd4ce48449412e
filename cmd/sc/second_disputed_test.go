package main

import (
	"fmt"
	"strings"
)

// stolen amends the procedure so that a person's only key is revoked from an entry on,
// and they go on with another.
func stolen(person string, from int) func(*workshop) {
	return func(w *workshop) {
		d := w.next("zhang.wei", "amend").edit("procedure.yaml", "\nversion: 1\n", "\nversion: 2\n")
		d.edit("procedure.yaml", "    keys:\n      - key: "+publicKey(person)+"\n", "    keys:\n      - key: "+publicKey("stranger")+"\n    revoked:\n      - key: "+publicKey(person)+"\n        from_entry: "+fmt.Sprint(from)+"\n        reason: x\n").land()
	}
}

// ruling rules on an entry: "ENTRY ruling".
func ruling(text string) func(*workshop) {
	return func(w *workshop) { rulings(w.next("zhang.wei", "ruling"), text).land() }
}

// disputed is a history in which a periodic review (entry 11) comes into dispute.
func disputed(name string, steps ...func(*workshop)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next("li.na", "periodic_review")
		d.reviewed()
		d.land()
		for _, step := range steps {
			step(w)
		}
	}}
}

// badDisputes are agreements (entry 11) and periodic reviews that a stolen key signed.
func badDisputes() []past {
	signatory := []string{"signatory:", "  name: 陈洁", "  signed_on: \"2026-03-01\""}
	sign := func(person string) func(*workshop) { return on(person, "sign_agreement", signatory...) }
	accept := on("zhang.wei", "accept_deviation", "reason: x")
	end := on("zhang.wei", "end_agreement", "reason: x")
	approve := func(w *workshop) {
		w.next("zhang.wei", "approve").event("SLR-2026-0003", "approve", criteria1, criteria2, criteria3).land()
	}
	monitoring := func(more func(*deed)) func(*deed) {
		return func(d *deed) {
			d.agrees("svc-db-ops", "svc-monitoring")
			more(d)
		}
	}
	blank := strings.Replace(deviation("workload", "true"), "reason: x", "reason: \" \"", 1)
	return []past{
		furthered("a disputed agreement", "", stolen("wang.fang", 11)),
		furthered("a disputed agreement signed all the same", "", stolen("wang.fang", 11), sign("zhang.wei")),
		furthered("good: a disputed agreement ratified", "", stolen("wang.fang", 11), ruling("11 ratify"), sign("zhang.wei")),
		furthered("good: a disputed agreement void", "", stolen("wang.fang", 11), ruling("11 void")),
		furthered("a void agreement signed", "", stolen("wang.fang", 11), ruling("11 void"), sign("zhang.wei")),
		furthered("a void agreement ended", "", stolen("wang.fang", 11), ruling("11 void"), end),
		furthered("good: a void signature signed again", "", sign("li.na"), stolen("li.na", 12), ruling("12 void"), sign("zhang.wei")),
		furthered("a ratified signature signed again", "", sign("li.na"), stolen("li.na", 12), ruling("12 ratify"), sign("zhang.wei")),
		furthered("what followed a void signature", "无限", accept, sign("li.na"), end, stolen("li.na", 13), ruling("13 void")),
		disputed("a disputed periodic review", stolen("li.na", 11)),
		disputed("good: a disputed periodic review ratified", stolen("li.na", 11), ruling("11 ratify"), approve),
		disputed("good: a disputed periodic review void", stolen("li.na", 11), ruling("11 void")),
		disputed("a request of a void periodic review approved", stolen("li.na", 11), ruling("11 void"), approve),
		disputed("a periodic review void without a dispute", ruling("11 void")),
		agreedBy("an agreement about a service that is internal", "wang.fang", monitoring(func(*deed) {})),
		agreed("a deviation with a blank reason", "20个数据库", "30个数据库", "effective_from:", blank+"effective_from:"),
		looked("a verdict with a blank finding", rev1, "    finding: x\n", "    finding: \" \\u3000\"\n"),
		furthered("ended with a blank reason", "", on("zhang.wei", "end_agreement", "reason: \" \"")),
		furthered("signed by a blank name", "", on("li.na", "sign_agreement", "signatory:", "  name: \" \"", "  signed_on: \"2026-03-01\"")),
	}
}
