package cli

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// act is a part of the demo.
type act struct {
	title  finding.Sentence
	scenes []scene
}

// scene is one person doing one thing: running sc, or writing into a draft.
type scene struct {
	at   string             // in the company's time, such as 2026-03-12 10:00
	who  procedure.PersonID // empty: anybody, who needs no key
	says finding.Sentence   // what the person does, for the reader
	args []string           // of sc
	ends int                // the exit code

	service catalogue.ServiceID // the draft that is written into
	draft   string              // the file of the demo that is laid over it
}

// player is a person of the sample company.
type player struct {
	id   procedure.PersonID
	name finding.Sentence
	role procedure.RoleID
}

func cast() []player {
	return []player{
		{"zhang.wei", finding.Say("Zhang Wei"), "ops_lead"},
		{"li.na", finding.Say("Li Na"), "market_manager"},
		{"wang.fang", finding.Say("Wang Fang"), "sales"},
	}
}

// demoActs are the procedure as the sample company lives it. The order is that
// of the calendar: the requirements carry the dates they were raised on.
func (a *app) demoActs() []act {
	return []act{a.founding(), a.firstVersion(), a.twoNeeds(), a.designing(), a.twoMore(), proof()}
}

func (a *app) founding() act {
	t := a.say.T
	enrolled := func(p player, name string) string {
		id := string(p.id)
		return strings.Join([]string{id, name, id + "@yunmai.example", string(p.role), "../" + demoKeys + "/" + id + ".pub"}, ";")
	}
	return act{finding.Say("The people and their procedure (§4)"), []scene{
		{at: "2026-03-02 09:00", who: "zhang.wei", says: finding.Say("begins the catalogue, with the company's services as drafts"), args: []string{
			"init", "--organisation", t("Yunmai IT Services"), "--ops-lead", "zhang.wei", "--name", t("Zhang Wei"), "--email", "zhang.wei@yunmai.example",
			"--person", enrolled(cast()[1], t("Li Na")), "--person", enrolled(cast()[2], t("Wang Fang")), "--example",
		}},
	}}
}

func (a *app) firstVersion() act {
	t := a.say.T
	return act{finding.Say("The first catalogue goes through the same steps (§5)"), []scene{
		{at: "2026-03-03 09:00", who: "li.na", says: finding.Say("logs the need for a catalogue, from within the company"), args: []string{
			"request", "--source", "internal", "--title", t("The first service catalogue"),
		}},
		{at: "2026-03-03 14:00", who: "zhang.wei", says: finding.Say("approves it, having weighed the two criteria of §5.2"), args: []string{
			"approve", "1", "--business-need", t("contracts refer to it"), "--company-situation", t("the services are running"),
		}},
		{at: "2026-03-04 09:00", who: "zhang.wei", says: finding.Say("binds every draft to it, byte for byte (§5.3)"), args: []string{"propose", "1", "--all"}},
		{at: "2026-03-05 10:00", who: "li.na", says: finding.Say("records the review meeting (§5.4)"), args: []string{
			"review", "1", "--pass", "--attendee", "zhang.wei:for", "--attendee", "li.na:for",
		}},
		{at: "2026-03-06 09:00", who: "zhang.wei", says: finding.Say("signs and publishes (§5.4)"), args: []string{"publish", "--yes"}},
	}}
}

func (a *app) twoNeeds() act {
	t := a.say.T
	return act{finding.Say("Two customers ask for more; both are approved (§5.2)"), []scene{
		{at: "2026-03-12 10:00", who: "wang.fang", says: finding.Say("a hospital wants a database engineer on site on public holidays"), args: []string{"request", "-f", "../requests/k7f3.yaml"}},
		{at: "2026-03-18 10:00", who: "wang.fang", says: finding.Say("a government office changes to domestic computers"), args: []string{"request", "-f", "../requests/q2m8.yaml"}},
		{at: "2026-03-19 09:00", who: "zhang.wei", says: finding.Say("approves both, having weighed the two criteria"), args: []string{
			"approve", "2", "3", "--business-need", t("others ask for the same"), "--company-situation", t("trained people are at hand"),
			"--assign", "li.na", "--design-due", "2026-03-27",
		}},
	}}
}

