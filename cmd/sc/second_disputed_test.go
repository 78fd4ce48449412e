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

// amends is an amendment to a version of the procedure, which replaces texts of it.
func amends(person string, version int, oldAndNew ...string) func(*workshop) {
	return func(w *workshop) {
		d := w.next(person, "amend").set("SC-Role", "ops_lead")
		d.edit("procedure.yaml", fmt.Sprintf("\nversion: %d\n", version-1), fmt.Sprintf("\nversion: %d\n", version))
		for i := 0; i < len(oldAndNew); i += 2 {
			d.edit("procedure.yaml", oldAndNew[i], oldAndNew[i+1])
		}
		d.land()
	}
}

// swayed is a history in which li.na, made an ops lead (entry 11), changes the rules
// (entry 12), and her key turns out to have been stolen.
func swayed(name string, steps ...func(*workshop)) past {
	return past{name, "released", func(w *workshop) {
		amends("zhang.wei", 2, "    email: li.na@yunmai.example\n    roles:\n      - market_manager\n", "    email: li.na@yunmai.example\n    roles:\n      - market_manager\n      - ops_lead\n")(w)
		amends("li.na", 3, "quorum: 2", "quorum: 1")(w)
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
	looks := func(w *workshop) {
		d := w.next("zhang.wei", "periodic_review")
		d.reviewed()
		d.land()
	}
	found := func(version int) func(*workshop) {
		line := "    keys:\n      - key: " + publicKey("li.na") + "\n"
		return amends("zhang.wei", version, line, "    keys:\n      - key: "+publicKey("stranger")+"\n    revoked:\n      - key: "+publicKey("li.na")+"\n        from_entry: 12\n        reason: x\n")
	}
	rules := func(texts ...string) func(*workshop) {
		return func(w *workshop) { rulings(w.next("zhang.wei", "ruling"), texts...).land() }
	}
	return []past{
		swayed("judged by rules that a stolen key changed", looks, found(4), rules("12 superseded")),
		swayed("good: judged by rules that a stolen key changed, and ratified", looks, found(4), rules("12 superseded", "13 ratify")),
		swayed("good: judged by rules that a stolen key changed, and void", looks, found(4), rules("12 superseded", "13 void")),
		swayed("good: rules of a stolen key, changed again in time", amends("zhang.wei", 4, "quorum: 1", "quorum: 2"), looks, found(5), rules("12 superseded")),
		swayed("good: rules of a stolen key, taken over in time", amends("zhang.wei", 4), looks, found(5), rules("12 superseded")),
		swayed("good: rules of a stolen key ratified, and what they judged void", looks, found(4), rules("12 ratify", "13 void")),
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
