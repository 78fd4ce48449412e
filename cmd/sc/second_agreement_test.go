package main

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
)

const sla1 = "agreements/2026/SLA-2026-0001.yaml"

// agreed is a history with an agreement more.
func agreed(name string, edits ...string) past {
	return agreedBy(name, "wang.fang", func(d *deed) {
		for i := 0; i < len(edits); i += 2 {
			d.edit(sla1, edits[i], edits[i+1])
		}
	})
}

func agreedBy(name, person string, do func(*deed)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next(person, "agree")
		d.agrees()
		do(d)
		d.land()
	}}
}

// furthered is one with a step more on an agreement that goes beyond the catalogue, or
// does not.
func furthered(name, beyond string, steps ...func(*workshop)) past {
	return past{name, "released", func(w *workshop) {
		d := w.next("wang.fang", "agree")
		d.agrees()
		if beyond != "" {
			d.edit(sla1, "20个数据库", beyond+"数据库").edit(sla1, "effective_from:", deviation("workload", "true")+"effective_from:")
		}
		d.land()
		for _, step := range steps {
			step(w)
		}
	}}
}

func deviation(field, beyond string) string {
	return "deviations:\n  - service: svc-db-ops\n    field: " + field + "\n    beyond: " + beyond + "\n    reason: x\n"
}

// on takes a step on the agreement.
func on(person, step string, more ...string) func(*workshop) {
	return func(w *workshop) {
		d := w.next(person, step)
		d.file(sla1, d.text(sla1)+d.stepText(step, more...)).land()
	}
}

func (d *deed) stepText(step string, more ...string) string {
	text := fmt.Sprintf("  - step: %s\n    by: %s\n    role: %s\n    at: %q\n    entry: %s\n", step, d.get("SC-Actor"), d.get("SC-Role"), at, d.get("SC-Entry"))
	for _, line := range more {
		text += "    " + line + "\n"
	}
	return text
}

// agrees brings an agreement about services, as the catalogue has them; two, if none is
// named.
func (d *deed) agrees(ids ...string) {
	if len(ids) == 0 {
		ids = []string{"svc-db-ops", "svc-desktop"}
	}
	manifest := d.text(version2)
	digest := func(after string) string {
		return regexp.MustCompile(after + `digest: (sha256:[0-9a-f]{64})`).FindStringSubmatch(manifest)[1]
	}
	services := ""
	for _, id := range ids {
		services += "  - service: " + id + "\n    digest: " + digest(id+"\n    ") + "\n" + d.promised(id)
	}
	d.file(sla1, "schema: 1\nid: SLA-2026-0001\ncustomer:\n  name: 华岭市人民医院\ncontract:\n  ref: HL-1\nversion: 1.1.0\ndigest: "+digest("\n")+
		"\nservices:\n"+services+"effective_from: \"2026-04-01\"\nreview_on: \"2026-09-30\"\nhistory:\n"+d.stepText("agree"))
}

// promised is what a service promises, as its file has it.
func (d *deed) promised(id string) string {
	text, entry := "", d.text("services/"+id+".yaml")
	for _, field := range []string{"frequency", "hours", "levels", "workload", "exceptions"} {
		part := regexp.MustCompile(`(?m)^` + field + `:.*\n(?:[ -].*\n)*`).FindString(entry)
		text += regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimSuffix(part, "\n"), "    ") + "\n"
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "    \n", ""), "\n\n", "\n")
}