func (a *app) designing() act {
	t := a.say.T
	return act{finding.Say("Design, review, version 1.1.0 (§5.3, §5.4)"), []scene{
		{at: "2026-03-20 09:00", who: "li.na", says: finding.Say("drafts the entry; what the hospital asks is laid over it"), args: []string{"design", "2", "--edit", "svc-db-ops"}},
		{who: "li.na", at: "2026-03-20 09:30", says: finding.Say("writes into catalogue/services/svc-db-ops.yaml"), service: "svc-db-ops", draft: "svc-db-ops.yaml"},
		{at: "2026-03-20 10:00", who: "li.na", says: finding.Say("binds the design to the requirement"), args: []string{"propose", "2"}},
		{at: "2026-03-23 09:00", who: "li.na", says: finding.Say("drafts a new service; sc names what it lacks"), args: []string{"design", "3", "--new", "svc-terminal-fit"}},
		{at: "2026-03-23 11:00", who: "li.na", says: finding.Say("writes into catalogue/services/svc-terminal-fit.yaml"), service: "svc-terminal-fit", draft: "svc-terminal-fit-1.yaml"},
		{at: "2026-03-23 11:30", who: "li.na", says: finding.Say("binds the design to the requirement"), args: []string{"propose", "3"}},
		{at: "2026-03-25 15:00", who: "li.na", says: finding.Say("one meeting: a design passes, the other is returned"), args: []string{
			"review", "--pass=2", "--return=3", "-m", "3=" + t("say what is not included, and when the record is due"),
			"--attendee", "zhang.wei:for", "--attendee", "li.na:for",
		}},
		{at: "2026-03-26 09:00", who: "li.na", says: finding.Say("writes into catalogue/services/svc-terminal-fit.yaml"), service: "svc-terminal-fit", draft: "svc-terminal-fit-2.yaml"},
		{at: "2026-03-26 09:30", who: "li.na", says: finding.Say("binds the new bytes"), args: []string{"propose", "3"}},
		{at: "2026-03-27 15:00", who: "li.na", says: finding.Say("the second meeting passes it"), args: []string{
			"review", "3", "--pass", "--attendee", "zhang.wei:for", "--attendee", "li.na:for",
		}},
		{at: "2026-03-30 09:00", who: "zhang.wei", says: finding.Say("publishes exactly what the meetings passed, under a change request (§6)"), args: []string{
			"publish", "--yes", "--effective-from", "2026-04-01", "--change-ref", "CHG-2026-0031",
		}},
	}}
}

func (a *app) twoMore() act {
	t := a.say.T
	return act{finding.Say("Two requirements end without a change (§5.2)"), []scene{
		{at: "2026-04-08 10:00", who: "wang.fang", says: finding.Say("a software company wants a service that never fails"), args: []string{"request", "-f", "../requests/b5t1.yaml"}},
		{at: "2026-04-08 16:00", who: "li.na", says: finding.Say("tries to approve it; only the ops lead may"), args: []string{
			"approve", "4", "--business-need", t("a large contract"), "--company-situation", t("we shall manage somehow"),
		}, ends: exitRefused},
		{at: "2026-04-09 09:00", who: "zhang.wei", says: finding.Say("rejects it, and names what may serve instead"), args: []string{
			"reject", "4", "-m", t("nobody can promise that"), "--reason-code", "infeasible",
			"--alternative", "svc-app-ops", "--alternative", "svc-emergency", "--yes",
		}},
		{at: "2026-04-15 10:00", who: "li.na", says: finding.Say("a school board wants a security check before an assessment"), args: []string{"request", "-f", "../requests/n3x6.yaml"}},
		{at: "2026-04-16 09:00", who: "zhang.wei", says: finding.Say("closes it as covered, and says by what"), args: []string{
			"close", "5", "--service", "svc-sec-scan", "-m", t("the quarterly scan is due before the assessment"),
		}},
	}}
}

func proof() act {
	return act{finding.Say("The proof"), []scene{
		{at: "2026-04-16 12:00", says: finding.Say("judges the whole history, offline and without a key"), args: []string{"verify"}},
	}}
}
