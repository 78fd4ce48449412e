package procedure

import (
	"cmp"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Refusal is the procedure saying no: which rule (a stable code of `sc verify`),
// to what, and what to do instead.
type Refusal struct {
	Code    string           // such as E_ROLE
	Subject string           // such as "approve SLR-2026-0012"
	Message finding.Sentence // what is missing or wrong
	You     finding.Sentence // who the actor is, where that matters
	Hint    finding.Sentence // who may, or what to do next
}

// Error is the refusal in English.
func (r *Refusal) Error() string {
	text := r.Message.String()
	if r.Subject != "" {
		text = r.Subject + ": " + text
	}
	if !r.You.IsZero() {
		text += "; " + r.You.String()
	}
	return text
}

// Names are people said in one sentence, by name.
type Names []string

// String joins the names.
func (n Names) String() string { return strings.Join(n, ", ") }

// In joins the names as the language does.
func (n Names) In(lang string) string {
	if lang == "zh" {
		return strings.Join(n, "、")
	}
	return n.String()
}

// Named are the names of people, in the order given; who has none keeps the id.
func (p *Procedure) Named(people []PersonID) Names {
	names := make(Names, len(people))
	for i, id := range people {
		names[i] = cmp.Or(p.People[id].Name, string(id))
	}
	return names
}

func refuse(code string, message finding.Sentence) *Refusal {
	return &Refusal{Code: code, Message: message}
}

func (r *Refusal) hint(h finding.Sentence) *Refusal {
	r.Hint = h
	return r
}

// about says what a refusal is about.
func about(subject string, r *Refusal) *Refusal {
	r.Subject = subject
	return r
}

// list keeps the refusals that are there.
func list(rs ...*Refusal) []*Refusal {
	var kept []*Refusal
	for _, r := range rs {
		if r != nil {
			kept = append(kept, r)
		}
	}
	return kept
}