func badAgreements() []past {
	none := "sha256:" + strings.Repeat("0", 64)
	signatory := []string{"signatory:", "  name: 陈洁", "  signed_on: \"2026-03-01\""}
	sign := func(w *workshop) { on("li.na", "sign_agreement", signatory...)(w) }
	accept := func(w *workshop) { on("zhang.wei", "accept_deviation", "reason: x")(w) }
	end := func(w *workshop) { on("li.na", "end_agreement", "reason: x")(w) }
	file := "agreements/2026/files/SLA-2026-0001/scan.pdf"
	scan := func(at, text, says string) func(*workshop) {
		return func(w *workshop) {
			d := w.next("li.na", "sign_agreement")
			sum := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(says)))
			d.file(sla1, d.text(sla1)+d.stepText("sign_agreement", append([]string{"attachments:", "  - path: " + at, "    sha256: " + sum}, signatory...)...))
			if text != "" {
				d.file(file, text)
			}
			d.land()
		}
	}
	up := []string{"\nversion: 1\n", "\nversion: 2\n"}
	row := "  - name: sign_agreement # §6\n    from: [drafted]\n    to: in_force\n    by: [maintenance_group]\n    needs: [signatory]\n    of: agreement\n"
	begin := "20个数据库"
	return []past{
		agreed("good: an agreement"),
		agreed("an agreement about no version", "version: 1.1.0", "version: 1.2.0"),
		agreed("an agreement about another version", "version: 1.1.0", "version: 1.0.0"),
		agreed("an agreement about another digest", "\ndigest: ", "\ndigest: "+none+" # "),
		agreed("an agreement about other bytes", "    digest: ", "    digest: "+none+" # "),
		agreed("an agreement about no service", "service: svc-desktop", "service: svc-none"),
		agreed("an agreement about a service twice", "service: svc-desktop", "service: svc-db-ops"),
		agreed("another workload and no word", begin, "30个数据库"),
		agreed("good: another workload", begin, "30个数据库", "effective_from:", deviation("workload", "true")+"effective_from:"),
		agreed("another workload, called nothing", begin, "30个数据库", "effective_from:", deviation("workload", "false")+"effective_from:"),
		agreed("a deviation that is none", "effective_from:", deviation("workload", "true")+"effective_from:"),
		agreed("a deviation in another field", begin, "30个数据库", "effective_from:", deviation("hours", "true")+"effective_from:"),
		agreed("a deviation twice", begin, "30个数据库", "effective_from:", deviation("workload", "true")+strings.TrimPrefix(deviation("workload", "true"), "deviations:\n")+"effective_from:"),
		agreed("a deviation of no field", begin, "30个数据库", "effective_from:", deviation("price", "true")+"effective_from:"),
		agreed("good: a level that promises less", "        value: 4\n", "        value: 8\n", "effective_from:", deviation("levels.resolution_time.P1", "false")+"effective_from:"),
		agreed("a level that promises more, called less", "        value: 4\n", "        value: 2\n", "effective_from:", deviation("levels.resolution_time.P1", "false")+"effective_from:"),
		agreed("good: a level that promises more", "        value: 4\n", "        value: 2\n", "effective_from:", deviation("levels.resolution_time.P1", "true")+"effective_from:"),
		agreed("good: a level in another unit", "        value: 4\n        unit: hour", "        value: 240\n        unit: minute", "effective_from:", deviation("levels.resolution_time.P1", "true")+"effective_from:"),
		agreed("an agreement with another id", "id: SLA-2026-0001", "id: SLA-2026-0002"),
		agreed("an agreement by another", "    by: wang.fang", "    by: li.na"),
		agreed("an agreement at another time", "    at: \"2026-03-02", "    at: \"2026-03-03"),
		agreed("an agreement of another entry", "    entry: 11", "    entry: 12"),
		agreed("an agreement that begins signed", "step: agree", "step: sign_agreement"),
		agreed("an agreement with something behind its history", "    entry: 11\n", "    entry: 11\nnotes: x\n"),
		agreedBy("an agreement called a note", "li.na", func(d *deed) { d.set("SC-Action", "note") }),
		agreedBy("an agreement called signed", "li.na", func(d *deed) { d.set("SC-Action", "sign_agreement") }),
		agreedBy("an agreement with a gap", "li.na", func(d *deed) {
			text := strings.Replace(d.text(sla1), "0001", "0002", 1)
			d.tree = d.w.with(d.tree, "catalogue/"+sla1, "", "")
			d.file("agreements/2026/SLA-2026-0002.yaml", text)
		}),
		agreedBy("two agreements", "li.na", func(d *deed) {
			d.file("agreements/2026/SLA-2026-0002.yaml", strings.Replace(d.text(sla1), "0001", "0002", 1))
		}),
		agreedBy("an agreement and a requirement", "li.na", func(d *deed) { d.file(slr2, d.text(slr2)+"\n") }),
		{"an agreement that is none", "released", func(w *workshop) { w.next("li.na", "agree").event("SLR-2026-0002", "note", noteText).land() }},
		{"a requirement that is agreed", "released", func(w *workshop) { w.next("li.na", "agree").event("SLR-2026-0002", "agree").land() }},
		furthered("good: signed", "", sign),
		furthered("good: signed and ended", "", sign, end),
		furthered("good: ended before it was signed", "", end),
		furthered("good: accepted and signed", "无限", accept, sign),
		furthered("signed without a decision", "无限", sign),
		furthered("accepted by the market manager", "无限", func(w *workshop) { on("li.na", "accept_deviation", "reason: x")(w) }),
		furthered("accepted without a reason", "无限", func(w *workshop) { on("zhang.wei", "accept_deviation")(w) }),
		furthered("accepted without a deviation", "", accept),
		furthered("accepted when it was signed", "无限", accept, sign, accept),
		furthered("signed by sales", "", func(w *workshop) { on("wang.fang", "sign_agreement", signatory...)(w) }),
		furthered("signed by nobody of the customer's", "", func(w *workshop) { on("li.na", "sign_agreement")(w) }),
		furthered("signed twice", "", sign, sign),
		furthered("ended twice", "", end, end),
		furthered("signed when it was ended", "", end, sign),
		furthered("ended with a signatory", "", func(w *workshop) { on("li.na", "end_agreement", append([]string{"reason: x"}, signatory...)...)(w) }),
		furthered("agreed twice", "", func(w *workshop) { on("li.na", "agree")(w) }),
		furthered("an agreement changed when signed", "", func(w *workshop) {
			d := w.next("li.na", "sign_agreement")
			d.file(sla1, d.text(sla1)+d.stepText("sign_agreement", signatory...)).edit(sla1, "ref: HL-1", "ref: HL-2").land()
		}),
		furthered("a step of requirements on an agreement", "", func(w *workshop) { on("li.na", "note", noteText)(w) }),
		furthered("good: a scan", "", scan(file, "x", "x")),
		furthered("another scan", "", scan(file, "x", "y")),
		furthered("no scan", "", scan(file, "", "x")),
		furthered("a scan of another agreement", "", scan("agreements/2026/files/SLA-2026-0002/scan.pdf", "x", "x")),
		furthered("a scan that no step names", "", func(w *workshop) {
			d := w.next("li.na", "sign_agreement")
			d.file(sla1, d.text(sla1)+d.stepText("sign_agreement", signatory...)).file(file, "x").land()
		}),
		amended("an agreement's step from elsewhere", up[0], up[1], row, strings.Replace(row, "[drafted]", "[drafted, in_force]", 1)),
		amended("an agreement's step without its need", up[0], up[1], row, strings.Replace(row, "    needs: [signatory]\n", "", 1)),
		amended("an agreement's step of requirements", up[0], up[1], row, strings.Replace(row, "    of: agreement\n", "", 1)),
		amended("a step of requirements of agreements", up[0], up[1], "    needs: [text]\n", "    needs: [text]\n    of: agreement\n"),
		amended("a step of requirements that needs a signatory", up[0], up[1], "    needs: [text]\n", "    needs: [text, signatory]\n"),
		amended("good: signing agreements retired", up[0], up[1], row, strings.Replace(row, "[maintenance_group]", "[]", 1)),
		amended("good: agreements signed by the ops lead", up[0], up[1], row, strings.Replace(row, "[maintenance_group]", "[ops_lead]", 1)),
	}
}
