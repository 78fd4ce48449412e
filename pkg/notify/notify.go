// Package notify tells people what happened in a ledger, or is due: as text, as mail,
// or in the group chats of 企业微信, 钉钉 and 飞书. It is given events and whom they
// concern, writes the messages in one language, and hands them to a channel. It knows
// no Git and no records, and keeps nothing: what was told before is the caller's to
// know. Secrets come from the environment and go nowhere but to whom they are for.
package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/plain"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// Kind is how an event stands to the present.
type Kind string

// The kinds of events.
const (
	Happened Kind = "happened"
	Due      Kind = "due"     // soon
	Overdue  Kind = "overdue" // it should have happened
)

// Event is one thing to tell, and the people whom it concerns.
type Event struct {
	Kind   Kind
	Entry  int    // of the ledger that brought it; -1 for what is due
	On     string // the day, YYYY-MM-DD
	What   finding.Sentence
	Why    string // what was given as a reason; empty for none
	People []procedure.PersonID
}

// News is what there is to tell of a ledger.
type News struct {
	Rules  *procedure.Procedure
	Ledger string // its id
	Entry  int    // the last one
	Events []Event
}

// Message is a text for one person, or for a group.
type Message struct {
	To      procedure.PersonID // empty: a group
	Name    string
	Email   string
	Subject string // one line
	Lines   []string
}

// Text is the message without its subject.
func (m Message) Text() string { return strings.Join(m.Lines, "\n") + "\n" }

// Key is the same for the same message to the same person, so that what is sent twice
// can be told.
func (m Message) Key() string {
	sum := sha256.Sum256([]byte(string(m.To) + "\n" + m.Subject + "\n" + m.Text()))
	return hex.EncodeToString(sum[:12])
}

// Letters are a message for each person whom an event concerns, in the order of their
// ids. Who has no address, or no role any more, gets none.
func (n News) Letters(say *lang.Printer) []Message {
	var all []Message
	for _, id := range n.Rules.Persons() {
		who := n.Rules.People[id]
		var mine []Event
		for _, e := range n.Events {
			if slices.Contains(e.People, id) {
				mine = append(mine, e)
			}
		}
		if len(mine) == 0 || who.Email == "" || len(who.Roles) == 0 {
			continue
		}
		m := Message{To: id, Name: plain.Clean(who.Name), Email: who.Email, Subject: n.subject(say, len(mine))}
		m.Lines = append(m.Lines, say.T("Dear %s,", m.Name), "", say.T("there is news of our service catalogue."))
		m.Lines = append(m.Lines, n.told(say, mine, nobody)...)
		all = append(all, m)
	}
	return all
}

// Bulletin is one message for all, which says whom each event concerns; none where
// there is nothing to tell.
func (n News) Bulletin(say *lang.Printer) []Message {
	if len(n.Events) == 0 {
		return nil
	}
	return []Message{{Subject: n.subject(say, len(n.Events)), Lines: n.told(say, n.Events, n.names)}}
}

func (n News) subject(say *lang.Printer, events int) string {
	return plain.Clean(say.T("Service catalogue of %s: %s notices", n.Rules.Organisation, events))
}

// told are the lines of events by kind, then where they come from.
func (n News) told(say *lang.Printer, events []Event, whom func(*lang.Printer, Event) string) []string {
	var lines []string
	for _, part := range []struct {
		kind  Kind
		title string
	}{{Overdue, say.T("Overdue:")}, {Due, say.T("Due:")}, {Happened, say.T("What happened:")}} {
		title := part.title
		for _, e := range events {
			if e.Kind != part.kind {
				continue
			}
			if title != "" {
				lines, title = append(lines, "", title), ""
			}
			lines = append(lines, plain.Clean("- "+e.On+" "+say.Say(e.What)+whom(say, e)))
			if e.Why != "" {
				lines = append(lines, plain.Clean("  "+say.T("reason: %s", e.Why)))
			}
		}
	}
	return append(lines, "", plain.Clean(say.T("As of entry %s of the ledger %s. \"sc status\" shows what waits for you.", n.Entry, short(n.Ledger))))
}

func nobody(*lang.Printer, Event) string { return "" }

// names says whom an event concerns.
func (n News) names(say *lang.Printer, e Event) string {
	var names []string
	for _, id := range e.People {
		names = append(names, n.Rules.People[id].Name)
	}
	if len(names) == 0 {
		return ""
	}
	return say.T(" → %s", procedure.Names(names))
}

// short is the beginning of a digest, enough to compare it.
func short(digest string) string { return digest[:min(len(digest), len("sha256:")+12)] }
